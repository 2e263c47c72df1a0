/** Log-mel frames against the plain definition and known filter values, whole or in pieces. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LogMel, MelAnalysis } from '../../../src/models/whisper/log-mel.js';
import { melFilters } from '../../../src/models/whisper/mel-filters.js';
import { PowerSpectrum } from '../../../src/models/whisper/spectrum.js';

const analysis = new MelAnalysis(80);

/** The definition, term by term. */
function plainPowers(window: Float64Array): number[] {
  return Array.from({ length: window.length / 2 + 1 }, (_, k) => {
    let re = 0;
    let im = 0;
    window.forEach((x, n) => {
      re += x * Math.cos((2 * Math.PI * k * n) / window.length);
      im -= x * Math.sin((2 * Math.PI * k * n) / window.length);
    });
    return re * re + im * im;
  });
}

function noise(length: number, seed: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 30 - 1;
  });
}

describe('PowerSpectrum', () => {
  it('equals the definition for both windows', () => {
    const spectrum = new PowerSpectrum(400);
    const first = Float64Array.from(noise(400, 1));
    const second = Float64Array.from(noise(400, 2));
    const powers = new Float64Array(2 * spectrum.bins);
    spectrum.compute(first, second, powers);
    [...plainPowers(first), ...plainPowers(second)].forEach((power, i) => {
      expect(powers[i]).toBeCloseTo(power, 6);
    });
  });
});

describe('melFilters', () => {
  it('has the values that librosa.filters.mel(sr=16000, n_fft=400, n_mels=80) gives', () => {
    const filters = melFilters({ sampleRateHz: 16_000, fftSamples: 400, bands: 80 });
    expect(filters).toHaveLength(80);
    const at = (band: number, bin: number): number => {
      const { firstBin, weights } = filters[band] ?? { firstBin: 0, weights: new Float64Array(0) };
      return weights[bin - firstBin] ?? 0;
    };
    expect(at(0, 1)).toBeCloseTo(0.024862594902515, 6);
    expect(at(40, 43)).toBeCloseTo(0.014735565520823, 6);
    expect(at(79, 192)).toBeCloseTo(0.003164711641147, 6);
  });
});

describe('LogMel', () => {
  it('puts a tone into the band around it', () => {
    const sound = new LogMel(analysis);
    sound.append(Float32Array.from({ length: 16_000 }, (_, i) => 0.5 * Math.sin((2 * Math.PI * 1000 * i) / 16_000)));
    const row = sound.frames(50).subarray(40 * 80, 41 * 80);
    const loudest = row.indexOf(Math.max(...row));
    const { firstBin = 0, weights } = melFilters({ sampleRateHz: 16_000, fftSamples: 400, bands: 80 })[loudest] ?? {};
    expect(firstBin * 40).toBeLessThanOrEqual(1000);
    expect((firstBin + (weights?.length ?? 0)) * 40).toBeGreaterThanOrEqual(1000);
  });

  it('gives the same frames however the samples arrive', () => {
    const samples = noise(3200, 3);
    const whole = new LogMel(analysis);
    whole.append(samples);
    const wanted = whole.frames(24);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 12 }), (sizes) => {
        const sound = new LogMel(analysis);
        let at = 0;
        for (const size of sizes) {
          sound.append(samples.subarray(at, at + size));
          at = Math.min(samples.length, at + size);
          sound.frames(Math.floor(at / 160) + 3);
        }
        sound.append(samples.subarray(at));
        expect(sound.lengthSamples).toBe(samples.length);
        // Frames are computed in pairs: the partner of a frame changes its last digits.
        sound.frames(24).forEach((value, i) => {
          expect(value).toBeCloseTo(wanted[i] ?? NaN, 3);
        });
      }),
      { numRuns: 20 },
    );
  });

  it('hears silence behind the end and refuses what is no number', () => {
    const sound = new LogMel(analysis);
    sound.append(noise(1600, 4));
    const rows = sound.frames(30);
    expect([...rows.subarray(20 * 80)]).toEqual(new Array(10 * 80).fill(-10));
    expect(() => {
      sound.append(new Float32Array([0, NaN]));
    }).toThrow('got NaN or Infinity');
  });
});
