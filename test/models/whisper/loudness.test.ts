/** Loud and quiet are told apart by the recording itself. */
import { describe, expect, it } from 'vitest';
import { blockLevels, findLoud, levelAt, quietestSample } from '../../../src/models/whisper/loudness.js';

const tone = (seconds: number, gain: number): Float32Array =>
  Float32Array.from({ length: 16_000 * seconds }, (_, i) => gain * Math.sin(i / 5));

function joined(...parts: readonly Float32Array[]): Float32Array {
  return Float32Array.from(parts.flatMap((part) => [...part]));
}

describe('findLoud', () => {
  it('marks what stands out from the background, at any level', () => {
    for (const gain of [1, 0.1, 0.01]) {
      const sound = joined(tone(1, gain / 100), tone(0.5, gain), tone(1, gain / 100));
      const loud = findLoud(blockLevels(sound));
      expect(loud.filter(Boolean)).toHaveLength(25);
      expect(loud.indexOf(true)).toBe(50);
    }
  });

  it('marks all of an even sound', () => {
    expect(findLoud(blockLevels(tone(1, 0.1)))).toEqual(new Array<boolean>(50).fill(true));
    expect(findLoud([])).toEqual([]);
  });
});

describe('levels', () => {
  it('are decibels of full scale, −100 at the least', () => {
    expect(blockLevels(new Float32Array(320))).toEqual([-100]);
    expect(levelAt(blockLevels(tone(1, 1)), 0.5)).toBeCloseTo(-3, 0);
  });

  it('show where a cut hurts least', () => {
    const sound = joined(tone(1, 0.5), tone(0.4, 0.001), tone(1, 0.5));
    const cut = quietestSample(sound, 8000, 30_000) / 16_000;
    expect(cut).toBeGreaterThan(1.05);
    expect(cut).toBeLessThan(1.35);
  });
});
