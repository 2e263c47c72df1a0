/** A voice over a sound that goes on: the original becomes quieter for as long as the voice speaks. */

export interface DubOptions {
  /** Of the original, the voice and what is mixed. */
  readonly sampleRateHz: number;
  /** How much quieter the original is under the voice, in dB; 0 leaves it as it is. */
  readonly duckDb: number;
}

/** From full level to ducked, or back. */
const RAMP_MS = 80;
/** The original stays ducked for so long after the voice: between two sentences it would only pump. */
const HOLD_MS = 400;

/** Mixes block by block; what the voice has said and nobody has mixed yet waits. Samples are −1…1. */
export class Dub {
  readonly #duckedGain: number;
  readonly #step: number;
  readonly #holdSamples: number;
  readonly #voice: Float32Array[] = [];
  /** Of the first block of the voice, so many samples are mixed already. */
  #spoken = 0;
  #waiting = 0;
  #held = 0;
  #gain = 1;

  constructor({ sampleRateHz, duckDb }: DubOptions) {
    this.#duckedGain = 10 ** (-duckDb / 20);
    this.#step = (1 - this.#duckedGain) / ((RAMP_MS / 1000) * sampleRateHz);
    this.#holdSamples = (HOLD_MS / 1000) * sampleRateHz;
  }

  /** Samples of the voice that are still to be mixed. */
  get waitingSamples(): number {
    return this.#waiting;
  }

  /** The voice says this behind all that it said before. The samples are kept until they are mixed. */
  speak(samples: Float32Array): void {
    if (samples.length === 0) return;
    this.#voice.push(samples);
    this.#waiting += samples.length;
  }

  /** The original with the voice over it; as long as the original. */
  mix(original: Float32Array): Float32Array {
    const mixed = new Float32Array(original.length);
    for (let i = 0; i < mixed.length; i++) {
      const voice = this.#next();
      this.#held = voice === undefined ? Math.max(0, this.#held - 1) : this.#holdSamples;
      const target = this.#held > 0 ? this.#duckedGain : 1;
      if (this.#gain > target) this.#gain = Math.max(target, this.#gain - this.#step);
      else if (this.#gain < target) this.#gain = Math.min(target, this.#gain + this.#step);
      const sum = (original[i] as number) * this.#gain + (voice ?? 0);
      mixed[i] = Math.max(-1, Math.min(1, sum));
    }
    return mixed;
  }

  #next(): number | undefined {
    const [first] = this.#voice;
    if (first === undefined) return undefined;
    const sample = first[this.#spoken++];
    this.#waiting--;
    if (this.#spoken >= first.length) {
      this.#voice.shift();
      this.#spoken = 0;
    }
    return sample;
  }
}
