/** How much of an utterance was spoken in which language. */
import type { HeardWord } from './stability.js';

export class LanguageShares {
  readonly #spokenMs: Map<string, number>;

  constructor(spokenMs: ReadonlyMap<string, number> = new Map()) {
    this.#spokenMs = new Map(spokenMs);
  }

  add(language: string, words: readonly HeardWord[]): void {
    const spokenMs = words.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
    this.#spokenMs.set(language, (this.#spokenMs.get(language) ?? 0) + spokenMs);
  }

  /** The language with the largest share, were these words added; of equal ones the earlier. */
  largestWith(language: string, words: readonly HeardWord[]): string {
    const all = new LanguageShares(this.#spokenMs);
    all.add(language, words);
    return [...all.#spokenMs].reduce((most, next) => (next[1] > most[1] ? next : most))[0];
  }
}

/** The words with their language, where that may change within the utterance; as they are where it is fixed or unknown. */
export function spokenIn(words: readonly HeardWord[], language: string | undefined): readonly HeardWord[] {
  return language === undefined || language === 'auto' ? words : words.map((word) => ({ ...word, language }));
}
