/** A level that moves along straight ramps over a time line of samples. Pure. */

export class Fade {
  #from = 1;
  #to = 1;
  #startSample = 0;
  #rampSamples = 0;

  gainAt(sample: number): number {
    const passed = sample - this.#startSample;
    if (passed >= this.#rampSamples) return this.#to;
    return this.#from + (this.#to - this.#from) * (Math.max(0, passed) / this.#rampSamples);
  }

  /** From the level that `startSample` has, to `gain` after `rampSamples` (0: at once). Earlier samples must be done with. */
  moveTo(gain: number, startSample: number, rampSamples: number): void {
    this.#from = this.gainAt(startSample);
    this.#to = gain;
    this.#startSample = startSample;
    this.#rampSamples = rampSamples;
  }

  /** The samples at their level. `startSample` is where the first one lies. The array itself where nothing changes, else a new one. */
  apply(samples: Float32Array, startSample: number): Float32Array {
    const isSteady = startSample >= this.#startSample + this.#rampSamples;
    if (isSteady && this.#to === 1) return samples;
    return samples.map((sample, i) => sample * this.gainAt(startSample + i));
  }
}
