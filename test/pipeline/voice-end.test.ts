import { describe, expect, it } from 'vitest';
import { voiceEnd } from '../../src/pipeline/voice-end.js';

const RATE_HZ = 16_000;

/** A tone of `voiceMs`, then faint noise up to one second. */
function voice(voiceMs: number, noise: number): Float32Array {
  const end = (voiceMs / 1000) * RATE_HZ;
  return Float32Array.from({ length: RATE_HZ }, (_, i) =>
    i < end ? 0.3 * Math.sin(i / 5) : noise * Math.sin(i * 1.7),
  );
}

describe('voiceEnd', () => {
  it.each([100, 430, 990])('finds the end of %i ms of voice to 10 ms', (ms) => {
    expect(Math.abs((voiceEnd(voice(ms, 0.001), RATE_HZ) / RATE_HZ) * 1000 - ms)).toBeLessThanOrEqual(10);
  });

  it('ends where the audio ends when it never falls silent, and at the start when there is none', () => {
    expect(voiceEnd(voice(1000, 0), RATE_HZ)).toBe(RATE_HZ);
    expect(voiceEnd(new Float32Array(0), RATE_HZ)).toBe(0);
    expect(voiceEnd(new Float32Array(RATE_HZ), RATE_HZ)).toBe(0);
  });
});
