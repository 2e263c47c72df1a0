/** What the encoder has made of the front of a growing sound: positions that later sound no longer changes are kept. */
import type { LogMel } from './log-mel.js';
import type { Dimensions } from './weights.js';

const SAMPLES_PER_POSITION = 320;
/** A position is kept once so much real sound behind it was seen: 1.7 s. Less changes words, more brings nothing. */
const SETTLED_POSITIONS = 85;
/** As long as the loudest point moves less than this (log10 power) the gain stays. */
const GAIN_TOLERANCE = 0.05;

export interface KnownRows {
  readonly positions: number;
  /** For each attention's key and value [positions, width]; may be longer. */
  readonly rows: readonly Float32Array[];
}

export class EncoderMemory {
  readonly #width: number;
  #rows: Float32Array[];
  #positions = 0;
  #gain: number | undefined;

  constructor({ encoderLayers, decoderLayers, width }: Dimensions) {
    this.#width = width;
    this.#rows = Array.from({ length: 2 * (encoderLayers + decoderLayers) }, () => new Float32Array(0));
  }

  /** The gain to encode with: the one that the known positions have, unless it is too far off; then they are forgotten. */
  settleGain(wanted: number): number {
    if (this.#gain !== undefined && Math.abs(this.#gain - wanted) <= GAIN_TOLERANCE) return this.#gain;
    this.#gain = wanted;
    this.#positions = 0;
    return wanted;
  }

  get known(): KnownRows {
    return { positions: this.#positions, rows: this.#rows };
  }

  /** How many of `count` positions from `first` on nothing that is yet to come will change. */
  settledOf({ lengthSamples }: LogMel, { first, count }: { first: number; count: number }): number {
    const end = Math.min(Math.floor(lengthSamples / SAMPLES_PER_POSITION) - SETTLED_POSITIONS, first + count);
    return Math.max(0, end - first);
  }

  /** Takes over `count` positions from `first` on: the front of each attention's key and value [`count` or more, width]. */
  add(own: readonly Float32Array[], { first, count }: { first: number; count: number }): void {
    const width = this.#width;
    const end = first + count;
    this.#rows = this.#rows.map((rows, i) => {
      const larger = grow(rows, first * width, end * width);
      larger.set(own[i]?.subarray(0, count * width) ?? [], first * width);
      return larger;
    });
    this.#positions = end;
  }
}

function grow(array: Float32Array, used: number, wanted: number): Float32Array {
  if (wanted <= array.length) return array;
  const larger = new Float32Array(Math.max(wanted, 2 * array.length));
  larger.set(array.subarray(0, used));
  return larger;
}
