/** What the canceller saw: how much of the microphone was echo, kept for some seconds so that it can be asked. Pure. */

/** What is known of a stretch of the microphone. */
export interface EchoFacts {
  /** Share of the stretch in which a reply sounded (its echo included), 0…1. */
  readonly playing: number;
  /** How far the cleaned sound lies below the microphone's while a reply sounded, in dB; 0 when none did. */
  readonly removedDb: number;
  /** Level of what was left while a reply sounded, dB of full scale; −Infinity when none did or nothing was left. */
  readonly leftDb: number;
  /** Probability, by the above, that what is left is the reply and nobody's speech, 0…1. */
  readonly echoLikelihood: number;
  /** Whether the distance from the reply to its echo has been found; until then more may be left than usual. */
  readonly aligned: boolean;
}

const blockSamples = 160;
/** 10 s. */
const blocks = 1000;

/** Speech over a reply leaves more than this of the microphone, an echo less. */
const speechRemovedDb = 8;
const echoRemovedDb = 18;

/** Samples from `startSample` on, before and after cleaning. */
export interface Cleaned {
  readonly startSample: number;
  readonly mic: Float32Array;
  readonly clean: Float32Array;
}

export interface CancellerState {
  /** The distance from the reply to its echo has been found. */
  readonly isSure: boolean;
  /** What is left may be the echo although little was removed. */
  readonly mayLeak: boolean;
}

export class EchoHistory {
  readonly #numbers = new Float64Array(blocks).fill(-1);
  readonly #micPower = new Float64Array(blocks);
  readonly #cleanPower = new Float64Array(blocks);
  readonly #aligned = new Uint8Array(blocks);
  readonly #leaky = new Uint8Array(blocks);

  /** What was cleaned while a reply sounds, and what the canceller says of it. */
  note({ startSample, mic, clean }: Cleaned, { isSure, mayLeak }: CancellerState): void {
    for (let i = 0; i < mic.length; i++) {
      const number = Math.floor((startSample + i) / blockSamples);
      const at = number % blocks;
      if (this.#numbers[at] !== number) {
        this.#numbers[at] = number;
        this.#micPower[at] = 0;
        this.#cleanPower[at] = 0;
      }
      this.#micPower[at] = (this.#micPower[at] ?? 0) + (mic[i] ?? 0) ** 2;
      this.#cleanPower[at] = (this.#cleanPower[at] ?? 0) + (clean[i] ?? 0) ** 2;
      this.#aligned[at] = isSure ? 1 : 0;
      this.#leaky[at] = mayLeak ? 1 : 0;
    }
  }

  /** Of the samples from `startSample` up to `endSample`, as far as they lie in the last 10 s. */
  between(startSample: number, endSample: number): EchoFacts {
    const first = Math.floor(startSample / blockSamples);
    const last = Math.max(first, Math.ceil(endSample / blockSamples) - 1);
    let [seen, mic, clean, leaky, aligned] = [0, 0, 0, 0, true];
    for (let number = Math.max(first, last - blocks + 1); number <= last; number++) {
      const at = number % blocks;
      if (this.#numbers[at] !== number) continue;
      seen += 1;
      mic += this.#micPower[at] ?? 0;
      clean += this.#cleanPower[at] ?? 0;
      leaky += this.#leaky[at] ?? 0;
      aligned &&= this.#aligned[at] === 1;
    }
    if (seen === 0) return { playing: 0, removedDb: 0, leftDb: -Infinity, echoLikelihood: 0, aligned };
    const removedDb = mic === 0 ? 0 : Math.max(0, 10 * Math.log10(mic / Math.max(clean, mic * 1e-9)));
    const playing = seen / (last - first + 1);
    const certainty = (removedDb - speechRemovedDb) / (echoRemovedDb - speechRemovedDb);
    return {
      ...{ playing, removedDb, aligned },
      leftDb: 10 * Math.log10(clean / (seen * blockSamples)),
      echoLikelihood: playing * Math.min(1, Math.max(0, certainty, leaky / seen)),
    };
  }
}
