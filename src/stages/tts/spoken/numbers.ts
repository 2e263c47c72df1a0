/** Numbers in words: cardinals, ordinals, decimals, years, digit by digit. */
import { toCardinal, toOrdinal } from 'n2words/en-US';
import { anyPattern, minusSource, wordPattern, type SpokenRule } from './rule.js';

/** A number as people write it, with thousands separators and decimals, as the inside of a pattern. */
export const numberSource = String.raw`\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+`;

/** Longer rows of digits are names (serial numbers, cards), not amounts. */
const longestAmount = 15;

/** "1,234.50" → "one thousand two hundred thirty-four point five zero". */
export function sayNumber(written: string): string {
  const [whole = '', decimals] = written.replaceAll(',', '').split('.');
  if (whole.length > longestAmount || (whole.length > 1 && whole.startsWith('0'))) {
    return decimals === undefined ? sayDigits(whole) : `${sayDigits(whole)} point ${sayDigits(decimals)}`;
  }
  const amount = toCardinal(BigInt(whole === '' ? '0' : whole));
  return decimals === undefined ? amount : `${amount} point ${sayDigits(decimals)}`;
}

/** "407" → "four zero seven". */
export function sayDigits(digits: string): string {
  return Array.from(digits.replace(/\D/g, ''), (digit) => toCardinal(digit)).join(' ');
}

/** "21" → "twenty-first"; zero has no ordinal in English books, so it is "zeroth". */
export function sayOrdinal(digits: string): string {
  const value = BigInt(digits.replaceAll(',', ''));
  return value === 0n ? 'zeroth' : toOrdinal(value);
}

/** "1905" → "nineteen oh five", "2007" → "two thousand seven", "2024" → "twenty twenty-four". */
export function sayYear(year: number): string {
  const century = Math.floor(year / 100);
  const rest = year % 100;
  if (year < 1000 || (century % 10 === 0 && rest < 10)) return toCardinal(year);
  if (rest === 0) return `${toCardinal(century)} hundred`;
  return `${toCardinal(century)} ${rest < 10 ? `oh ${toCardinal(rest)}` : toCardinal(rest)}`;
}

/** True when the amount takes the singular: "1 mile", but "1.0 miles" and "0 miles". */
export function isOne(written: string): boolean {
  return written === '1';
}

/** Words after which an old year is a year and not an amount. */
const beforeYear =
  '(?<=\\b(?:in|since|by|circa|around|year|until|till|before|after|from|of|during|to|and|or|early|late|mid) )';

/** Before the units: "1990s" are no seconds. */
export const decadeRules: readonly SpokenRule[] = [
  {
    // the 1800s, the 2000s
    pattern: wordPattern(String.raw`(?<century>1[1-9]|20)00['’]?s`),
    say: ({ groups }) =>
      groups?.['century'] === '20' ? 'two thousands' : `${toCardinal(groups?.['century'] ?? '')} hundreds`,
  },
  {
    // 1990s, the '80s
    pattern: wordPattern(String.raw`(?:(?<century>1[1-9]|20)|['’])(?<decade>[1-9]0)['’]?s`),
    say: ({ groups }) => {
      const tens = toCardinal(groups?.['decade'] ?? '').replace(/y$/, 'ies');
      const { century } = groups ?? {};
      return `${century === undefined ? '' : `${toCardinal(century)} `}${/s$/.test(tens) ? tens : `${tens}s`}`;
    },
  },
];

export const numberRules: readonly SpokenRule[] = [
  {
    pattern: wordPattern(String.raw`(?<n>\d[\d,]*)(?:st|nd|rd|th)`, 'i'),
    say: (match) => sayOrdinal(match.groups?.['n'] ?? ''),
  },
  {
    // 2020–2024, 1914-18
    pattern: wordPattern(String.raw`(?<from>1[1-9]\d\d|20\d\d)\s?[-–]\s?(?<to>1[1-9]\d\d|20\d\d|\d\d)(?!\d|[-–]\d)`),
    say: ({ groups }) => {
      const to = groups?.['to'] ?? '';
      return `${sayYear(Number(groups?.['from']))} to ${to.length === 2 ? toCardinal(to) : sayYear(Number(to))}`;
    },
  },
  {
    // 3.11.2: a version
    pattern: wordPattern(String.raw`v?(?<n>\d+(?:\.\d+){2,})`),
    say: (match) =>
      (match.groups?.['n'] ?? '')
        .split('.')
        .map((part) => sayNumber(part))
        .join(' point '),
  },
  {
    pattern: anyPattern(String.raw`${beforeYear}(?<year>1[1-8]\d\d)(?![\p{L}\p{N}]|[.,]\d)`, 'i'),
    say: (match) => sayYear(Number(match.groups?.['year'])),
  },
  {
    pattern: wordPattern(String.raw`(?<year>19\d\d|20\d\d)(?![.,]\d)`),
    say: (match) => sayYear(Number(match.groups?.['year'])),
  },
  {
    // 3:2
    pattern: wordPattern(String.raw`(?<from>\d+):(?<to>\d+)(?!:)`),
    say: ({ groups }) => `${sayNumber(groups?.['from'] ?? '')} to ${sayNumber(groups?.['to'] ?? '')}`,
  },
  {
    // 5-10, 3 – 4
    pattern: wordPattern(String.raw`(?<from>${numberSource})(?:[-–]| – )(?<to>${numberSource})(?!\s?[-–]\s?\d)`),
    say: ({ groups }) => `${sayNumber(groups?.['from'] ?? '')} to ${sayNumber(groups?.['to'] ?? '')}`,
  },
  {
    pattern: wordPattern(`${minusSource}(?<n>${numberSource})`),
    say: ({ groups }) => `${groups?.['minus'] === undefined ? '' : 'minus '}${sayNumber(groups?.['n'] ?? '')}`,
  },
];
