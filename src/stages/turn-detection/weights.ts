/** How much each piece of evidence counts, and what the settings' eagerness means. Measured; see `bench turns --pauses`. */
import type { TextKind } from './text/text-state.js';

export type Eagerness = 'low' | 'medium' | 'high';

/** Natural logarithm of the odds that the words are all: positive for an end. */
export const textWeights: Readonly<Record<TextKind, number>> = {
  understood: 2.4,
  'number-open': 0.8,
  question: 1.2,
  request: 0.8,
  statement: 0.3,
  answer: 1,
  greeting: 0.6,
  words: 0,
  fragment: -0.2,
  empty: -0.5,
  call: -1,
  reading: -1.5,
  trailing: -1.5,
  stalling: -2.5,
  open: -2.5,
};

/** The model is surer of itself than it may be: half of all pauses inside speech sound finished to it. */
const SOUND_TRUST = 0.6;
/** Beyond this its certainty means nothing. */
const MOST_LOGIT = 4;

/** @param finished the turn model's probability, 0…1 */
export function soundWeight(finished: number): number {
  const odds = Math.log(Math.max(finished, 1e-6) / Math.max(1 - finished, 1e-6));
  return SOUND_TRUST * Math.max(-MOST_LOGIT, Math.min(MOST_LOGIT, odds));
}

/** How a wait follows from the weights. */
export interface Temper {
  /** Added to the weights. */
  readonly lean: number;
  /** The wait when all speaks for an end. */
  readonly shortestMs: number;
  /** Sum of weights at which nothing more is needed, either way. */
  readonly sure: number;
  /** While the recogniser has not read all words, no wait is shorter. */
  readonly unreadMs: number;
  /** Bounds of the factor by which habit changes a wait. */
  readonly leastPatience: number;
  readonly mostPatience: number;
}

export const tempers: Readonly<Record<Eagerness, Temper>> = {
  low: { lean: -0.8, shortestMs: 300, sure: 3, unreadMs: 600, leastPatience: 0.85, mostPatience: 1.8 },
  medium: { lean: 0, shortestMs: 160, sure: 3, unreadMs: 400, leastPatience: 0.8, mostPatience: 1.6 },
  high: { lean: 0.8, shortestMs: 128, sure: 3, unreadMs: 300, leastPatience: 0.75, mostPatience: 1.4 },
};
