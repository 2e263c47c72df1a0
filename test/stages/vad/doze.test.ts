import { describe, expect, it } from 'vitest';
import { Doze } from '../../../src/stages/vad/doze.js';

const RATE_HZ = 16_000;
const FRAME = 512;

/** A frame of a tone at this level (dB below full scale). */
function frame(levelDb: number): Float32Array {
  const amplitude = Math.SQRT2 * 10 ** (levelDb / 20);
  return Float32Array.from({ length: FRAME }, (_, i) => amplitude * Math.sin((2 * Math.PI * 8 * i) / FRAME));
}

/** How many of so many frames are skipped. */
function skipped(doze: Doze, frames: number, levelDb: number): number {
  let count = 0;
  for (let at = 0; at < frames; at++) if (doze.skips(frame(levelDb))) count += 1;
  return count;
}

describe('Doze', () => {
  it('looks at one frame in four once a quiet room was quiet for a second', () => {
    const doze = new Doze(RATE_HZ);
    expect(skipped(doze, 30, -60)).toBe(0);
    expect(skipped(doze, 400, -60)).toBe(300);
  });

  it('wakes with the first frame that stands out, for a second', () => {
    const doze = new Doze(RATE_HZ);
    skipped(doze, 100, -60);
    expect(skipped(doze, 1, -45)).toBe(0);
    expect(skipped(doze, 30, -60)).toBe(0);
    expect(skipped(doze, 40, -60)).toBeGreaterThan(25);
  });

  it('wakes when the detector, looking up, hears what may be a faint voice', () => {
    const doze = new Doze(RATE_HZ);
    skipped(doze, 100, -60);
    doze.learn(0.09);
    expect(skipped(doze, 8, -60)).toBe(6);
    doze.learn(0.1);
    expect(skipped(doze, 30, -60)).toBe(0);
  });

  it('never dozes in a loud room, where voices hardly stand out', () => {
    expect(skipped(new Doze(RATE_HZ), 500, -40)).toBe(0);
  });

  it('dozes in digital silence', () => {
    expect(skipped(new Doze(RATE_HZ), 430, -Infinity)).toBe(300);
  });
});
