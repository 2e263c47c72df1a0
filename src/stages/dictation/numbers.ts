/** Numbers, dates and times among words, written as people write them. English. */
import { readAmount, readDate, readTime, type TimeStyle } from './dates.js';
import { readCardinal, readDigits, readOrdinal, readYear, type Written } from './number-forms.js';
import { tokenOf, type Token } from './token.js';

export interface NumberStyle {
  /** `prose` leaves numbers below ten in words, `digits` none but a lone "one". */
  readonly numbers: 'prose' | 'digits';
  readonly times: TimeStyle;
}

const FIRST_IN_DIGITS = 10;
/** What stands in front of a number that names something. */
const LABELS = new Set(
  'page pages chapter version step number room figure table section paragraph grade level episode line gate platform'.split(
    ' ',
  ),
);
const PHONE = /^(?:phone|telephone|call|cell|mobile|fax|dial|text|ring|number)$/u;
const TENS_AND_ONES =
  /^(twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-(one|two|three|four|five|six|seven|eight|nine|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)$/u;

/** Tokens in, tokens out; what is no number stays as it is. */
export function writeNumbers(tokens: readonly Token[], style: NumberStyle): Token[] {
  const parted = tokens.flatMap(part);
  const result: Token[] = [];
  for (let at = 0; at < parted.length;) {
    const reading = readAt(parted, at, style);
    const [first, last] = [parted[at], parted[at + (reading?.used ?? 1) - 1]];
    if (reading === undefined || last === undefined) {
      if (first !== undefined) result.push(first);
      at++;
      continue;
    }
    result.push(tokenOf(reading.text, { pre: first?.pre ?? '', post: last.post }));
    at += reading.used;
  }
  return result;
}

function part(token: Token): Token[] {
  const [, tens, ones] = TENS_AND_ONES.exec(token.key) ?? [];
  if (tens === undefined || ones === undefined) return [token];
  return [tokenOf(tens, { pre: token.pre, post: '' }), tokenOf(ones, { pre: '', post: token.post })];
}

/** What may be read together begins at `at` and ends where the recogniser heard a break. */
function readAt(tokens: readonly Token[], at: number, style: NumberStyle): Written | undefined {
  const end = tokens.findIndex(({ post }, index) => index >= at && post !== '');
  const begin = tokens.findLastIndex(({ post }, index) => index < at && post !== '') + 1;
  const stretch = tokens.slice(begin, end < 0 ? tokens.length : end + 1);
  const words = stretch.map(({ key }) => key);
  const inside = at - begin;
  return (
    readDate(words, inside) ??
    readTime(words, inside, style.times) ??
    readPhone(words, inside) ??
    readAmount(words, inside) ??
    readVersion(words, inside) ??
    readLongYear(words, inside) ??
    readPlace(words, inside) ??
    readPlain(words, inside, style)
  );
}

/** Digits one by one; beside talk of phones, in the groups that people write. */
function readPhone(words: readonly string[], at: number): Written | undefined {
  const run = readDigits(words, at) ?? spacedDigits(words[at]);
  if (!words.slice(0, at).some((word) => PHONE.test(word))) return run;
  const found = run ?? writtenDigits(words, at);
  if (found === undefined) return undefined;
  const { text } = found;
  if (text.length === 10) return { ...found, text: `${text.slice(0, 3)}-${text.slice(3, 6)}-${text.slice(6)}` };
  return text.length === 7 ? { ...found, text: `${text.slice(0, 3)}-${text.slice(3)}` } : run;
}

/** "5-5-5-1-2": how recognisers write digits that are said one by one. */
function spacedDigits(word = ''): Written | undefined {
  return /^\d(?:-\d){2,}$/u.test(word) ? { text: word.replace(/-/gu, ''), used: 1 } : undefined;
}

/** Digits that the recogniser wrote in groups of its own. */
function writtenDigits(words: readonly string[], at: number): Written | undefined {
  const end = words.findIndex((word, index) => index >= at && !/^\d+$/u.test(word));
  const groups = words.slice(at, end < 0 ? words.length : end);
  return groups.length === 0 ? undefined : { text: groups.join(''), used: groups.length };
}

/** "Two dot one". */
function readVersion(words: readonly string[], at: number): Written | undefined {
  const [major, minor] = [readCardinal(words, at), readCardinal(words, at + 2)];
  if (words[at + 1] !== 'dot' || major?.used !== 1 || minor === undefined) return undefined;
  return { text: `${major.text}.${minor.text}`, used: 2 + minor.used };
}

/** Years that are said in two halves; "2025" needs no help, and "two thousand" is a number as well. */
function readLongYear(words: readonly string[], at: number): Written | undefined {
  return /^(?:\d+|two)$/u.test(words[at] ?? '') ? undefined : readYear(words, at);
}

/** Tenth and up; "a tenth of it" is a part, and a "twenty second delay" no place. */
function readPlace(words: readonly string[], at: number): Written | undefined {
  const before = words[at - 1] ?? '';
  const found = readOrdinal(words, at);
  if (found === undefined || found.value < FIRST_IN_DIGITS || /^(?:a|an|one|two|three)$/u.test(before))
    return undefined;
  return words[at + 1] === 'second' && before !== 'the' ? undefined : found;
}

function readPlain(words: readonly string[], at: number, { numbers }: NumberStyle): Written | undefined {
  const found = readCardinal(words, at);
  if (found === undefined) return undefined;
  if (isClockPhrase(words, at, found.used)) return undefined;
  const isLabelled = (LABELS.has(words[at - 1] ?? '') && words[at] !== 'a') || beginsRange(words, at + found.used);
  const isLong = found.value >= FIRST_IN_DIGITS || !Number.isInteger(found.value) || found.text.includes('.');
  return isLong || isLabelled || (numbers === 'digits' && found.value !== 1) ? found : undefined;
}

/** "Ten to nine", "five past ten": people write these in words. */
function isClockPhrase(words: readonly string[], at: number, used: number): boolean {
  const isSide = (word: string | undefined): boolean => /^(?:past|to|till)$/u.test(word ?? '');
  const isPart = (index: number): boolean => /^(?:five|ten|twenty|half|quarter)$/u.test(words[index] ?? '');
  const isHour = (index: number): boolean => (readCardinal(words, index)?.value ?? 13) <= 12;
  const isMinutes = isPart(at + used - 1) && isSide(words[at + used]) && isHour(at + used + 1);
  return (isMinutes && !beginsRange(words, at + used)) || (isSide(words[at - 1]) && isPart(at - 2) && isHour(at));
}

/** "Three to five percent": both ends of a range look alike. */
function beginsRange(words: readonly string[], at: number): boolean {
  return /^(?:to|or)$/u.test(words[at] ?? '') && readAmount(words, at + 1) !== undefined;
}
