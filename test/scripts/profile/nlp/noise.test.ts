import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { babble, inNoise, pinkNoise, rms, speechRms } from '../../../../scripts/profile/nlp/noise.js';

const tone = Float32Array.from({ length: 8000 }, (_, i) => 0.3 * Math.sin(i / 5));

/** Power around a frequency. */
function powerAt(samples: Float32Array, hz: number): number {
  const band = Array.from({ length: 10 }, (_, i) => hz * (0.95 + 0.01 * i));
  return band.reduce((sum, f) => {
    let [re, im] = [0, 0];
    for (const [i, x] of samples.entries()) {
      re += x * Math.cos((2 * Math.PI * f * i) / 16_000);
      im += x * Math.sin((2 * Math.PI * f * i) / 16_000);
    }
    return sum + re * re + im * im;
  }, 0);
}

describe('pinkNoise', () => {
  it('loses about half of its density with each octave', () => {
    const samples = pinkNoise(32_000, 1);
    const drops = [250, 500, 1000, 2000].map((hz) => powerAt(samples, hz) / powerAt(samples, 2 * hz));
    const perOctave = drops.reduce((product, drop) => product * drop, 1) ** (1 / drops.length);
    expect(perOctave).toBeGreaterThan(1.5);
    expect(perOctave).toBeLessThan(2.8);
  });

  it('is the same for the same seed', () => {
    expect(pinkNoise(100, 7)).toEqual(pinkNoise(100, 7));
    expect(pinkNoise(100, 7)).not.toEqual(pinkNoise(100, 8));
  });
});

describe('babble', () => {
  it('is as long as asked, however short the recordings are', () => {
    const samples = babble([tone.subarray(0, 700)], { length: 5000, seed: 3 });
    expect(samples).toHaveLength(5000);
    expect(rms(samples.subarray(4000))).toBeGreaterThan(0);
  });

  it('needs a recording', () => {
    expect(() => babble([], { length: 10, seed: 1 })).toThrow('got no recordings');
  });
});

describe('inNoise', () => {
  it('puts the noise as far below the speech as told', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30 }), fc.nat(), (snrDb, seed) => {
        const pad = 1000;
        const mixed = inNoise(tone, pinkNoise(tone.length + 2 * pad, seed), { snrDb, pad });
        const silent = inNoise(tone, new Float32Array(mixed.length).fill(1e-9), { snrDb: 200, pad });
        const noise = mixed.map((sample, i) => sample - (silent[i] ?? 0));
        const speech = speechRms(silent.subarray(pad, pad + tone.length));
        expect(20 * Math.log10(speech / rms(noise))).toBeCloseTo(snrDb, 1);
      }),
      { numRuns: 20 },
    );
  });
});
