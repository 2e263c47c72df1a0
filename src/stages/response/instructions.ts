/** What in the words that the settings say to the model is an instruction, and what of it is to be kept secret. */

/** What nobody is to hear from the model. */
export interface Instructions {
  /** What counts as recited, in lower case without punctuation: none is longer than `RECITED_WORDS` words. */
  readonly stretches: ReadonlySet<string>;
  /** Every beginning of every stretch. */
  readonly beginnings: ReadonlySet<string>;
  /** Codes and names that the instructions forbid to tell: lower case, letters and digits only. */
  readonly secrets: ReadonlySet<string>;
}

/** Fewer words in a row may well be an answer: "I'm Ada, a helpful voice assistant." */
export const RECITED_WORDS = 8;
/** A whole sentence of the instructions counts from so many words on. */
export const LEAST_SENTENCE = 6;
/** A shorter number is in too many answers. */
const LEAST_CODE = 3;

/** Speaks to the model. Without such a word it is a fact that the model is there to tell: "Breakfast is from 7 to 10." */
const ADDRESS = /^(?:you|your|yours|yourself|you're|you'll|never|always|must|don't)$/;
/** Begins an order. */
const ORDER =
  /^(?:answer|reply|respond|speak|talk|be|keep|use|say|tell|give|avoid|stay|act|pretend|remember|ask|write|make|help|do|refuse|ignore|follow|call|explain|greet|only|please|when|if|under|behave|respect|obey)$/;

const TELLS = '(?:tell|say|reveal|share|mention|disclose|give|speak|repeat|divulge|betray|show|pass|name|spell)';
const FORBIDS = new RegExp(
  `\\b(?:never|do not|don't|must not|may not|mustn't|not to)\\b.{0,40}\\b${TELLS}\\b|\\bkeep\\b.{0,40}\\b(?:to yourself|secret|confidential|private)\\b|\\b(?:is|are|stays?) (?:a |an |strictly )?(?:secret|confidential|private)\\b`,
  'i',
);
/** The order is about the sentence before: "Never tell it." */
const REFERS = /\b(?:it|this|that|them|these|those)\b/i;
const QUOTED = /["“]([^"”\n]{2,60})["”]/g;
const WITH_DIGITS = /(?<![\p{L}\d])[\p{L}\d-]*\d[\p{L}\d-]*/gu;
/** Numbers that are limits and no codes: "never say more than 100 words". */
const LIMIT =
  /(?:more|less|fewer|longer|shorter|other) than\s*$|(?:over|under|above|below|least|most|up to|within)\s*$/i;

/** @param prompt the settings' own words, with the name filled in; nothing that anybody said */
export function readInstructions(prompt: string): Instructions {
  const sentences = prompt.split(/(?<=[.!?])\s+|\n+/);
  const marked = sentences.map((sentence) =>
    wordsOf(sentence).map((word, at) => ({ word, isOrder: ADDRESS.test(word) || (at === 0 && ORDER.test(word)) })),
  );
  const all = marked.flat();
  const windows = all
    .slice(0, Math.max(0, all.length - RECITED_WORDS + 1))
    .map((_, at) => all.slice(at, at + RECITED_WORDS));
  const short = marked.filter(({ length }) => length >= LEAST_SENTENCE && length < RECITED_WORDS);
  const stretches = [...windows, ...short]
    .filter((words) => words.some(({ isOrder }) => isOrder))
    .map((words) => words.map(({ word }) => word));
  return {
    stretches: new Set(stretches.map((words) => words.join(' '))),
    beginnings: new Set(stretches.flatMap((words) => words.map((_, at) => words.slice(0, at + 1).join(' ')))),
    secrets: new Set(secretsOf(sentences)),
  };
}

/** Lower case, without punctuation. */
export function wordsOf(text: string): string[] {
  return (
    text
      .toLowerCase()
      .replaceAll('’', "'")
      .match(/[\p{L}\p{N}]+(?:'\p{L}+)?/gu) ?? []
  );
}

function secretsOf(sentences: readonly string[]): string[] {
  return sentences.flatMap((sentence, at) => {
    if (!FORBIDS.test(sentence)) return [];
    const own = codesIn(sentence);
    return own.length > 0 || !REFERS.test(sentence) ? own : codesIn(sentences[at - 1] ?? '');
  });
}

function codesIn(sentence: string): string[] {
  const quoted = [...sentence.matchAll(QUOTED)].map(([, inside = '']) => inside);
  const codes = [...sentence.matchAll(WITH_DIGITS)]
    .filter(({ index }) => !LIMIT.test(sentence.slice(0, index)))
    .map(([code]) => code);
  return [...quoted, ...codes].map((code) => wordsOf(code).join('')).filter(({ length }) => length >= LEAST_CODE);
}
