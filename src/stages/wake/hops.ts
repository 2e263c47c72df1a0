/** Cuts a stream of stretches into hops of one length without losing their places. */

export interface Hop {
  readonly hop: Float32Array;
  /** Position after its last sample. */
  readonly endSample: number;
}

/** A longer hole is no pause in one stream but two streams: what lay before tells nothing about what comes after. */
const LONGEST_GAP_HOPS = 25;

export class HopCutter {
  readonly #hop: Float32Array;
  #filled = 0;
  #position: number | undefined;

  constructor(hopSamples: number) {
    this.#hop = new Float32Array(hopSamples);
  }

  /**
   * The hops that are complete now; each is overwritten by the next. What is missing before `startSample` is heard as
   * silence (or, where much is missing, as the last two seconds of it), so that places stay true. What was heard
   * already is left out.
   */
  *push(samples: Float32Array, startSample: number): Generator<Hop, void, undefined> {
    const expected = this.#position ?? startSample;
    const most = LONGEST_GAP_HOPS * this.#hop.length;
    if (startSample - expected > most) {
      this.#filled = 0;
      this.#position = startSample - most;
      yield* this.#fill(new Float32Array(most));
    } else {
      this.#position = expected;
      yield* this.#fill(new Float32Array(Math.max(0, startSample - expected)));
    }
    yield* this.#fill(samples.subarray(Math.max(0, expected - startSample)));
  }

  *#fill(samples: Float32Array): Generator<Hop, void, undefined> {
    for (let taken = 0; taken < samples.length;) {
      const count = Math.min(samples.length - taken, this.#hop.length - this.#filled);
      this.#hop.set(samples.subarray(taken, taken + count), this.#filled);
      this.#filled += count;
      this.#position = (this.#position ?? 0) + count;
      taken += count;
      if (this.#filled < this.#hop.length) continue;
      this.#filled = 0;
      yield { hop: this.#hop, endSample: this.#position };
    }
  }
}
