/** Keeps peaks below full scale: at once when they come, gently afterwards. No delay. */

/** −1 dB of full scale. */
const CEILING = 0.891;
const RELEASE_MS = 60;

export class Limiter {
  readonly #release: number;
  #peak = 0;

  constructor(sampleRateHz: number) {
    this.#release = Math.exp(-1 / ((RELEASE_MS / 1000) * sampleRateHz));
  }

  /** One sample after the other; never more than the ceiling comes out. */
  step(sample: number): number {
    this.#peak = Math.max(Math.abs(sample), this.#peak * this.#release);
    return this.#peak > CEILING ? (sample * CEILING) / this.#peak : sample;
  }
}
