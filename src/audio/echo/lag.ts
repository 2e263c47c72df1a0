/** How far the echo in the microphone lies behind what was played: the peak of their whitened correlation. */
import FFT from 'fft.js';

/** 1.02 s of the reference. */
const fftSamples = 16_384;
/** 0.4 s of the microphone. */
const micSamples = 6400;
/** Speech is strongest here; below lies hum, above little but noise. */
const lowestHz = 150;
const highestHz = 6000;
const rateHz = 16_000;
/** Of the estimates before, each next one keeps so much. */
const memory = 0.6;

/** Kept of an echo's shape: 2 ms before the peak and 20 ms after it. */
const shapeSamples = 352;
const shapeLead = 32;

/** Largest lag that can be found, in samples at 16 kHz: 624 ms. */
export const longestLagSamples = fftSamples - micSamples;

export interface Lag {
  readonly samples: number;
  /** Height of the peak over the root mean square of all lags; noise alone reaches about 5. */
  readonly sharpness: number;
}

/**
 * Generalised cross-correlation with phase transform (Knapp & Carter 1976). One estimate costs three transforms of
 * 16384 points, about 2 ms.
 */
export class LagEstimator {
  readonly #fft = new FFT(fftSamples);
  readonly #mic = new Float64Array(fftSamples);
  readonly #reference = new Float64Array(fftSamples);
  readonly #micSpectrum = new Float64Array(2 * fftSamples);
  readonly #referenceSpectrum = new Float64Array(2 * fftSamples);
  readonly #product = new Float64Array(2 * fftSamples);
  readonly #correlation = new Float64Array(2 * fftSamples);
  readonly #mean = new Float64Array(longestLagSamples + 1);

  /** One block of each, as they lie side by side on the clock. */
  push(mic: Float32Array, reference: Float32Array): void {
    this.#mic.copyWithin(0, mic.length);
    this.#mic.set(mic, fftSamples - mic.length);
    this.#mic.fill(0, 0, fftSamples - micSamples);
    this.#reference.copyWithin(0, reference.length);
    this.#reference.set(reference, fftSamples - reference.length);
  }

  /** What was known holds no longer. */
  forgetMean(): void {
    this.#mean.fill(0);
  }

  /** Takes in what was pushed since, and returns the highest peak up to `longestLag`. */
  estimate(longestLag = longestLagSamples): Lag {
    this.#correlate();
    let peak = 0;
    let samples = 0;
    let power = 0;
    for (let lag = 0; lag <= longestLagSamples; lag++) {
      const value = memory * (this.#mean[lag] ?? 0) + (this.#correlation[2 * lag] ?? 0);
      this.#mean[lag] = value;
      power += value * value;
      if (lag > longestLag || Math.abs(value) <= peak) continue;
      peak = Math.abs(value);
      samples = lag;
    }
    const level = Math.sqrt(power / (longestLagSamples + 1));
    return { samples, sharpness: level === 0 ? 0 : peak / level };
  }

  /** The correlation from `lag` on: the direct sound and its first reflections. */
  shapeAt(lag: number): Float64Array {
    return Float64Array.from({ length: shapeSamples }, (_, i) => this.#mean[lag - shapeLead + i] ?? 0);
  }

  /** Where within `reach` of `lag` the correlation resembles `shape` most. `likeness`: −1…1, 1 for the same. */
  find(shape: Float64Array, lag: number, reach: number): { readonly samples: number; readonly likeness: number } {
    let best = { samples: lag, likeness: -1 };
    const norm = Math.hypot(...shape);
    const last = Math.min(lag + reach, longestLagSamples - shapeSamples);
    for (let samples = Math.max(0, lag - reach); samples <= last; samples++) {
      let product = 0;
      let power = 0;
      for (let i = 0; i < shapeSamples; i++) {
        const value = this.#mean[samples - shapeLead + i] ?? 0;
        product += value * (shape[i] ?? 0);
        power += value * value;
      }
      const likeness = product / (norm * Math.sqrt(power) + 1e-12);
      if (likeness > best.likeness) best = { samples, likeness };
    }
    return best;
  }

  #correlate(): void {
    this.#fft.realTransform(this.#micSpectrum, this.#mic);
    this.#fft.realTransform(this.#referenceSpectrum, this.#reference);
    const first = Math.ceil((lowestHz * fftSamples) / rateHz);
    const last = Math.floor((highestHz * fftSamples) / rateHz);
    const floor = this.#meanMagnitude(first, last) * 0.05;
    this.#product.fill(0);
    for (let bin = first; bin <= last; bin++) {
      const [mr, mi] = [this.#micSpectrum[2 * bin] ?? 0, this.#micSpectrum[2 * bin + 1] ?? 0];
      const [rr, ri] = [this.#referenceSpectrum[2 * bin] ?? 0, this.#referenceSpectrum[2 * bin + 1] ?? 0];
      const re = mr * rr + mi * ri;
      const im = mi * rr - mr * ri;
      const weight = 1 / (Math.sqrt(re * re + im * im) + floor);
      this.#product[2 * bin] = re * weight;
      this.#product[2 * bin + 1] = im * weight;
    }
    this.#fft.completeSpectrum(this.#product);
    this.#fft.inverseTransform(this.#correlation, this.#product);
  }

  #meanMagnitude(first: number, last: number): number {
    let sum = 0;
    for (let bin = first; bin <= last; bin++) {
      const mic = (this.#micSpectrum[2 * bin] ?? 0) ** 2 + (this.#micSpectrum[2 * bin + 1] ?? 0) ** 2;
      const played = (this.#referenceSpectrum[2 * bin] ?? 0) ** 2 + (this.#referenceSpectrum[2 * bin + 1] ?? 0) ** 2;
      sum += Math.sqrt(mic * played);
    }
    return sum / (last - first + 1) + 1e-12;
  }
}
