/** Orders of words that mean the same: owners, prepositions at the end, and what is compared. */
import { COMPARATIVES, KINDS, PEOPLE, POSSESSIONS, RELATIONS, SUPERLATIVES } from './nouns.js';

const BE = 'is|are|was|were';
const NOUN = `${RELATIONS}|${PEOPLE}`;

const REWRITES: readonly (readonly [RegExp, string])[] = [
  // "In Japan, what …", "what is it that …", "how many are there in …".
  [/^((?:in|on|at) [^,]+) , ((?:what|who|where|when|why|how|which) [^,]+)$/, '$2 $1'],
  [/^(what|who) (?:is|was) it that /, '$1 '],
  [/^(how many \S.*) (are|were) there (?=(?:in|on) )/, '$1 $2 '],
  [/\bcapital city (?=of )/, 'capital '],
  [/\b(chemical (?:symbol|formula)) for /, '$1 of '],
  // France's capital, the world's tallest mountain.
  [new RegExp(`^((?:what|who|which) (?:${BE})) ((?:[^\\s,']+ ){0,3}[^\\s,']+)'s (${POSSESSIONS})$`), '$1 the $3 of $2'],
  [new RegExp(`^((?:what|which) is) ((?:[^\\s,']+ ){0,3}[^\\s,']+)'s ((?:${SUPERLATIVES}) \\S+)$`), '$1 the $3 in $2'],
  [new RegExp(`((?:${SUPERLATIVES}) \\S+) of the world$`), '$1 in the world'],
  // "Which" where "what" asks for no more.
  [new RegExp(`^((?:in|on|from|to|at|for|by|of) )?which (?=(?:${KINDS}) )`), '$1what '],
  [new RegExp(`^which (?=is the (?:(?:${RELATIONS}) (?:of|between) |(?:${SUPERLATIVES}) ))`), 'what '],
  // A year is asked for with and without "in", as long as the "in" belongs to nothing else.
  [/^in (?=what (?:year|century|month) )/, ''],
  [/^(in|on|from|to|at|for|by|of) ((?:what|which) \S+ (?:is|are|was|were|do|does|did) .+)$/, '$2 $1'],
  [/^(?:what is|give me|tell me) (?:the |a )?definition of (.+)$/, 'define $1'],
  [/^(is|are|was|were|do|does|did|can|could|will|would|should) (.+?)(?: ,)? or not$/, '$1 $2'],
];

/** Articles that change nothing, taken away last. */
const ARTICLE = new RegExp(`\\b(?:the )+(?=(?:${NOUN}) (?:of|between) |(?:${SUPERLATIVES}) [^,]+$)`, 'g');

const WHICH_FIRST = new RegExp(
  `^(?:which|what)(?: 1| of the 2)? (${BE}) (${COMPARATIVES})(?: ,)? (.+?)(?: ,)? or (.+)$`,
);
const WHICH_LAST = new RegExp(
  `^(.+?)(?: ,)? or (.+?)(?: ,)? (?:which|what)(?: 1| of the 2| of them)? (${BE}) (${COMPARATIVES})$`,
);
const WHO_FIRST = new RegExp(`^who (${BE}) (${COMPARATIVES})(?: ,)? (.+?)(?: ,)? or (.+)$`);
const BETWEEN = /^(.*\b(?:differences?|distance|similarity|similarities) between) (.+) and (.+)$/;

/** The question with its words in the one order that all these ways have in common. `loose`: articles may go. */
export function reorder(question: string, loose: boolean): string {
  let result = question;
  for (const [pattern, instead] of REWRITES) result = result.replace(pattern, instead);
  result = compare(result);
  return loose ? result.replaceAll(ARTICLE, '') : result;
}

function compare(question: string): string {
  if (question.split(' or ').length === 2) {
    const [, be = '', more = '', one = '', other = ''] = WHICH_FIRST.exec(question) ?? [];
    if (be !== '') return `which ${be} ${more} ${pair(one, 'or', other)}`;
    const [, first = '', second = '', verb = '', than = ''] = WHICH_LAST.exec(question) ?? [];
    if (verb !== '') return `which ${verb} ${than} ${pair(first, 'or', second)}`;
    const [, was = '', rather = '', her = '', him = ''] = WHO_FIRST.exec(question) ?? [];
    if (was !== '') return `who ${was} ${rather} ${pair(her, 'or', him)}`;
  }
  const [, between = '', left = '', right = ''] = BETWEEN.exec(question) ?? [];
  return between !== '' && !question.includes(',') && question.split(' and ').length === 2
    ? `${between} ${pair(left, 'and', right)}`
    : question;
}

/**
 * Two equals, in the order of the alphabet. Only where no word of one can belong to both ("red cats or dogs"): both have
 * an article of their own, or both are a single word; and never numbers, of which one is taken from the other.
 */
function pair(one: string, joint: 'or' | 'and', other: string): string {
  const article = /^(?:the|a) \S/;
  const isEven = article.test(one) === article.test(other) && (article.test(one) || !`${one}${other}`.includes(' '));
  const isSafe = isEven && !/\d|,/.test(`${one} ${other}`);
  return (isSafe && one > other ? [other, joint, one] : [one, joint, other]).join(' ');
}
