/** The last seconds of a stream in one preallocated array, readable as contiguous stretches without a copy. */

/** What a read found. */
export interface RingRead {
  /**
   * The samples still held, contiguous. A view: it is overwritten once `capacitySamples` more have been written, so
   * copy it (`.slice()`) before keeping it.
   */
  readonly samples: Float32Array;
  /** Position of the first sample in `samples`. */
  readonly startSample: number;
  /** Samples that were asked for but had been overwritten already. */
  readonly gapSamples: number;
}

/**
 * Positions count samples since the stream began. They only grow and are exact up to 2^53, so they must never pass
 * through a 32-bit operation: at 48 kHz those wrap after half a day.
 *
 * Every sample is stored twice, `capacitySamples` apart. This costs a second write and twice the memory (4 MB for
 * 30 s), and makes every window of up to `capacitySamples` one contiguous view wherever it begins.
 */
export class RingBuffer {
  readonly capacitySamples: number;
  readonly #store: Float32Array;
  #endSample: number;
  #oldestSample: number;
  #index: number;
  #overwrittenSamples = 0;

  /** `minCapacitySamples` is rounded up to a power of two; `startSample` is the position of the first write. */
  constructor(minCapacitySamples: number, startSample = 0) {
    if (!Number.isInteger(minCapacitySamples) || minCapacitySamples < 1 || minCapacitySamples > 2 ** 29) {
      throw new RangeError(`ring buffer: got ${minCapacitySamples} samples, wanted a whole number from 1 to 2^29`);
    }
    this.capacitySamples = 2 ** Math.ceil(Math.log2(minCapacitySamples));
    this.#store = new Float32Array(2 * this.capacitySamples);
    this.#endSample = startSample;
    this.#oldestSample = startSample;
    this.#index = startSample % this.capacitySamples;
  }

  /** Position after the last sample written. */
  get endSample(): number {
    return this.#endSample;
  }

  /** Position of the oldest sample still held. */
  get oldestSample(): number {
    return this.#oldestSample;
  }

  /** Samples that were overwritten since the stream began, read or not. */
  get overwrittenSamples(): number {
    return this.#overwrittenSamples;
  }

  /** Appends; the oldest samples go when there is no room. Never waits, never allocates more than a view. */
  write(samples: Float32Array): void {
    let kept = samples;
    if (samples.length > this.capacitySamples) {
      kept = samples.subarray(-this.capacitySamples);
      this.#index = (this.#index + samples.length) % this.capacitySamples;
    }
    const untilWrap = Math.min(kept.length, this.capacitySamples - this.#index);
    if (untilWrap === kept.length) this.#place(kept, this.#index);
    else {
      this.#place(kept.subarray(0, untilWrap), this.#index);
      this.#place(kept.subarray(untilWrap), 0);
    }
    this.#moveBy(samples.length, kept.length);
  }

  /** Appends `count` samples of silence: a stretch of the stream that nobody heard. */
  writeSilence(count: number): void {
    const kept = Math.min(count, this.capacitySamples);
    this.#index = (this.#index + count - kept) % this.capacitySamples;
    const untilWrap = Math.min(kept, this.capacitySamples - this.#index);
    this.#clear(this.#index, untilWrap);
    this.#clear(0, kept - untilWrap);
    this.#moveBy(count, kept);
  }

  /** The samples from `fromSample` up to, not including, `toSample`. What is not yet written is an error. */
  read(fromSample: number, toSample: number): RingRead {
    if (!(fromSample <= toSample && toSample <= this.#endSample)) {
      throw new RangeError(`ring buffer: cannot read ${fromSample}…${toSample}, written up to ${this.#endSample}`);
    }
    const startSample = Math.min(Math.max(fromSample, this.#oldestSample), toSample);
    const at = startSample % this.capacitySamples;
    return {
      samples: this.#store.subarray(at, at + toSample - startSample),
      startSample,
      gapSamples: startSample - fromSample,
    };
  }

  #place(samples: Float32Array, index: number): void {
    this.#store.set(samples, index);
    this.#store.set(samples, index + this.capacitySamples);
  }

  #clear(index: number, count: number): void {
    this.#store.fill(0, index, index + count);
    this.#store.fill(0, index + this.capacitySamples, index + this.capacitySamples + count);
  }

  #moveBy(written: number, kept: number): void {
    // Without a division, which was a tenth of the whole.
    const index = this.#index + kept;
    this.#index = index < this.capacitySamples ? index : index - this.capacitySamples;
    this.#endSample += written;
    const oldest = Math.max(this.#oldestSample, this.#endSample - this.capacitySamples);
    this.#overwrittenSamples += oldest - this.#oldestSample;
    this.#oldestSample = oldest;
  }
}
