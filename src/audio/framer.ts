/** Cuts a stream of samples into frames of one length, each with its place on the time line. */
import type { AudioFrame } from './frame.js';

export class Framer {
  readonly #frameSamples: number;
  readonly #sampleRateHz: number;
  #frame: Float32Array;
  #filled = 0;
  #startSample: number;

  constructor(options: { frameSamples: number; sampleRateHz: number; startSample?: number }) {
    this.#frameSamples = options.frameSamples;
    this.#sampleRateHz = options.sampleRateHz;
    this.#frame = new Float32Array(options.frameSamples);
    this.#startSample = options.startSample ?? 0;
  }

  /** Position after the last sample taken in. */
  get endSample(): number {
    return this.#startSample + this.#filled;
  }

  /** Takes samples in and yields the frames that they complete; each frame owns its samples. */
  *push(samples: Float32Array): Generator<AudioFrame, void, undefined> {
    for (let taken = 0; taken < samples.length;) {
      const count = Math.min(samples.length - taken, this.#frameSamples - this.#filled);
      this.#frame.set(samples.subarray(taken, taken + count), this.#filled);
      this.#filled += count;
      taken += count;
      if (this.#filled === this.#frameSamples) yield this.#complete();
    }
  }

  /** The unfinished frame, its rest silent; nothing when no sample waits. */
  flush(): AudioFrame | undefined {
    if (this.#filled === 0) return undefined;
    return this.#complete();
  }

  #complete(): AudioFrame {
    const frame = { samples: this.#frame, sampleRateHz: this.#sampleRateHz, startSample: this.#startSample };
    this.#frame = new Float32Array(this.#frameSamples);
    this.#filled = 0;
    this.#startSample += this.#frameSamples;
    return frame;
  }
}
