/** What the words of a turn were understood to mean: the contract between understanding and answering. */
import type { FinalTranscript } from './messages.js';

export interface Intent {
  /** Of the skill that answers. */
  readonly name: string;
  /** What was said that matters; the skill knows their form. Texts are normalised words. */
  readonly slots: object;
  /** 1 for words that fit as they stand, less for every word that had to be mended. */
  readonly confidence: number;
}

/** What may have been meant, to be asked before it is done. */
export interface Suggestion {
  /** The request as it would have been understood. */
  readonly text: string;
  readonly intent: Intent;
}

export interface Understood {
  readonly transcript: FinalTranscript;
  /** Lower case, without punctuation, fillers and the assistant's name, numbers as digits. */
  readonly normalised: string;
  readonly intent?: Intent;
  /** Only where there is no intent. */
  readonly suggestion?: Suggestion;
}
