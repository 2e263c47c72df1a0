/** Numbers in words: cardinals, ordinals, decimals, years, digit by digit. */
import { toCardinal, toOrdinal } from 'n2words/en-US';

/** A number as people write it, with thousands separators and decimals, as the inside of a pattern. */
export const numberSource = String.raw`(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)`;

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
  if (year < 1000 || year > 9999 || (century % 10 === 0 && rest < 10)) return toCardinal(year);
  return `${toCardinal(century)} ${rest === 0 ? 'hundred' : sayPair(rest)}`;
}

/** The number of a room, a flight or a house: "204" → "two oh four", "1600" → "sixteen hundred". */
export function sayName(digits: string): string {
  const value = Number(digits);
  if (digits.startsWith('0') || digits.length > 4) return sayDigits(digits);
  if (digits.length < 3 || value % 1000 === 0) return toCardinal(value);
  const rest = value % 100;
  return `${toCardinal(Math.floor(value / 100))} ${rest === 0 ? 'hundred' : sayPair(rest)}`;
}

/** Two digits behind others: "05" → "oh five". */
function sayPair(rest: number): string {
  return rest < 10 ? `oh ${toCardinal(rest)}` : toCardinal(rest);
}

/** True when the amount takes the singular: "1 mile", but "1.0 miles" and "0 miles". */
export function isOne(written: string): boolean {
  return written === '1';
}
