/** English numbers as people write them: cardinals, ordinals, years, digits said one by one. */
import { readNumber } from '../../skills/language/numbers.js';

/** What some words are written as. */
export interface Written {
  readonly text: string;
  /** Words that it stands for. */
  readonly used: number;
}

const ONES = 'zero one two three four five six seven eight nine'.split(' ');
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const ORDINALS = new Map(
  (
    'zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth ' +
    'fifteenth sixteenth seventeenth eighteenth nineteenth twentieth'
  )
    .split(' ')
    .map((word, value): [string, number] => [word, value]),
).set('thirtieth', 30);
const SCALES: Readonly<Record<string, number>> = { million: 1e6, billion: 1e9, trillion: 1e12 };
/** Fewer are no number that somebody reads out. */
const SHORTEST_RUN = 3;
/** Amounts from here on have commas; below, they may be years. */
const GROUPED_FROM = 10_000;

/** A number as a value and as it is written. */
export interface Cardinal extends Written {
  readonly value: number;
}

/** A number said in words: "twenty five", "three point one four", "two million". Digits are none. */
export function readCardinal(words: readonly string[], at: number): Cardinal | undefined {
  const first = words[at] ?? '';
  // "a hundred" and "thousand" alone are figures of speech.
  if (/\d/u.test(first) || /^(?:point|hundred|thousand|[mbt]r?illion)$/u.test(first)) return undefined;
  const found = readNumber(words, at);
  if (found === undefined) return undefined;
  const { value, next } = found;
  const said = words.slice(at, next);
  if (first === 'a' && said.length < 3) return undefined;
  // "two and a half" reads best in words.
  if (/^(?:half|quarter)$/u.test(said.at(-1) ?? '') && value < 10) return undefined;
  return { value, text: formatCardinal(value, said), used: next - at };
}

function formatCardinal(value: number, said: readonly string[]): string {
  const point = said.indexOf('point');
  // The digits that were said, so that "two point zero" keeps its zero.
  if (point >= 0)
    return `${Math.trunc(value)}.${said
      .slice(point + 1)
      .map(digitsOf)
      .join('')}`;
  const scale = said.at(-1) ?? '';
  const size = SCALES[scale];
  if (size !== undefined && value % (size / 100) === 0) return `${value / size} ${scale}`;
  return value < GROUPED_FROM ? String(value) : value.toLocaleString('en');
}

function digitsOf(word: string): string {
  const digit = ONES.indexOf(word);
  return digit < 0 ? word.replace(/\D/gu, '') : String(digit);
}

/** "Twenty third", "tenth": 1…99. */
export function readOrdinal(words: readonly string[], at: number): Cardinal | undefined {
  const tens = TENS.indexOf(words[at] ?? '');
  const after = ORDINALS.get(words[at + 1] ?? '');
  if (tens >= 0 && after !== undefined && after > 0 && after < 10) {
    const value = 20 + 10 * tens + after;
    return { value, text: `${value}${suffixOf(value)}`, used: 2 };
  }
  const value = ORDINALS.get(words[at] ?? '') ?? ordinalTens(words[at] ?? '');
  return value === undefined ? undefined : { value, text: `${value}${suffixOf(value)}`, used: 1 };
}

function ordinalTens(word: string): number | undefined {
  const tens = TENS.indexOf(word.replace(/ieth$/u, 'y'));
  return word.endsWith('ieth') && tens >= 0 ? 20 + 10 * tens : undefined;
}

function suffixOf(value: number): string {
  if (value % 100 > 10 && value % 100 < 14) return 'th';
  return ['th', 'st', 'nd', 'rd'][value % 10] ?? 'th';
}

const CENTURIES: Readonly<Record<string, number>> = {
  sixteen: 16,
  seventeen: 17,
  eighteen: 18,
  nineteen: 19,
  twenty: 20,
};

/** "Nineteen eighty four", "twenty twenty five", "twenty oh five", "nineteen eighties", "two thousand five", "2025". */
export function readYear(words: readonly string[], at: number): Written | undefined {
  const first = words[at] ?? '';
  if (/^(?:1[5-9]|20)\d\d$/u.test(first)) return { text: first, used: 1 };
  const century = CENTURIES[first];
  if (century !== undefined) {
    const second = words[at + 1] ?? '';
    const decade = TENS.findIndex((word) => `${word.slice(0, -1)}ies` === second);
    if (decade >= 0) return { text: `${century}${2 + decade}0s`, used: 2 };
    const digit = second === 'oh' || second === 'o' ? ONES.indexOf(words[at + 2] ?? '') : -1;
    if (digit > 0) return { text: `${century}0${digit}`, used: 3 };
    const rest = readCardinal(words, at + 1);
    if (rest !== undefined && Number.isInteger(rest.value) && rest.value >= 10 && rest.value < 100)
      return { text: `${century}${rest.value}`, used: 1 + rest.used };
    return undefined;
  }
  const whole = first === 'two' && words[at + 1] === 'thousand' ? readCardinal(words, at) : undefined;
  return whole !== undefined && whole.value < 2100 ? { text: String(whole.value), used: whole.used } : undefined;
}

/** Digits said one by one: "five five five oh one", "double four". */
export function readDigits(words: readonly string[], at: number): Written | undefined {
  let text = '';
  let next = at;
  for (; next < words.length; next++) {
    const word = words[next] ?? '';
    const times = word === 'double' ? 2 : word === 'triple' ? 3 : 1;
    const digit = ONES.indexOf(words[times > 1 ? next + 1 : next] ?? '');
    if (digit >= 0) text += String(digit).repeat(times);
    else if (times === 1 && text !== '' && (word === 'oh' || word === 'o')) text += '0';
    else break;
    if (times > 1) next++;
  }
  return text.length < SHORTEST_RUN ? undefined : { text, used: next - at };
}
