/** Normalised text: what two people who say the same thing differently should both become. */
import { digitise } from '../../skills/language/numbers.js';
import { allowedEdits, editDistance } from '../../skills/language/spelling.js';

const CONTRACTIONS: readonly (readonly [RegExp, string])[] = [
  [/\b(what|who|where|when|how|that|it|there|here|he|she|time)'s\b/g, '$1 is'],
  [/\b(what|who|where|how|that)s\b/g, '$1 is'],
  [/\blet'?s\b/g, 'let us'],
  [/\bgonna\b/g, 'going to'],
  [/\bwanna\b/g, 'want to'],
  [/\bgotta\b/g, 'got to'],
  [/\bcan'?t\b/g, 'can not'],
  [/\bcannot\b/g, 'can not'],
  [/\bwon't\b/g, 'will not'],
  [/\b(do|does|did|is|are|was|were|have|has|had|would|could|should)n'?t\b/g, '$1 not'],
  [/\bi'?m\b/g, 'i am'],
  [/'re\b/g, ' are'],
  [/'ll\b/g, ' will'],
  [/'ve\b/g, ' have'],
  [/\b(i|you|he|she|we|they)'d\b/g, '$1 would'],
  // What is left is a possessive: "today's date".
  [/'s?\b|'(?![\p{L}\p{N}])/gu, ''],
];

const SYMBOLS: readonly (readonly [RegExp, string])[] = [
  // Recognisers put sounds in brackets: they are not words. Bounded, so that a flood of brackets stays cheap.
  [/\[[^\]]{0,60}\]|\([^)]{0,60}\)/g, ' '],
  [/(\d),(?=\d{3}\b)/g, '$1'],
  [/(\d)'\s?(\d{1,2})(?:"|'')/g, '$1 foot $2'],
  [/\b([ap])\.\s?m\b\.?/g, '$1m'],
  [/°\s?([cf])\b/g, ' degrees $1'],
  [/×|(?<=\d)\s*[x*]\s*(?=\d)/g, ' times '],
  [/÷|(?<=\d)\s*\/\s*(?=\d)/g, ' divided by '],
  [/(?<=\d)\s*\^\s*(?=\d)/g, ' to the power of '],
  [/²/g, ' squared '],
  [/√/g, ' square root of '],
  [/%/g, ' percent '],
  [/\+/g, ' plus '],
  [/(?<=\d)\s*[-−–]\s*(?=\d)|(?<=^|\s)[-−–](?=\d)/g, ' minus '],
  // 10km → 10 km, but not 1st.
  [/(\d)(?!st\b|nd\b|rd\b|th\b)([a-z])/g, '$1 $2'],
  // A point stays inside a number, a colon inside a time of day, an apostrophe inside a word; all else parts words.
  [/(?<!\d)[.:]|[.:](?!\d)|[^\p{L}\p{N}.:']/gu, ' '],
];

const CALLS = /^(?:hey|hi|hello|ok|okay)$/;
const FILLERS = new Set(['um', 'umm', 'uh', 'uhm', 'erm', 'er', 'hmm', 'mm', 'mhm', 'ah', 'please']);

export interface TextOptions {
  /** What the assistant is called, in lower case. */
  readonly names: readonly string[];
}

/** `text` in lower case, single-spaced; see the file's purpose. Empty when nothing but noise was said. */
export function normalise(text: string, options: TextOptions): string {
  let line = text.normalize('NFKC').toLowerCase().replaceAll(/[’‘`]/g, "'");
  for (const [pattern, instead] of [...SYMBOLS, ...CONTRACTIONS]) line = line.replaceAll(pattern, instead);
  const words = line.split(/\s+/).filter((word) => word !== '' && !FILLERS.has(word));
  return digitise(withoutName(words, options.names)).join(' ');
}

/** The name goes at either end ("parley, …", "hey parley", "…, parley"); inside a sentence somebody talks about it. */
function withoutName(words: readonly string[], names: readonly string[]): string[] {
  const rest = [...words];
  if (CALLS.test(rest[0] ?? '') && isName(rest[1] ?? '', names)) {
    // "hello parley" alone greets; before a request it only calls.
    if (rest.length > 2) rest.splice(0, 2);
    else rest.pop();
  } else if (rest.length > 1 && names.includes(rest[0] ?? '')) rest.shift();
  const askedAbout = /^(?:is|are|called|a|an|the|of|to|about|for|with|named|and|or)$/.test(rest.at(-2) ?? '');
  if (rest.length > 1 && names.includes(rest.at(-1) ?? '') && !askedAbout) rest.pop();
  return rest;
}

/** After "hey" a name may be misheard by a letter: "parlay". */
function isName(word: string, names: readonly string[]): boolean {
  return names.some((name) => editDistance(name, word, 1) <= Math.min(1, allowedEdits(name)));
}

const LEADING =
  /^(?:(?:ok|okay|so|well|oh|alright|hey|hi|hello|now|yes|yeah|just|also|and then|can you|could you|would you|will you|maybe|quick|quickly|right|i want you to|i would like you to|i need you to|i would like to|i want to|let us|go ahead and|do you mind|i want to know|i would like to know|i was wondering|i wonder|can i ask you|tell me quickly|hey there)\s+)+(?=\S)/;
/** Said before a number by people who are not sure yet. */
const HEDGES = /(?<=(?:^| )for )(?:like|about|maybe|say|around) (?=\d|an? |half )/g;
const TRAILING = /(?:\s+(?:for me|if you can|if you could|thanks|thank you|will you|would you|could you|then))+$/;

/** The request without its politeness: only for matching, since "can you swim" and "swim" are different questions. */
export function withoutPoliteness(normalised: string): string {
  return normalised.replace(TRAILING, '').replace(LEADING, '').replaceAll(HEDGES, '');
}
