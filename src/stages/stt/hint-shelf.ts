/** Hints as they come with every utterance, made ready for the decoder once. */
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { Hints, type HintPhrases } from '../../models/whisper/hints.js';
import type { Vocabulary } from '../../models/whisper/vocabulary.js';

const MOST_PHRASES = 2000;
const LONGEST_PHRASE = 200;
const phrases = z.array(z.string().max(LONGEST_PHRASE)).max(MOST_PHRASES);

/** Plain data, as it crosses to the worker. */
export const hintsSchema: z.ZodType<HintPhrases> = z.strictObject({
  language: z.string(),
  context: phrases,
  words: phrases,
});

/** Sets of hints kept ready: each conversation has its own, and they change between requests. */
const MOST_SETS = 8;

export class HintShelf {
  readonly #vocabulary: Vocabulary;
  readonly #ready = new LRUCache<string, Hints>({ max: MOST_SETS });

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
  }

  /** Undefined where there is nothing to hint at. */
  take(phrases: HintPhrases | undefined): Hints | undefined {
    if (phrases === undefined || phrases.context.length + phrases.words.length === 0) return undefined;
    const key = JSON.stringify(phrases);
    const kept = this.#ready.get(key);
    if (kept !== undefined) return kept;
    const fresh = new Hints(phrases, this.#vocabulary);
    this.#ready.set(key, fresh);
    return fresh;
  }
}
