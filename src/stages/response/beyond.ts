/** Requests that a small language model answers with inventions: better told than guessed. */
import type { ChatInfo } from './chat.js';
import { isSmall } from './llm-prompt.js';
import { languageName } from './llm-system.js';

/** Every language with a code of two letters: its name in lower case → its code. */
const languages = new Map(
  [...twoLetterCodes()].flatMap((code) => {
    const name = languageName(code);
    // Whoever says Nauru means the place.
    return name === code || code === 'na' ? [] : [[name.toLowerCase(), code] as const];
  }),
);
const LANGUAGE = `(${[...languages.keys()].map((name) => name.replaceAll(/[^\p{L}]/gu, '.')).join('|')})`;

/** Normalised words; the language asked for is the only group. */
const TRANSLATIONS: readonly RegExp[] = [
  new RegExp(`\\btranslate\\b.* (?:in|into|to) ${LANGUAGE}$`),
  new RegExp(
    `^(?:how (?:do|would|can|should|does) .*(?:say|write|ask|pronounce|spell|put)|say|write|pronounce) .+ in ${LANGUAGE}$`,
  ),
  new RegExp(`^what (?:is|are) (?:\\S+ ){1,4}(?:called )?in ${LANGUAGE}$`),
  new RegExp(`^(?:how|what) (?:is|are|do you call) .+ called in ${LANGUAGE}$`),
  new RegExp(`\\b(?:word|name|term|expression|translation) (?:for|of) .+ in ${LANGUAGE}$`),
  new RegExp(`\\b${LANGUAGE} (?:word|name|term|expression|translation) (?:for|of) `),
  new RegExp(`^what does .+ mean in ${LANGUAGE}$`),
];

/** Wants something out of the internet, and is no question that anybody could answer. */
const LOOK_UP =
  /^(?:wikipedia|google|bing|look up|(?:search|browse)(?: (?:the (?:web|internet|net)|online|wikipedia|google|on (?:wikipedia|google|the (?:web|internet))))?(?: for)?) (?!yourself$|it$|that$|this$)\S/;

/** What is said instead of an answer; undefined where the model may well know, or nobody knows what it is. */
export function beyondReach(
  normalised: string,
  info: ChatInfo | undefined,
  known: readonly string[] | undefined,
): string | undefined {
  if (info === undefined || !isSmall(info) || known === undefined) return undefined;
  if (LOOK_UP.test(normalised)) return "I can't look anything up: I only know what is on this machine.";
  const wanted = translationInto(normalised);
  if (wanted === undefined || (known.length > 1 && known.includes(wanted))) return undefined;
  const into = known.includes(wanted) ? '' : ` into ${languageName(wanted)}`;
  return `I can't translate${into}: my language model is too small for that.`;
}

/** ISO 639-1 code of the language that something is to be translated into; undefined where nothing is. */
export function translationInto(normalised: string): string | undefined {
  const request = normalised
    .replace(/(?: please| for me)+$/, '')
    .replace(/^(?:(?:please|can|could|would|will|you|tell me) )+/, '');
  for (const pattern of TRANSLATIONS) {
    const name = pattern.exec(request)?.[1];
    if (name !== undefined) return languages.get(name);
  }
  return undefined;
}

function* twoLetterCodes(): Generator<string> {
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  for (const first of letters) for (const second of letters) yield first + second;
}
