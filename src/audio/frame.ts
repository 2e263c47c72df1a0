/** A stretch of mono audio and where it lies on its stream's time line. */
export interface AudioFrame {
  /** Mono samples, −1…1. */
  readonly samples: Float32Array;
  /** Samples per second, e.g. 16000. */
  readonly sampleRateHz: number;
  /** Index of the first sample since the stream began; a whole number that never wraps (exact up to 2^53). */
  readonly startSample: number;
}
