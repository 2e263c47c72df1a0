/** Takes the silence off both ends of an utterance while it streams through. */

export interface TrimOptions {
  /** Samples of silence kept before the first sound. */
  readonly leadSamples: number;
  /** Louder than this is sound, in full scale (0…1). */
  readonly threshold: number;
}

export class SilenceTrim {
  readonly #options: TrimOptions;
  /** Silence that may yet turn out to lie between two sounds. */
  #held: Float32Array[] = [];
  #heldSamples = 0;
  #started = false;
  #skipped = 0;

  constructor(options: TrimOptions) {
    this.#options = options;
  }

  /** Samples taken off the front so far. */
  get skippedSamples(): number {
    return this.#skipped;
  }

  /** What of the audio so far is sure to be played: all up to the last sound. */
  push(samples: Float32Array): Float32Array {
    const last = lastLoud(samples, this.#options.threshold);
    if (last < 0) {
      this.#hold(samples);
      return new Float32Array(0);
    }
    const head = this.#started ? this.#release() : this.#lead(samples);
    const rest = this.#started ? samples : samples.subarray(firstLoud(samples, this.#options.threshold));
    this.#started = true;
    const cut = last + 1 - (samples.length - rest.length);
    this.#hold(rest.subarray(cut));
    return join([head, rest.subarray(0, cut)]);
  }

  /** The end: the silence behind the last sound, cut or filled up to exactly `tailSamples`. Nothing if all was silent. */
  end(tailSamples: number): Float32Array {
    if (!this.#started) return new Float32Array(0);
    const tail = new Float32Array(tailSamples);
    tail.set(this.#release().subarray(0, tailSamples));
    return tail;
  }

  #lead(samples: Float32Array): Float32Array {
    const before = join([this.#release(), samples.subarray(0, firstLoud(samples, this.#options.threshold))]);
    this.#skipped = Math.max(0, before.length - this.#options.leadSamples);
    return before.subarray(this.#skipped);
  }

  #hold(samples: Float32Array): void {
    if (samples.length === 0) return;
    this.#held.push(samples);
    this.#heldSamples += samples.length;
  }

  #release(): Float32Array {
    const all = join(this.#held, this.#heldSamples);
    this.#held = [];
    this.#heldSamples = 0;
    return all;
  }
}

function firstLoud(samples: Float32Array, threshold: number): number {
  return samples.findIndex((sample) => Math.abs(sample) > threshold);
}

function lastLoud(samples: Float32Array, threshold: number): number {
  return samples.findLastIndex((sample) => Math.abs(sample) > threshold);
}

/** The parts in one array. */
export function join(
  parts: readonly Float32Array[],
  total = parts.reduce((sum, part) => sum + part.length, 0),
): Float32Array {
  const whole = new Float32Array(total);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
