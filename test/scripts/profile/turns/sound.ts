/** Sounds for the tests of the bench: tones and noise, of which everybody knows where they begin. */
import { seeded } from '../../../../scripts/profile/turns/seeded.js';

/** A sine of half the full scale. */
export function tone(ms: number, rateHz: number, hz = 440): Float32Array {
  const length = Math.round((ms / 1000) * rateHz);
  return Float32Array.from({ length }, (_, i) => 0.5 * Math.sin((2 * Math.PI * hz * (i + 0.5)) / rateHz));
}

/** Like nothing else, so that every piece of it has one place. */
export function noise(ms: number, rateHz: number, seed = 1): Float32Array {
  const random = seeded(seed);
  return Float32Array.from({ length: Math.round((ms / 1000) * rateHz) }, () => random() - 0.5);
}

export function silence(ms: number, rateHz: number): Float32Array {
  return new Float32Array(Math.round((ms / 1000) * rateHz));
}
