/** Log-mel frames of a growing recording: each frame is computed once, when all of its samples are there. */
import { melFilters, type MelFilter } from './mel-filters.js';
import { PowerSpectrum } from './spectrum.js';

export const SAMPLE_RATE_HZ = 16_000;
export const HOP_SAMPLES = 160;
const FFT_SAMPLES = 400;
const HALF = FFT_SAMPLES / 2;
/** Below this power the logarithm is cut off. */
const LEAST_POWER = 1e-10;
const FIRST_CAPACITY_SAMPLES = 4 * SAMPLE_RATE_HZ;

/** What all recordings of a model share. */
export class MelAnalysis {
  readonly bands: number;
  readonly #filters: MelFilter[];
  readonly #spectrum = new PowerSpectrum(FFT_SAMPLES);
  readonly #taper = Float64Array.from(
    { length: FFT_SAMPLES },
    (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / FFT_SAMPLES),
  );
  readonly #windows = [new Float64Array(FFT_SAMPLES), new Float64Array(FFT_SAMPLES)] as const;
  readonly #powers = new Float64Array(2 * (HALF + 1));

  constructor(bands: number) {
    this.bands = bands;
    this.#filters = melFilters({ sampleRateHz: SAMPLE_RATE_HZ, fftSamples: FFT_SAMPLES, bands });
  }

  /** log10 mel power of frames `from`…`to` (exclusive), row by row into `rows`. Past their end samples are zero. */
  compute(samples: Float32Array, { from, to }: { from: number; to: number }, rows: Float32Array): void {
    const [first, second] = this.#windows;
    for (let frame = from; frame < to; frame += 2) {
      this.#fill(first, samples, frame);
      this.#fill(second, samples, frame + 1);
      this.#spectrum.compute(first, second, this.#powers);
      for (let i = 0; i < 2 && frame + i < to; i++)
        this.#applyFilters(i * (HALF + 1), rows, (frame + i - from) * this.bands);
    }
  }

  /** Frame t is centred on sample 160·t; before the start the recording is mirrored. */
  #fill(window: Float64Array, samples: Float32Array, frame: number): void {
    const start = frame * HOP_SAMPLES - HALF;
    for (let i = 0; i < FFT_SAMPLES; i++) {
      window[i] = (samples[Math.abs(start + i)] ?? 0) * (this.#taper[i] ?? 0);
    }
  }

  #applyFilters(offset: number, rows: Float32Array, rowStart: number): void {
    let band = rowStart;
    for (const { firstBin, weights } of this.#filters) {
      let power = 0;
      for (let i = 0; i < weights.length; i++) power += (weights[i] ?? 0) * (this.#powers[offset + firstBin + i] ?? 0);
      rows[band++] = Math.log10(Math.max(power, LEAST_POWER));
    }
  }
}

/** One recording's samples and frames. */
export class LogMel {
  readonly #analysis: MelAnalysis;
  #samples = new Float32Array(FIRST_CAPACITY_SAMPLES);
  #length = 0;
  #rows = new Float32Array(0);
  #frames = 0;

  constructor(analysis: MelAnalysis) {
    this.#analysis = analysis;
  }

  get lengthSamples(): number {
    return this.#length;
  }

  /** The recording so far; valid until the next `append`. */
  get samples(): Float32Array {
    return this.#samples.subarray(0, this.#length);
  }

  /** Throws a RangeError when a sample is no number. */
  append(samples: Float32Array): void {
    let sum = 0;
    for (const sample of samples) sum += sample;
    if (!Number.isFinite(sum)) throw new RangeError('speech samples: got NaN or Infinity, wanted numbers from −1 to 1');
    this.#samples = grow(this.#samples, this.#length, this.#length + samples.length);
    this.#samples.set(samples, this.#length);
    this.#length += samples.length;
  }

  /** log10 mel power of the first `count` frames, row by row; frames that reach past the end see zeros. */
  frames(count: number): Float32Array {
    const { bands } = this.#analysis;
    const complete = Math.max(this.#frames, Math.min(count, Math.floor((this.#length - HALF) / HOP_SAMPLES) + 1));
    if (complete > this.#frames) {
      this.#rows = grow(this.#rows, this.#frames * bands, complete * bands);
      const fresh = this.#rows.subarray(this.#frames * bands, complete * bands);
      this.#analysis.compute(this.samples, { from: this.#frames, to: complete }, fresh);
      this.#frames = complete;
    }
    if (count <= complete) return this.#rows.subarray(0, count * bands);
    const rows = new Float32Array(count * bands);
    rows.set(this.#rows.subarray(0, complete * bands));
    this.#analysis.compute(this.samples, { from: complete, to: count }, rows.subarray(complete * bands));
    return rows;
  }
}

function grow(array: Float32Array<ArrayBuffer>, used: number, wanted: number): Float32Array<ArrayBuffer> {
  if (wanted <= array.length) return array;
  const larger = new Float32Array(Math.max(wanted, 2 * array.length));
  larger.set(array.subarray(0, used));
  return larger;
}
