/** What an utterance says, as far as it was heard. */
import type { HeardWord } from './stability.js';

/** All that was heard so far. */
export interface HeardText {
  readonly words: readonly HeardWord[];
  readonly text: string;
  /** The beginning of `text` that no later text takes back. */
  readonly stable: string;
  /** The one that most of it is spoken in. */
  readonly language: string;
  /** False when decoding was stopped half-way. */
  readonly complete: boolean;
}
