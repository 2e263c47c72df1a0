/** Hears that something is being read off: a number, a date, a time, a spelling. People pause between its parts. */
import { wordSet } from './tokens.js';

/** What is being read, in the words of a reason. */
export type Reading = 'a number' | 'a date' | 'a time' | 'a spelling' | 'an address';

const digitWords = wordSet('zero oh one two three four five six seven eight nine double triple');
const numberWords = wordSet(
  'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy ' +
    'eighty ninety hundred thousand million billion half quarter',
);
const ordinals =
  /^(?:\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|(?:thir|four|fif|six|seven|eigh|nine)teenth|twentieth|thirtieth)$/;
const months = wordSet(
  'january february march april june july august september october november december januar februar märz juni juli oktober ' +
    'dezember janvier février avril juin juillet août septembre octobre décembre enero febrero marzo junio julio agosto ' +
    'septiembre octubre noviembre diciembre',
);
/** A number behind one of these wants a unit or a name behind it. */
const counting = wordSet('for in of and times plus minus by to about another next every');
/** Behind these a number is a place in a list, and whole. */
const NUMBER = /^\d[\d.,:-]*%?$/;

/** The longest that is told apart; telephone numbers have as many. */
const LONGEST_DIGITS = 16;
/** A number of more digits is read off, not counted. */
const LONGEST_PLAIN = 4;
/** Digits in a row that make a number that is read off. */
const LEAST_RUN = 3;
/** Lengths that whole telephone numbers have. */
const WHOLE = new Set([7, 10, 11, 12, 16]);

/** What the end of the words is part of; undefined where it is nothing of the kind, or whole by its length. */
export function findReading(words: readonly string[]): Reading | undefined {
  const last = words.at(-1) ?? '';
  const before = words.at(-2) ?? '';
  if (
    /^(?:at|dot|underscore|dash|slash)$/.test(last) &&
    words.some((word) => /^(?:dot|com|www|email|mail)$/.test(word))
  )
    return 'an address';
  if (isSpelling(words)) return 'a spelling';
  const digits = trailingDigits(words);
  if (digits >= LEAST_RUN) return WHOLE.has(digits) || digits > LONGEST_DIGITS ? undefined : 'a number';
  if (ordinals.test(last) && /^(?:the|on|of|until|till|by|from|twenty|thirty)$/.test(before)) return 'a date';
  if (months.has(last) && (words.length > 2 || words.length === 1)) return 'a date';
  if (/^(?:past|o'clock|quarter|half)$/.test(last) && last !== "o'clock") return 'a time';
  if (isNumber(last) && /^(?:at|past|until|till)$/.test(before)) return /[.:]\d\d$/.test(last) ? undefined : 'a time';
  // With its unit or its minutes it is whole: "30%", "6.45".
  if (/%$|^\d{1,2}[.:]\d\d$/.test(last)) return undefined;
  return isNumber(last) && counting.has(before) ? 'a number' : undefined;
}

/** Whether the last word is a number that more could be added to. */
export function endsInNumber(words: readonly string[]): boolean {
  return isNumber(words.at(-1) ?? '');
}

/** Nothing but digits, more than one of them, and not as many as a whole telephone number. */
export function isDigitsAlone(words: readonly string[]): boolean {
  const isDigits = words.every((word) => /^[\d-]+$/.test(word) || digitWords.has(word));
  const digits = words.reduce((sum, word) => sum + (/\d/.test(word) ? word.replaceAll(/\D/g, '').length : 1), 0);
  return isDigits && digits > 1 && (words.length > 1 || digits > LONGEST_PLAIN) && !WHOLE.has(digits);
}

function isNumber(word: string): boolean {
  return NUMBER.test(word) || digitWords.has(word) || numberWords.has(word);
}

/** Digits at the end, spoken one by one or in groups; the digits of one written number alone do not count. */
function trailingDigits(words: readonly string[]): number {
  let digits = 0;
  let groups = 0;
  for (const word of [...words].reverse()) {
    const written = NUMBER.test(word) ? word.replaceAll(/\D/g, '').length : 0;
    if (written === 0 && !digitWords.has(word)) break;
    digits += written === 0 ? 1 : written;
    groups += 1;
  }
  const isDashed = /\d-\d|\d-$/.test(words.at(-1) ?? '');
  return groups > 1 || isDashed ? digits : 0;
}

/** Two single letters in a row at the end; "a" and "i" are words, and so is the "b" of "plan b". */
function isSpelling(words: readonly string[]): boolean {
  const isLetter = (word: string | undefined): boolean => /^[a-z]$/.test(word ?? '');
  if (/^(?:[a-z]-)+[a-z]$/.test(words.at(-1) ?? '')) return true;
  const isAbout = words.some((word) => /^(?:spell|spelled|spelt|spelling|letters?)$/.test(word));
  return isLetter(words.at(-1)) && isLetter(words.at(-2)) && (isAbout || isLetter(words.at(-3)));
}
