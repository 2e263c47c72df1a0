/** The weights are found by folder or by file, and whatever else lies there is called by its name. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkGraphSize, estimateGraphs } from '../../../src/models/whisper/graph-size.js';
import { openCheckpoint } from '../../../src/models/whisper/model-folder.js';
import { modelBytes, smallModel } from '../ctranslate2/model-bytes.js';
import { distilled, scratchFolder, tinyFolder } from './tiny-whisper.js';

const smallest = { ...distilled, width: 4, encoderLayers: 1, vocabulary: 8 };

/** The path of what was opened. */
function openedAt(path: string): string {
  const checkpoint = openCheckpoint(path);
  checkpoint.close();
  return checkpoint.path;
}

const scalar = (name: string): (typeof smallModel)[number] => ({
  name,
  shape: [],
  typeId: 2,
  data: Buffer.from([2, 0]),
});
const whisperBytes = modelBytes([...smallModel, scalar('encoder/num_heads'), scalar('decoder/num_heads')]);

describe('openCheckpoint', () => {
  it('opens what a folder has, and the file that is named where it has several', () => {
    const folder = tinyFolder({}, smallest);
    const tensors = join(folder, 'model.safetensors');
    expect(openedAt(folder)).toBe(tensors);
    writeFileSync(join(folder, 'model.bin'), whisperBytes);
    expect(openedAt(folder)).toBe(join(folder, 'model.bin'));
    expect(openedAt(tensors)).toBe(tensors);
  });

  it('opens safetensors under another name when there are no others', () => {
    const folder = tinyFolder({}, smallest);
    const other = join(folder, 'whisper-tuned.safetensors');
    writeFileSync(other, '');
    expect(openedAt(folder)).toBe(join(folder, 'model.safetensors'));
    rmSync(join(folder, 'model.safetensors'));
    expect(() => openedAt(folder)).toThrow(/^model file \S+whisper-tuned\.safetensors: cut off: 0 bytes, [^\n]+$/);
  });

  it.each([
    [[], 'no weights in it'],
    [['pytorch_model.bin', 'readme.md'], 'its weights are pytorch_model.bin'],
    [['ggml-base.bin'], 'its weights are ggml-base.bin'],
    [['a.safetensors', 'b.safetensors'], 'its weights are a.safetensors, b.safetensors'],
    [Array.from({ length: 9 }, (_, i) => `${i}.pt`), '5.pt and 3 more'],
  ])('says what a folder with %j lacks', (names, message) => {
    const folder = scratchFolder();
    for (const name of names) writeFileSync(join(folder, name), 'x');
    expect(() => openCheckpoint(folder)).toThrow(message);
    expect(() => openCheckpoint(folder)).toThrow(
      /^speech model \S+: [^\n]+, wanted model\.bin of CTranslate2, or model\.safetensors [^\n]+; run parley models fetch [^\n]+$/,
    );
  });

  it('refuses what is not there, what is not Whisper and what is not CTranslate2', () => {
    expect(() => openCheckpoint('/no/such')).toThrow(/^speech model \/no\/such: no such file or folder; [^\n]+$/);
    const folder = scratchFolder();
    const store = (bytes: Buffer): string => {
      writeFileSync(join(folder, 'model.bin'), bytes);
      return folder;
    };
    expect(() => openCheckpoint(store(modelBytes(smallModel, { spec: 'TransformerSpec' })))).toThrow(
      /model\.bin: it is a TransformerSpec, wanted a WhisperSpec; name a Whisper model$/,
    );
    expect(() => openCheckpoint(store(modelBytes(smallModel)))).toThrow('no tensor encoder/num_heads');
    const heads = { name: 'encoder/num_heads', shape: [2], typeId: 2, data: Buffer.alloc(4) };
    expect(() => openCheckpoint(store(modelBytes([heads])))).toThrow('encoder/num_heads is int16 [2], wanted one');
    expect(() => openCheckpoint(store(Buffer.from('PK\x03\x04 data.pkl')))).toThrow(
      /model\.bin: it is a PyTorch checkpoint [^\n]+; use a folder with model\.safetensors [^\n]+$/,
    );
  });
});

describe('graph sizes', () => {
  const heads = { encoderHeads: 20, decoderHeads: 20, audioPositions: 1500, textPositions: 448 };
  const large = { ...distilled, ...heads, width: 1280, encoderLayers: 32, decoderLayers: 4 };

  it('are near those of the published models', () => {
    const base = { ...large, melBands: 80, width: 512, encoderLayers: 6, decoderLayers: 6, vocabulary: 51_865 };
    const { encoder, decoder } = estimateGraphs(base, 'float32');
    // What these graphs have on disk.
    expect(encoder / 95_009_828).toBeCloseTo(1, 2);
    expect(decoder / 195_457_554).toBeCloseTo(1, 2);
  });

  it('stop a large model in float32 before it is built, and let it pass in int8', () => {
    expect(() => {
      checkGraphSize(large, 'float32');
    }).toThrow(/^the encoder takes 2\.6 GB in float32, wanted at most 2\.1 GB [^\n]+ to int8$/);
    checkGraphSize(large, 'int8');
  });
});
