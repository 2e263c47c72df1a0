/** What the recogniser does not listen to, and how long it may think. */
import { SAMPLE_RATE_HZ, type LogMel } from './log-mel.js';
import { blockLevels, levelAt } from './loudness.js';

/** A recording whose loudest blocks stay below this holds nothing that anyone said. */
const INAUDIBLE_DB = -65;
/** Less sound than this is not even a syllable. */
const LEAST_SAMPLES = 800;
/**
 * A second look is taken only within this multiple of the sound's length and one second. The first one takes what it
 * takes: its tokens are bounded, and on a busy machine a limit by the clock would cut off words that were said.
 */
const BUDGET_FACTOR = 2;
const BUDGET_EXTRA_MS = 1000;

/** Time within which one sound may be looked at again. */
export function budgetMs(sound: LogMel): number {
  return (BUDGET_FACTOR * sound.lengthSamples * 1000) / SAMPLE_RATE_HZ + BUDGET_EXTRA_MS;
}

export function isAudible(sound: LogMel): boolean {
  return sound.lengthSamples >= LEAST_SAMPLES && levelAt(blockLevels(sound.samples), 0.98) >= INAUDIBLE_DB;
}
