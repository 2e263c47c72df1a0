/** Which of a list of values was meant, by what was heard of it. */
import { unlikeness } from '../language/likeness.js';

export interface NearestValue {
  readonly text: string;
  /** 0 for the value as it stands … below 1. */
  readonly cost: number;
}

/** A word of a value may be mended this far. */
const MOST_UNLIKE = 0.45;

/** The one value that sounds most like `heard`, word by word; undefined when none does, or two do equally. */
export function nearestOf(heard: string, values: readonly string[]): NearestValue | undefined {
  let best: NearestValue | undefined;
  let isTie = false;
  for (const text of values) {
    const cost = costOf(heard, text);
    if (cost === undefined) continue;
    isTie = best !== undefined && cost === best.cost;
    if (best === undefined || cost < best.cost) best = { text, cost };
  }
  return isTie && best?.cost !== 0 ? undefined : best;
}

function costOf(heard: string, value: string): number | undefined {
  const words = value.toLowerCase().split(' ');
  const said = heard.replace(/^(?:the|my|our|a|an) /, '').split(' ');
  if (said.length !== words.length) return undefined;
  let worst = 0;
  for (const [index, word] of words.entries()) worst = Math.max(worst, unlikeness(said[index] ?? '', word));
  return worst <= MOST_UNLIKE ? worst : undefined;
}
