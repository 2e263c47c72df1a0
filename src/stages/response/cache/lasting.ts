/** Whether an answer may be given again: it must be whole, and about neither the moment nor those who talk. */

const OF_NOW = new RegExp(
  anyOf(
    'now|nowadays|today|tonight|tomorrow|yesterday|current|currently|presently|recent|recently|latest|ago|at the moment|' +
      'this (?:week|month|year|morning|afternoon|evening|moment)|(?:next|last) (?:week|month|year)|as of|so far|still|to date|' +
      'these days',
  ),
  'i',
);
const OF_US = new RegExp(
  anyOf(
    'I|me|my|mine|myself|we|our|ours|you|your|yours|yourself|user|assistant|earlier|previously|again|conversation|sorry|mentioned',
  ),
  'i',
);
/** With capitals it is a country. */
const US = /\bus\b/;
/** Anything else was cut short. */
const ENDED = /[.!?…]["'”’)\]]*\s*$/;
/** A word to whoever asked around the question. */
const ASSENT = /^\s*(?:yes|no|yeah|sure|certainly|of course|absolutely|okay|ok|definitely|gladly)\b/i;

/** Whether an answer (any case, with its punctuation) may be given again to somebody else, at another time. */
export function isLasting(answer: string, isRoundabout: boolean): boolean {
  const isOfThisTalk = OF_NOW.test(answer) || OF_US.test(answer) || US.test(answer);
  return ENDED.test(answer) && !isOfThisTalk && !(isRoundabout && ASSENT.test(answer));
}

function anyOf(alternatives: string): string {
  return `\\b(?:${alternatives})\\b`;
}
