/** What `vad.aggressiveness` means. */

export interface VadThresholds {
  /** Speech probability at which a frame counts as speech. */
  readonly positive: number;
  /** Below this a frame of running speech counts as silence; between the two nothing changes. */
  readonly negative: number;
}

/**
 * 0 hears the faintest voice (and some noise), 3 wants to be sure (and misses whispers).
 * The gap between the two thresholds is Silero's own advice of 0.15, wider where a soft voice must not be cut.
 */
const byAggressiveness: Readonly<Record<0 | 1 | 2 | 3, VadThresholds>> = {
  0: { positive: 0.3, negative: 0.15 },
  1: { positive: 0.4, negative: 0.25 },
  2: { positive: 0.5, negative: 0.35 },
  3: { positive: 0.7, negative: 0.55 },
};

export function vadThresholds(aggressiveness: 0 | 1 | 2 | 3): VadThresholds {
  return byAggressiveness[aggressiveness];
}
