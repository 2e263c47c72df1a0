import { describe, expect, it } from 'vitest';
import { thinkingTones } from '../../src/audio/earcon.js';
import { createSileroStage } from '../../src/stages/vad/silero.js';
import { testScope } from '../fakes/scope.js';
import { frequencyHz } from './tone.js';

describe('thinkingTones', () => {
  it.each([8000, 22_050, 48_000])('is short, soft and without a click at %i Hz', (rateHz) => {
    const sound = thinkingTones(rateHz);
    expect(sound.length / rateHz).toBeLessThan(0.4);
    const peak = sound.reduce((highest, sample) => Math.max(highest, Math.abs(sample)), 0);
    expect(20 * Math.log10(peak)).toBeGreaterThan(-26);
    expect(20 * Math.log10(peak)).toBeLessThan(-20);
    expect(Math.abs(sound[0] ?? 1)).toBeLessThan(1e-3);
    expect(Math.abs(sound.at(-1) ?? 1)).toBeLessThan(1e-3);
    // No step is larger than that of its highest tone at full level.
    const steepest = 2 * Math.PI * (2 * 659.25) * (peak / rateHz);
    for (let at = 1; at < sound.length; at += 1) {
      expect(Math.abs((sound[at] ?? 0) - (sound[at - 1] ?? 0))).toBeLessThan(steepest);
    }
  });

  it('has two notes, the second a third higher', () => {
    const rateHz = 48_000;
    const sound = thinkingTones(rateHz);
    const between = (fromMs: number, toMs: number): Float32Array =>
      sound.subarray((fromMs / 1000) * rateHz, (toMs / 1000) * rateHz);
    expect(frequencyHz(between(20, 120), rateHz)).toBeCloseTo(523, -1);
    expect(frequencyHz(between(220, 320), rateHz)).toBeCloseTo(659, -1);
  });

  it('is no voice to the most eager detector, so that it cuts no turn short', async () => {
    const vad = createSileroStage(() => ({
      ...{ aggressiveness: 0, padding_duration_ms: 300, min_speech_duration_ms: 32, max_utterance_ms: 30_000 },
    }));
    const tones = thinkingTones(16_000);
    const heard = Float32Array.from({ length: 3 * 16_000 }, (_, at) => 3 * (tones[at - 16_000] ?? 0));
    const kinds = new Set<string>();
    for await (const { kind } of vad.run(inFrames(heard), testScope())) kinds.add(kind);
    expect([...kinds]).toEqual(['frame']);
  });
});

async function* inFrames(samples: Float32Array) {
  for (let startSample = 0; startSample < samples.length; startSample += 512) {
    yield { samples: samples.slice(startSample, startSample + 512), sampleRateHz: 16_000, startSample };
  }
}
