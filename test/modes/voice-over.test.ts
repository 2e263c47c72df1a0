import { describe, expect, it } from 'vitest';
import type { Assistant } from '../../src/assistant/assistant.js';
import type { AudioFrame } from '../../src/audio/frame.js';
import type { Playout, Speaker } from '../../src/audio/speaker.js';
import { VoiceOver } from '../../src/modes/voice-over.js';
import type { CaptionEvent } from '../../src/pipeline/captions.js';
import type { SpokenAudio } from '../../src/pipeline/messages.js';

const RATE_HZ = 16_000;
const never = new AbortController().signal;

/** Each text sounds as long as it is, in hundredths of a second, at a level that tells it apart. */
function speaking(levels: ReadonlyMap<string, number>): Assistant {
  async function* say(text: string): AsyncGenerator<SpokenAudio, void, undefined> {
    await Promise.resolve();
    const samples = new Float32Array((text.length * RATE_HZ) / 100).fill(levels.get(text.trim()) ?? 0);
    const sentence = { index: 0, text };
    yield { kind: 'audio', sentence, frame: { samples, sampleRateHz: RATE_HZ, startSample: 0 } };
    yield { kind: 'sentence-end', sentence, samples: samples.length, wordEnds: [] };
  }
  return { say } as unknown as Assistant;
}

/** Keeps what it plays. */
function recorder(): { speaker: Speaker; played: number[] } {
  const played: number[] = [];
  const playout = {
    write: async (samples: Float32Array) => {
      played.push(...samples);
      await new Promise((resolve) => setImmediate(resolve));
    },
    end: () => Promise.resolve(),
    stop: () => played.length,
  };
  const speaker = { name: 'test', sampleRateHz: RATE_HZ, begin: () => playout as unknown as Playout };
  return { speaker: { ...speaker, close: () => Promise.resolve() }, played };
}

async function* tone(frames: number): AsyncGenerator<AudioFrame, void, undefined> {
  for (let n = 0; n < frames; n++) {
    await new Promise((resolve) => setImmediate(resolve));
    yield { samples: new Float32Array(512).fill(0.1), sampleRateHz: RATE_HZ, startSample: n * 512 };
  }
}

const translated = (id: number, text: string): CaptionEvent[] => {
  const caption = { id, text: '…', stable: '…', language: 'de', committed: true, startMs: 0, endMs: 100, words: [] };
  return [
    { kind: 'caption', caption },
    { kind: 'translation', id, translation: { text, language: 'en', source: 'whisper' } },
  ];
};

async function dub(playsOriginal: boolean): Promise<{ played: number[]; passed: number }> {
  const { speaker, played } = recorder();
  const levels = new Map([
    ['one', 0.5],
    ['two', 0.7],
  ]);
  const voice = new VoiceOver({
    ...{ assistant: speaking(levels), speaker, playsOriginal, duckDb: 20 },
    onNotice: (line) => {
      throw new Error(line);
    },
  });
  let passed = 0;
  const hear = async (): Promise<void> => {
    for await (const frame of voice.hear(tone(60), never)) {
      passed += frame.samples.length;
      if (passed === 5 * 512) for (const event of [...translated(0, 'one'), ...translated(1, 'two')]) voice.take(event);
    }
    voice.finish();
  };
  await Promise.all([hear(), voice.run(never)]);
  return { played, passed };
}

describe('a voice over the original', () => {
  it('says every sentence in its order, over an original that is quieter then, and passes all frames on', async () => {
    const { played, passed } = await dub(true);
    expect(passed).toBe(60 * 512);
    const first = played.findIndex((sample) => sample > 0.45);
    const second = played.findIndex((sample) => sample > 0.65);
    expect(first).toBeGreaterThan(0);
    expect(second).toBeGreaterThan(first);
    expect(played.slice(0, 512).every((sample) => Math.abs(sample - 0.1) < 1e-6)).toBe(true);
    // Under the second sentence the original is 20 dB down.
    expect(played[second + 400]).toBeCloseTo(0.71, 2);
  });

  it('is alone where all in the room hear the original', async () => {
    const { played } = await dub(false);
    expect(played[0]).toBe(0);
    expect(Math.max(...played)).toBeCloseTo(0.7, 5);
  });
});
