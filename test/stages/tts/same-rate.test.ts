/** A reply whose voice is changed in its middle stays at one rate. */
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/pipeline/clock.js';
import { atRate } from '../../../src/stages/tts/same-rate.js';
import { SpeechCache } from '../../../src/stages/tts/speech-cache.js';
import { createSpeechStage } from '../../../src/stages/tts/speech.js';
import type { VoiceOutput } from '../../../src/stages/tts/voice-engine.js';
import { collect, stream, testScope } from '../../fakes/scope.js';
import { fakeVoiceEngine } from '../../fakes/voice-engine.js';

const second: VoiceOutput[] = [
  { kind: 'audio', samples: new Float32Array(12_000).fill(0.1) },
  { kind: 'words', wordEnds: [6000, Number.MAX_SAFE_INTEGER] },
  { kind: 'audio', samples: new Float32Array(12_000).fill(0.1) },
  { kind: 'end', samples: 24_000, wordEnds: [6000, 24_000] },
];

describe('atRate', () => {
  it('moves sound and word ends together', async () => {
    const out = await collect(atRate(stream(...second), 24_000, 22_050));
    const samples = out.flatMap((output) => (output.kind === 'audio' ? [output.samples.length] : []));
    expect(samples.reduce((sum, count) => sum + count, 0)).toBe(22_050);
    expect(out.find(({ kind }) => kind === 'words')).toEqual({
      kind: 'words',
      wordEnds: [5513, Number.MAX_SAFE_INTEGER],
    });
    expect(out.at(-1)).toEqual({ kind: 'end', samples: 22_050, wordEnds: [5513, 22_050] });
  });

  it('leaves sound of the same rate alone', async () => {
    expect(await collect(atRate(stream(...second), 24_000, 24_000))).toEqual(second);
  });
});

describe('the speaking stage', () => {
  it('goes on at the first rate when another voice takes over', async () => {
    let sampleRateHz = 8000;
    let voice: object = {};
    const engine = fakeVoiceEngine();
    const told = {
      ...engine,
      async *call(...args: Parameters<typeof engine.call>) {
        for await (const output of engine.call(...args)) {
          yield args[0] === 'info' ? { ...(output as object), sampleRateHz } : output;
        }
      },
    };
    const cache = new SpeechCache(systemClock, { sizeBytes: 1_000_000, ttlMs: 1000 });
    const settings = { speed: 1, variation: 1, speaker: 0, lexicon: {} };
    const stage = createSpeechStage(told, settings, { cache, voice: 'a', serving: () => voice });
    const sentences = (async function* () {
      yield { index: 0, text: 'a'.repeat(400) };
      await Promise.resolve();
      sampleRateHz = 16_000;
      voice = {};
      yield { index: 1, text: 'b'.repeat(400) };
    })();
    const spoken = await collect(stage.run(sentences, testScope()));
    const rates = spoken.flatMap((item) => (item.kind === 'audio' ? [item.frame.sampleRateHz] : []));
    expect(new Set(rates)).toEqual(new Set([8000]));
    const ends = spoken.flatMap((item) => (item.kind === 'sentence-end' ? [item.samples] : []));
    expect(ends).toEqual([400, 200]);
  });
});
