/** The cut: seams found by wiring alone, parts that fit. */
import { describe, expect, it } from 'vitest';
import { cutVoice } from '../../../src/models/piper/cut.js';
import { plain, tinyModel } from './tiny-voice.js';

const operators = (model: { graph: { node?: { opType: string }[] } } | undefined): string[] =>
  (model?.graph.node ?? []).map((node) => node.opType);

describe('cut', () => {
  it('finds flow, vocoder, durations and the length of a frame', () => {
    const cut = cutVoice(tinyModel(plain));
    expect(cut).toMatchObject({
      seam: {
        flow: { main: 'p', beside: ['mask'], contextFrames: 2 },
        decoder: { main: 'z', beside: [] },
        durations: 'f',
        audio: 'out',
        hopSamples: 4,
      },
    });
  });

  it('leaves every operator in one part, and weights where they are read', () => {
    const cut = cutVoice(tinyModel(plain));
    if ('reason' in cut) throw new Error(cut.reason);
    expect(operators(cut.decoder).filter((name) => name === 'ConvTranspose')).toHaveLength(2);
    expect(operators(cut.text)).toContain('RandomNormalLike');
    expect(operators(cut.text)).not.toContain('Tanh');
    expect(operators(cut.flow).filter((name) => !/squeeze|split|slice/i.test(name))).toEqual([
      'Conv',
      'Mul',
      'Tanh',
      'Add',
      'Mul',
    ]);
    expect(cut.decoder.graph.initializer?.map((tensor) => tensor.name)).not.toContain('w1');
  });

  it("hands the speaker's conditioning to the vocoder", () => {
    expect(cutVoice(tinyModel({ ...plain, speakers: 3 }))).toMatchObject({
      seam: { decoder: { main: 'z', beside: ['g2'] } },
    });
  });

  it('says why a graph without a vocoder cannot be cut', () => {
    expect(cutVoice(tinyModel({ ...plain, upsamplers: false }))).toEqual({
      reason: 'no transposed convolution leads to the output',
    });
  });

  it('refuses a graph with two outputs', () => {
    const model = tinyModel(plain);
    model.graph.output?.push({ name: 'z' });
    expect(cutVoice(model)).toEqual({ reason: 'not exactly one output' });
  });
});
