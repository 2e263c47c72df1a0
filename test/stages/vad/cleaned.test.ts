import { describe, expect, it } from 'vitest';
import type { AudioFrame } from '../../../src/audio/frame.js';
import type { SpeechEvent } from '../../../src/pipeline/messages.js';
import { hearCleaned, type Cleaning } from '../../../src/stages/vad/cleaned.js';
import { createSileroStage } from '../../../src/stages/vad/silero.js';
import { clips, mix, readClip } from '../../audio/noise/noises.js';
import { testScope } from '../../fakes/scope.js';
import { seeded } from '../../../scripts/profile/turns/seeded.js';

const settings = {
  aggressiveness: 2,
  padding_duration_ms: 300,
  min_speech_duration_ms: 250,
  max_utterance_ms: 30_000,
} as const;

async function* frames(samples: Float32Array, startSample: number): AsyncGenerator<AudioFrame> {
  for (let at = 0; at < samples.length; at += 700) {
    yield { samples: samples.slice(at, at + 700), sampleRateHz: 16_000, startSample: startSample + at };
  }
}

async function hear(input: AsyncIterable<AudioFrame>, cleaning: Cleaning): Promise<SpeechEvent[]> {
  const stage = hearCleaned(
    createSileroStage(() => settings),
    cleaning,
  );
  await stage.warmUp?.(new AbortController().signal);
  const events: SpeechEvent[] = [];
  for await (const event of stage.run(input, testScope())) events.push(event);
  await stage.close?.();
  return events;
}

const framesOf = (events: readonly SpeechEvent[]): AudioFrame[] =>
  events.flatMap((event) => (event.kind === 'frame' ? [event.frame] : []));

describe('hearCleaned', () => {
  it.each([
    { noise: true, gain: false },
    { noise: false, gain: true },
    { noise: true, gain: true },
  ])('hands on the original samples at their places, over a gap too: $noise $gain', async (cleaning) => {
    const random = seeded(2);
    const sound = new Float32Array(512 * 40).map(() => 0.2 * (random() - 0.5));
    async function* withGap(): AsyncGenerator<AudioFrame> {
      yield* frames(sound, 1000);
      yield* frames(sound, 200_000);
    }
    const heard = framesOf(await hear(withGap(), cleaning));
    expect(heard.map(({ startSample }) => startSample)).toEqual([
      ...Array.from({ length: 40 }, (_, i) => 1000 + 512 * i),
      ...Array.from({ length: 40 }, (_, i) => 200_000 + 512 * i),
    ]);
    for (const [i, { samples }] of heard.entries()) {
      const at = 512 * (i % 40);
      expect(samples.every((sample, j) => sample === sound[at + j])).toBe(true);
    }
  });

  it.skipIf(clips.length === 0)('hears where a voice begins and ends in the noise of an office', async () => {
    const speech = await readClip(clips[0] ?? '');
    const padded = new Float32Array(speech.length + 48_000);
    padded.set(speech, 24_000);
    const noisy = mix(padded, await readClip('pipecat_office_ambience'), 10);
    const events = await hear(frames(noisy, 0), { noise: true, gain: false });
    const start = events.find((event) => event.kind === 'speech-start');
    expect(start?.atSample).toBeGreaterThan(20_000);
    expect(start?.atSample).toBeLessThan(24_000 + speech.length / 2);
    expect(events.some(({ kind }) => kind === 'speech-confirmed')).toBe(true);
    expect(events.some(({ kind }) => kind === 'speech-end')).toBe(true);
  });
});
