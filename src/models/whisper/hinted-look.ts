/** Whether a text is worth a second look with hints in mind, and which of the two texts stands. */
import type { Hints } from './hints.js';
import type { Hypothesis } from './hypothesis.js';

/** A text whose tokens are likelier than this on average stands: a second look at such texts changed no error rate. */
const SURE_LOG_PROB = -0.1;

/** Hints never make a text where there was none, and leave alone what is clear. */
export function isWorthHints({ decoded, text, complete }: Hypothesis): boolean {
  return complete && text !== '' && decoded?.ended === 'end' && decoded.averageLogProb < SURE_LOG_PROB;
}

/**
 * The text with hints, where it is the likelier one both as a whole and by the token: by the token alone a text that says
 * everything twice would win, as a whole one that leaves words out. The other one gains as much by the hints in it.
 */
export function takeLikelier(first: Hypothesis, second: Hypothesis, hints: Hints): Hypothesis {
  if (second.decoded?.ended !== 'end' || second.text === '') return first;
  const [one, other] = [weigh(first, hints), weigh(second, hints)];
  return other.whole > one.whole && other.each > one.each ? second : first;
}

function weigh({ decoded, tokens }: Hypothesis, hints: Hints): { readonly whole: number; readonly each: number } {
  // The end was chosen, too.
  const choices = (decoded?.trace.length ?? 0) + 1;
  const whole = (decoded?.averageLogProb ?? -Infinity) * choices + hints.favourOf(tokens);
  return { whole, each: whole / choices };
}
