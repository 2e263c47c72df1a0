/** How long after it was said each word of the captions was shown, promised and committed. */
import type { Caption } from '../../../src/pipeline/captions.js';

/** From the end of the word in the sound, in ms. */
export interface WordLag {
  readonly text: string;
  readonly endMs: number;
  /** First seen in the text, at its place. */
  readonly shown: number;
  /** First seen in what is never taken back. */
  readonly stable: number;
  readonly committed: number;
}

interface Seen {
  readonly key: string;
  readonly shownMs: number;
  readonly stableMs: number | undefined;
}

/** Takes every telling of every caption, in order. A pure state machine. */
export class WordLags {
  /** Of the open caption, and of what may follow it: by place behind the committed words. */
  #seen: readonly Seen[] = [];
  readonly lags: WordLag[] = [];
  /** From the end of a caption's last word to its being committed. */
  readonly commitDelaysMs: number[] = [];
  /** Words whose stable text was told differently later. */
  retracted = 0;
  readonly committed: Caption[] = [];

  /** @param atMs on the line of time of the sound */
  take(caption: Caption, atMs: number): void {
    const stable = caption.committed ? caption.words.length : stableWords(caption);
    const seen = caption.words.map(({ text }, i): Seen => {
      const key = keyOf(text);
      const before = this.#seen[i];
      const isSame = before?.key === key;
      if (before?.stableMs !== undefined && !isSame) this.retracted += 1;
      const stableMs = isSame ? before.stableMs : undefined;
      return { key, shownMs: isSame ? before.shownMs : atMs, stableMs: stableMs ?? (i < stable ? atMs : undefined) };
    });
    if (!caption.committed) {
      // A caption may be told short of words that were shown: they come back, or never were.
      this.#seen = seen;
      return;
    }
    for (const [i, { text, endMs }] of caption.words.entries()) {
      const { shownMs, stableMs } = seen[i] ?? { shownMs: atMs, stableMs: atMs };
      this.lags.push({
        ...{ text, endMs, shown: shownMs - endMs },
        ...{ stable: (stableMs ?? atMs) - endMs, committed: atMs - endMs },
      });
    }
    this.commitDelaysMs.push(atMs - caption.endMs);
    this.committed.push(caption);
    this.#seen = this.#seen.slice(caption.words.length);
  }
}

/** How many of its words lie in the stable text, the last perhaps without its punctuation. */
function stableWords({ words, text, stable }: Caption): number {
  let at = 0;
  let count = 0;
  for (const word of words) {
    const from = text.indexOf(word.text, at);
    if (from === -1 || from + coreLength(word.text) > stable.length) break;
    at = from + word.text.length;
    count += 1;
  }
  return count;
}

function coreLength(text: string): number {
  return (text.replace(/[\p{P}\p{S}]+$/u, '') || text).length;
}

function keyOf(text: string): string {
  return text.toLowerCase().replace(/[\p{P}\p{S}]/gu, '') || text;
}
