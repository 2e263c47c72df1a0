/** Likeness of two sounds: known noise gives known decibels, and a broken seam shows where an unbroken one does not. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignedSnrDb, pitchAt, seamAt, snrDb } from '../../../../scripts/profile/tts/signal.js';

const rateHz = 22_050;

function tone(hz: number, seconds = 0.5, amplitude = 0.5): Float32Array {
  return Float32Array.from({ length: seconds * rateHz }, (_, i) => {
    const phase = (2 * Math.PI * hz * i) / rateHz;
    // A voice has overtones: without them every multiple of the period would be as good.
    return amplitude * (Math.sin(phase) + 0.5 * Math.sin(2 * phase) + 0.25 * Math.sin(3 * phase));
  });
}

describe('signal to noise', () => {
  it('is that of the noise', () => {
    const wanted = tone(200);
    expect(
      snrDb(
        wanted,
        wanted.map((sample) => sample * 1.001),
      ),
    ).toBeCloseTo(60, 1);
    expect(
      snrDb(
        wanted,
        wanted.map((sample) => sample * 1.1),
      ),
    ).toBeCloseTo(20, 1);
  });

  it('has a figure for equal sounds, and counts what is missing or too much', () => {
    const wanted = tone(200);
    expect(snrDb(wanted, wanted.slice())).toBe(200);
    expect(snrDb(wanted, wanted.subarray(0, wanted.length / 2))).toBeCloseTo(3, 1);
    expect(snrDb(wanted.subarray(0, wanted.length / 2), wanted)).toBeCloseTo(0, 1);
  });

  it('forgives a shift only where that is asked for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.boolean(), (by, isEarly) => {
        const whole = tone(173);
        const shifted = whole.subarray(by);
        const [wanted, got] = isEarly ? [whole, shifted] : [shifted, whole];
        expect(alignedSnrDb(wanted, got, 8)).toBe(200);
        expect(alignedSnrDb(wanted, got, by - 1)).toBeLessThan(60);
      }),
    );
  });
});

describe('pitch', () => {
  it.each([80, 110, 145, 220, 330])('of a tone of %d Hz is found to a few cents', (hz) => {
    const found = pitchAt(tone(hz), rateHz / 4, rateHz);
    expect(Math.abs(1200 * Math.log2((found ?? NaN) / hz))).toBeLessThan(10);
  });

  it('is none in silence, in noise and at the very ends', () => {
    expect(pitchAt(new Float32Array(rateHz), rateHz / 2, rateHz)).toBeUndefined();
    let state = 1;
    const noise = Float32Array.from({ length: rateHz }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 31 - 1;
    });
    expect(pitchAt(noise, rateHz / 2, rateHz)).toBeUndefined();
    expect(pitchAt(tone(200), 3, rateHz)).toBeUndefined();
  });
});

describe('a seam', () => {
  const whole = tone(150);
  const border = Math.round(rateHz / 4);

  it('that is none looks like the whole', () => {
    const seam = seamAt(whole.slice(), whole, border, rateHz);
    expect(seam.step).toBe(seam.wholeStep);
    expect(seam.step).toBeLessThanOrEqual(1);
    expect(seam.loudnessDb).toBe(0);
    expect(seam.pitchCents).toBe(0);
  });

  it('with a click has the biggest step', () => {
    const clicking = whole.map((sample, i) => (i < border ? sample : sample + 0.3));
    const seam = seamAt(clicking, whole, border, rateHz);
    expect(seam.step).toBeGreaterThan(2);
    expect(seam.wholeStep).toBeLessThanOrEqual(1);
  });

  it('where the voice grows louder is told in decibels', () => {
    const louder = whole.map((sample, i) => (i < border ? sample : sample * 2));
    expect(seamAt(louder, whole, border, rateHz).loudnessDb).toBeCloseTo(6, 0);
  });

  it('where the pitch is off is told in cents', () => {
    const seam = seamAt(tone(150 * 2 ** (1 / 12)), whole, border, rateHz);
    expect(seam.pitchCents).toBeGreaterThan(90);
    expect(seam.pitchCents).toBeLessThan(110);
  });
});
