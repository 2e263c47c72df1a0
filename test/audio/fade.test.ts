import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Fade } from '../../src/audio/fade.js';

const ones = (length: number): Float32Array => new Float32Array(length).fill(1);

describe('Fade', () => {
  it('leaves the samples alone until it is moved', () => {
    const samples = ones(10);
    expect(new Fade().apply(samples, 5)).toBe(samples);
  });

  it('goes straight from one level to the next, and turns round in the middle', () => {
    const fade = new Fade();
    fade.moveTo(0, 100, 10);
    expect(fade.apply(ones(14), 98)).toEqual(
      Float32Array.from([1, 1, 1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0, 0]),
    );
    fade.moveTo(0, 200, 0);
    fade.moveTo(1, 200, 10);
    fade.moveTo(0, 205, 5);
    expect(fade.gainAt(205)).toBeCloseTo(0.5);
    expect(fade.gainAt(206)).toBeCloseTo(0.4);
    expect(fade.gainAt(300)).toBe(0);
  });

  it('never leaps, however it is moved and however the samples are cut', () => {
    const move = fc.record({ after: fc.nat(300), gain: fc.double({ min: 0, max: 1, noNaN: true }) });
    fc.assert(
      fc.property(fc.array(move, { minLength: 1, maxLength: 10 }), fc.integer({ min: 1, max: 97 }), (moves, cut) => {
        const fade = new Fade();
        const heard: number[] = [];
        for (const { after, gain } of moves) {
          fade.moveTo(gain, heard.length, 50);
          for (let left = after; left > 0; left -= cut) {
            heard.push(...fade.apply(ones(Math.min(cut, left)), heard.length));
          }
        }
        const steps = heard.slice(1).map((level, i) => Math.abs(level - (heard[i] ?? 0)));
        expect(Math.max(0, ...steps)).toBeLessThanOrEqual(1 / 50 + 1e-6);
      }),
    );
  });
});
