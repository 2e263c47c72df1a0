/** What Smart Turn hears of a recording: the log-mel picture of its last eight seconds. */
import { HOP_SAMPLES, MelAnalysis, SAMPLE_RATE_HZ } from '../whisper/log-mel.js';

export const WINDOW_SAMPLES = 8 * SAMPLE_RATE_HZ;
export const FRAMES = WINDOW_SAMPLES / HOP_SAMPLES;
export const BANDS = 80;

/** Half of an analysis window: so much of the sound is mirrored beyond its end. */
const EDGE_SAMPLES = 200;
const VARIANCE_FLOOR = 1e-7;
/** Ranges of Whisper's features: eight decades below the loudest, then brought near −1…1. */
const RANGE_DECADES = 8;
const SHIFT_DECADES = 4;

/**
 * Log-mel features as Whisper's feature extractor makes them with a window of 8 s and a normalised waveform.
 * Source: transformers, WhisperFeatureExtractor (`chunk_length=8`, `do_normalize=True`).
 */
export class TurnFeatures {
  readonly #analysis = new MelAnalysis(BANDS);
  readonly #window = new Float32Array(WINDOW_SAMPLES + EDGE_SAMPLES);
  readonly #rows = new Float32Array(FRAMES * BANDS);

  /**
   * @param samples mono at 16 kHz; of more than 8 s the last 8 count, fewer have silence before them
   * @returns 80 bands × 800 frames, band by band, roughly −1…1
   */
  compute(samples: Float32Array): Float32Array {
    const padding = this.#fill(samples);
    this.#analyse(padding);
    return layOut(this.#rows);
  }

  /** Puts the end of the recording at the end of the window, with mean 0 and variance 1. Returns the samples before it. */
  #fill(samples: Float32Array): number {
    const heard = samples.subarray(Math.max(0, samples.length - WINDOW_SAMPLES));
    const padding = WINDOW_SAMPLES - heard.length;
    let sum = 0;
    for (const sample of heard) sum += sample;
    const mean = sum / WINDOW_SAMPLES;
    let squares = padding * mean ** 2;
    for (const sample of heard) squares += (sample - mean) ** 2;
    const scale = 1 / Math.sqrt(squares / WINDOW_SAMPLES + VARIANCE_FLOOR);
    const window = this.#window;
    window.fill(-mean * scale, 0, padding);
    for (let i = 0; i < heard.length; i++) window[padding + i] = ((heard[i] ?? 0) - mean) * scale;
    for (let i = 0; i < EDGE_SAMPLES; i++) window[WINDOW_SAMPLES + i] = window[WINDOW_SAMPLES - 2 - i] ?? 0;
    return padding;
  }

  /** Frames that see nothing but the silence before the recording are all alike: one is computed for all of them. */
  #analyse(padding: number): void {
    const alike = Math.max(1, Math.floor((padding - EDGE_SAMPLES) / HOP_SAMPLES) + 1);
    this.#analysis.compute(this.#window, { from: 0, to: 1 }, this.#rows);
    for (let frame = 1; frame < alike; frame++) this.#rows.copyWithin(frame * BANDS, 0, BANDS);
    this.#analysis.compute(this.#window, { from: alike, to: FRAMES }, this.#rows.subarray(alike * BANDS));
  }
}

function layOut(rows: Float32Array): Float32Array {
  let loudest = -Infinity;
  for (const value of rows) loudest = Math.max(loudest, value);
  const least = loudest - RANGE_DECADES;
  const features = new Float32Array(rows.length);
  for (let frame = 0; frame < FRAMES; frame++) {
    for (let band = 0; band < BANDS; band++) {
      const value = Math.max(rows[frame * BANDS + band] ?? 0, least);
      features[band * FRAMES + frame] = (value + SHIFT_DECADES) / SHIFT_DECADES;
    }
  }
  return features;
}
