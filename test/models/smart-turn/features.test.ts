/** The turn model's features against numbers from an independent implementation in Python. */
import { describe, expect, it } from 'vitest';
import { BANDS, FRAMES, TurnFeatures } from '../../../src/models/smart-turn/features.js';

const SHORT = 40_000;
const LONG = 200_000;

/** Two tones, one of which swells, and a constant. */
function tones(length: number): Float32Array {
  return Float32Array.from(
    { length },
    (_, i) => 0.3 * Math.sin(i * 0.05) * Math.sin(i / 9000) + 0.1 * Math.sin(i * 0.7) + 0.02,
  );
}

const places = [
  [0, 0],
  [3, 100],
  [3, 560],
  [5, 700],
  [40, 600],
  [43, 799],
  [79, 799],
  [12, 799],
  [20, 650],
] as const;

/** `toEqual` takes seconds for arrays of this length. */
function isSame(a: Float32Array, b: Float32Array): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}

describe('TurnFeatures', () => {
  it.each([
    [SHORT, [1.0169, -0.1627, 1.4147, 0.9075, 1.4356, 0.6658, -0.1627, 0.2983, -0.1627], -0.06171],
    [LONG, [1.5785, 1.4321, 1.6086, 0.9445, 1.3076, 0.6501, -0.2667, 0.3336, -0.2907], -0.03172],
  ])('makes of %i samples what transformers makes of them', (length, wanted, mean) => {
    const features = new TurnFeatures().compute(tones(length));
    expect(features).toHaveLength(BANDS * FRAMES);
    for (const [index, [band, frame]] of places.entries())
      expect(features[band * FRAMES + frame], `band ${band}, frame ${frame}`).toBeCloseTo(wanted[index] ?? NaN, 3);
    expect(features.reduce((sum, value) => sum + value, 0) / features.length).toBeCloseTo(mean, 4);
  });

  it('hears the last eight seconds alone', () => {
    const features = new TurnFeatures();
    const sound = tones(LONG);
    expect(isSame(features.compute(sound), features.compute(sound.slice(-128_000)))).toBe(true);
  });

  it('leaves nothing of one recording in the next', () => {
    const features = new TurnFeatures();
    const fresh = new TurnFeatures().compute(tones(SHORT));
    features.compute(tones(LONG));
    expect(isSame(features.compute(tones(SHORT)), fresh)).toBe(true);
  });

  it('does not depend on loudness, and bears silence', () => {
    const features = new TurnFeatures();
    const loud = features.compute(tones(SHORT));
    const soft = features.compute(tones(SHORT).map((sample) => sample / 8));
    const differences = loud.map((value, index) => Math.abs(value - (soft[index] ?? 0)));
    expect(differences.reduce((most, value) => Math.max(most, value), 0)).toBeLessThan(0.01);
    expect(features.compute(new Float32Array(1000)).every(Number.isFinite)).toBe(true);
  });
});
