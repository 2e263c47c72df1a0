/** When words said over a reply are believed: a recogniser makes up one or two for a cough, and hardly ever again. */
import type { Interjection } from './interjection.js';

/** So many at once are no cough. */
const MANY_WORDS = 3;

export interface Reading {
  readonly text: string;
  /** The voice has paused, and this is all that it said. */
  readonly isAll: boolean;
}

export class SureWords {
  /** Readings in a row that found words to answer. */
  #readings = 0;

  /** Takes what the next reading means; true when somebody surely said words that want an answer. */
  step(meaning: Interjection, { text, isAll }: Reading): boolean {
    this.#readings = meaning === 'words' ? this.#readings + 1 : 0;
    if (this.#readings === 0) return false;
    return isAll || this.#readings > 1 || (text.match(/[\p{L}\p{N}][^\s]*/gu)?.length ?? 0) >= MANY_WORDS;
  }
}
