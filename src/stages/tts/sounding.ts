/** What every voice's sound has in common: the silence around it, its loudness, and where its words end. */
import { join, SilenceTrim } from '../../models/piper/trim.js';
import { writtenWords } from './spoken-text.js';

/** Silence left before the first sound. */
const leadMs = 10;
/** Silence begins below this, in full scale: about −44 dB. */
const silenceThreshold = 0.006;
/** Silence behind a run by its last mark; none means that the text was cut in the middle of a breath. */
const tailMs: Readonly<Record<string, number>> = { '': 30, ',': 100, ';': 150, ':': 150, '.': 220, '!': 220, '?': 220 };
/** The end of a word whose sound has not been made, beyond all sound. */
const notYet = Number.MAX_SAFE_INTEGER;

/** White space behind the last word: the sentence goes on in the next text, so the voice must not fall. */
export function goesOn(text: string): boolean {
  return /\S\s+$/.test(text);
}

/** Silence behind a run that ends with `mark`; one without a mark ends the sentence unless it is `open`. */
export function tailAfter(mark: string, open: boolean): number {
  return tailMs[mark === '' && !open ? '.' : mark] ?? 0;
}

export function newTrim(sampleRateHz: number): SilenceTrim {
  return new SilenceTrim({ leadSamples: toSamples(leadMs, sampleRateHz), threshold: silenceThreshold });
}

/** A whole run with the silence before and behind it cut, and how many samples were cut before it. */
export function trimmedSound(
  samples: Float32Array,
  sampleRateHz: number,
  silenceMs: number,
): { heard: Float32Array; skipped: number } {
  const trim = newTrim(sampleRateHz);
  const heard = join([trim.push(samples), trim.end(toSamples(silenceMs, sampleRateHz))]);
  return { heard, skipped: trim.skippedSamples };
}

/** Never beyond full scale. */
export function scaled(samples: Float32Array, volume: number): Float32Array {
  if (volume === 1) return samples;
  return samples.map((sample) => Math.min(1, Math.max(-1, sample * volume)));
}

export function toSamples(ms: number, sampleRateHz: number): number {
  return Math.round((ms / 1000) * sampleRateHz);
}

/** For each written word of a text, the sample at which its sound is over. */
export class WordEnds {
  readonly #ends: number[];
  #last = -1;

  constructor(text: string) {
    this.#ends = new Array<number>(writtenWords(text).length).fill(0);
  }

  /** Several spoken words may come from one written word: the last of them ends it. */
  note(written: number, sample: number): void {
    this.#ends[written] = Math.max(this.#ends[written] ?? 0, sample);
    this.#last = Math.max(this.#last, written);
  }

  /** The ends noted so far and `more`, which is not kept; words behind them end beyond all sound. */
  planned(more: readonly { readonly written: number; readonly sample: number }[] = []): number[] {
    const ends = [...this.#ends];
    for (const { written, sample } of more) ends[written] = Math.max(ends[written] ?? 0, sample);
    const last = more.reduce((furthest, { written }) => Math.max(furthest, written), this.#last);
    return rising(ends).map((end, index) => (index > last ? notYet : end));
  }

  /** All ends; the last word ends with the sound. */
  whole(samples: number): number[] {
    return rising(this.#ends).map((end, index, { length }) => (index === length - 1 ? samples : end));
  }
}

/** Words without a sound of their own end with the word before. */
function rising(ends: readonly number[]): number[] {
  let highest = 0;
  return ends.map((end) => (highest = Math.max(highest, end)));
}
