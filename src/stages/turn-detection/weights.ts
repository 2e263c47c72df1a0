/** How much each piece of evidence counts, and what the settings' eagerness means. Measured; see `bench turns --pauses`. */
import type { TextKind } from './text/text-state.js';

export type Eagerness = 'low' | 'medium' | 'high';

/** Natural logarithm of the odds that the words are all: positive for an end. */
export const textWeights: Readonly<Record<TextKind, number>> = {
  understood: 3,
  question: 1.8,
  request: 1.6,
  answer: 1.5,
  'number-open': 1.2,
  greeting: 1,
  statement: -0.3,
  extendable: 0,
  words: 0,
  fragment: -0.6,
  empty: -0.5,
  comma: -1.6,
  reading: -1.6,
  call: -2.4,
  trailing: -2.6,
  stalling: -2.8,
  open: -2.8,
};

/** Words without a full stop: of the texts of real ends one in fourteen has none, of those of pauses more than one in four. */
export const UNCLOSED_WEIGHT = -1.4;

/**
 * Half of all pauses inside speech sound finished to the model, so that its yes is worth a third of what it says. Of what
 * people ask or order hardly anything sounds unfinished at its end: its no is worth more.
 */
const TRUST_FINISHED = 0.35;
const TRUST_UNFINISHED = 0.55;
/** Beyond this it means nothing. */
const MOST_LOGIT = 3.5;

/**
 * What was said first counts as much as what was said last: a longer silence makes any sound seem more finished.
 * @param finished the turn model's probabilities, 0…1
 */
export function soundWeight(finished: readonly number[]): number {
  const logits = finished.map((probability) => {
    const odds = Math.log(Math.max(probability, 1e-6) / Math.max(1 - probability, 1e-6));
    return Math.max(-MOST_LOGIT, Math.min(MOST_LOGIT, odds));
  });
  const mean = logits.reduce((sum, logit) => sum + logit, 0) / Math.max(1, logits.length);
  return mean * (mean > 0 ? TRUST_FINISHED : TRUST_UNFINISHED);
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
  low: { lean: -1, shortestMs: 300, sure: 2.5, unreadMs: 600, leastPatience: 0.85, mostPatience: 1.8 },
  medium: { lean: 0, shortestMs: 160, sure: 2.5, unreadMs: 400, leastPatience: 0.8, mostPatience: 1.6 },
  high: { lean: 0.8, shortestMs: 128, sure: 2.5, unreadMs: 300, leastPatience: 0.75, mostPatience: 1.4 },
};
