/** Tells text that the model made up for a noise from text that someone said. */
import type { Decoded } from './greedy.js';

const MOST_DOUBT = 0.87;
const SOME_DOUBT = 0.35;
const SPARSE_TOKENS_PER_SECOND = 0.5;

/**
 * Whether the text was made up for a noise: the model doubts that anyone spoke, or its own words, or both a little; or it
 * found next to nothing to say about a long recording. The bounds part all noises from all speech of our recordings.
 */
export function isInvented({ noSpeechProb, averageLogProb, trace }: Decoded, seconds: number): boolean {
  if (noSpeechProb - averageLogProb / 2 > MOST_DOUBT) return true;
  return noSpeechProb > SOME_DOUBT && trace.length < SPARSE_TOKENS_PER_SECOND * seconds;
}
