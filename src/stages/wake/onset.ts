/** Where a recognised word began, told from the voice detector's probabilities. */

/** What the voice detector made of one frame. */
export interface HeardFrame {
  readonly startSample: number;
  readonly endSample: number;
  readonly speechProbability: number;
}

const RATE_HZ = 16_000;
/** Every wake word takes longer than this from its beginning until it is recognised, and none longer than that. */
const SHORTEST_SAMPLES = 0.4 * RATE_HZ;
const LONGEST_SAMPLES = 1.5 * RATE_HZ;
/** From beginning to recognition where no pause tells: the words take 0.5…1.3 s, "hey …" about 0.9. */
const USUAL_SAMPLES = RATE_HZ;
/** Less than this is a pause; so many frames in a row, because consonants fall below it, too. */
const PAUSE_BELOW = 0.3;
const PAUSE_FRAMES = 2;

/**
 * The position behind the last pause before the word, or a usual word's length before its end when it was said in one
 * breath with what came before.
 * @param frames contiguous, the oldest first
 */
export function findOnset(frames: readonly HeardFrame[], endSample: number): number {
  let onset: number | undefined;
  let quiet = 0;
  for (const frame of [...frames].reverse()) {
    if (frame.startSample > endSample - SHORTEST_SAMPLES) continue;
    if (frame.endSample < endSample - LONGEST_SAMPLES) break;
    if (frame.speechProbability >= PAUSE_BELOW) {
      quiet = 0;
      onset = frame.startSample;
    } else {
      quiet += 1;
      if (quiet === PAUSE_FRAMES && onset !== undefined) return onset;
    }
  }
  return Math.max(0, endSample - USUAL_SAMPLES);
}
