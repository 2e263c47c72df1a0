/** Levels before and after cleaning, summed over several stretches. */

export interface Stretch {
  readonly mic: Float32Array;
  readonly clean: Float32Array;
  readonly from: number;
  readonly to: number;
}

/** Sums are of power, so that loud stretches count as much as they are heard. */
export class RowSamples {
  #mic = 0;
  #clean = 0;

  /** Adds one stretch and returns how far it was lowered, in dB. */
  add({ mic, clean, from, to }: Stretch): number {
    const before = energy(mic.subarray(from, to));
    const after = energy(clean.subarray(from, to));
    this.#mic += before;
    this.#clean += after;
    return decibels(before / after);
  }

  get removedDb(): number {
    return decibels(this.#mic / this.#clean);
  }
}

function energy(samples: Float32Array): number {
  return samples.reduce((sum, sample) => sum + sample * sample, 1e-12);
}

function decibels(ratio: number): number {
  return 10 * Math.log10(ratio);
}
