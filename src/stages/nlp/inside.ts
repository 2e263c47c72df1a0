/** A whole request inside of other words: what was said before or behind it may be noise, or somebody else. */
import { weightOf } from '../../skills/language/likeness.js';
import type { Correction } from './corrections.js';

/** More words than these at one end are a sentence of their own. */
const MOST_DROPPED = 3;
/** The least that the words kept may weigh, and the share of the whole that they must be. */
const LEAST_KEPT = 2;
const LEAST_SHARE = 0.7;
/** Words that come before a request and belong to nothing. */
const STRAY = new Set(
  'the a an and so oh well okay ok now then but please um uh yeah yes right hey of or just alright'.split(' '),
);
/** Behind these a request is told, denied or asked about, and not made. */
const TELLS =
  /\b(?:not|never|no|how|why|when|who|what|where|which|whether|if|did|does|do|to|he|she|they|we|i|you|it|told|said|says|asked|should|would|could|can|was|were|has|had|have|that|because|without|about|before|after|is|are|my|his|her|translate|say|spell|define|explain|pronounce|write|pause|resume)\b/;
/** Questions and statements with more behind them are other ones: "what time is it in the movie". */
const ASKS =
  /^(?:my|our|i|we|he|she|it|they|that|this|what|who|how|when|where|why|which|is|are|do|does|did|can|will|was|were|has|have|should|would|any)\b/;

/** No request ends with one of these. */
const UNFINISHED = /^(?:the|an?|at|in|on|of|to|for|my|your|our|with|from|by|and|or|is|was|about)$/;

const STRAY_ONLY = 0.85;
const WITH_MORE = 0.6;

/** Parts of what was said that may be the whole request, the likeliest first. Below 0.7: only to be asked about. */
export function requestsInside(said: string): Correction[] {
  const words = said.split(' ');
  const whole = weigh(words);
  const found: Correction[] = [];
  const offer = (kept: readonly string[], dropped: readonly string[], mayAct: boolean): void => {
    const weight = weigh(kept);
    if (weight < LEAST_KEPT || UNFINISHED.test(kept.at(-1) ?? '')) return;
    const isStray = mayAct && dropped.every((word) => STRAY.has(word));
    if (!isStray && weight / whole < LEAST_SHARE) return;
    found.push({ text: kept.join(' '), confidence: isStray ? STRAY_ONLY : WITH_MORE });
  };
  for (let count = 1; count <= Math.min(MOST_DROPPED, words.length - 2); count++) {
    const [before, after] = [words.slice(0, count), words.slice(count)];
    const isQuestion = ASKS.test(after.join(' '));
    if (!TELLS.test(before.join(' ')) && (!isQuestion || before.every((word) => STRAY.has(word))))
      offer(after, before, true);
    if (!ASKS.test(said)) offer(words.slice(0, -count), words.slice(-count), false);
  }
  return found.sort((a, b) => b.confidence - a.confidence);
}

function weigh(words: readonly string[]): number {
  return words.reduce((sum, word) => sum + weightOf(word), 0);
}
