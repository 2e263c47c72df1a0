/** The voice where it lives: in a worker thread of the inference child, behind the stages that the assistant uses. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InferenceHost } from '../../src/models/host/contract.js';
import { createInferenceHost } from '../../src/models/host/host.js';
import type { ReplyDelta, SpokenAudio } from '../../src/pipeline/messages.js';
import { readAhead } from '../../src/pipeline/read-ahead.js';
import { createSpeechStage, readVoiceInfo } from '../../src/stages/tts/speech.js';
import type { PiperEngineOptions } from '../../src/stages/tts/piper-engine.js';
import { sayText } from '../fixtures/say.js';
import { createSplitStage } from '../../src/stages/tts/split.js';
import { collect, stream, testScope } from '../fakes/scope.js';
import { isPresent, modelFolder } from './voice-folder.js';

describe.skipIf(!isPresent)('a voice in the inference host', () => {
  let host: InferenceHost;
  const split = createSplitStage({ sentence_splitting: true });
  const stages = (): Parameters<typeof sayText>[1] => ({
    split,
    tts: createSpeechStage(host.engine('tts'), { speed: 1, variation: 1, speaker: 0, lexicon: {} }),
  });

  beforeAll(async () => {
    const options: PiperEngineOptions = { modelFolder, threads: 1, providers: ['cpu'], streaming: true };
    const module = new URL('../../dist/src/stages/tts/piper-engine.js', import.meta.url).href;
    host = createInferenceHost({ engines: { tts: { module, options } }, nice: 0 });
    host.start();
    await host.engine('tts').ready(testScope().signal);
  });
  afterAll(() => host.close());

  it('warms up and tells what it is', async () => {
    const { signal } = testScope();
    await stages().tts.warmUp?.(signal);
    expect(await readVoiceInfo(host.engine('tts'), signal)).toMatchObject({ sampleRateHz: 22_050, notes: [] });
  });

  it('says three sentences in order, on one time line', async () => {
    const text = 'The first is short. The second, as you hear, is a little longer! And is the third a question?';
    const deltas: ReplyDelta[] = text.split(/(?<= )/).map((word) => ({ text: word, source: 'llm' }));
    const scope = testScope();
    const spoken = await collect(
      readAhead(stages().tts.run(split.run(stream(...deltas), scope), scope), 4, scope.signal),
    );
    let next = 0;
    for (const item of spoken) {
      if (item.kind !== 'audio') continue;
      expect(item.frame.startSample).toBe(next);
      next += item.frame.samples.length;
    }
    const ends = spoken.filter((item): item is SpokenAudio & { kind: 'sentence-end' } => item.kind === 'sentence-end');
    expect(ends.map((end) => end.sentence.text).join('')).toBe(text);
    expect(ends.map((end) => end.sentence.index)).toEqual([0, 1, 2]);
    expect(ends.reduce((total, end) => total + end.samples, 0)).toBe(next);
    for (const end of ends) expect(end.wordEnds.at(-1)).toBe(end.samples);
  });

  it('stops soon after a barge-in, and speaks again in the next turn', async () => {
    const scope = testScope();
    const long = 'This goes on for quite a while, and nobody will want to hear all of it, so somebody speaks. '.repeat(
      3,
    );
    const heard: SpokenAudio[] = [];
    const turn = (async () => {
      const input = split.run(stream<ReplyDelta>({ text: long, source: 'llm' }), scope);
      for await (const spoken of stages().tts.run(input, scope)) {
        heard.push(spoken);
        scope.controller.abort(new Error('barge-in'));
      }
    })();
    await expect(turn).rejects.toThrow('barge-in');
    expect(heard).toHaveLength(1);
    const said = await sayText('Yes?', stages(), testScope());
    expect(said.samples.length).toBeGreaterThan(2000);
  });

  it('says a whole text for a file', async () => {
    const said = await sayText('It is 10:30. The sun is out!', stages(), testScope());
    expect(said.sampleRateHz).toBe(22_050);
    expect(said.samples.length / said.sampleRateHz).toBeGreaterThan(1.5);
    expect(said.samples.every((sample) => Number.isFinite(sample) && Math.abs(sample) <= 1)).toBe(true);
  });
});
