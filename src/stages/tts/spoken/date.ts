/** Dates: "2024-05-03", "May 3, 2024", "3 May", "5/3/2024" (month first), "Jan. 5th". */
import { sayOrdinal, sayYear } from './numbers.js';
import { wordPattern, type SpokenRule } from './rule.js';

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

const monthName = String.raw`(?<month>January|February|March|April|May|June|July|August|September|October|November|December)`;
const monthShort = String.raw`(?<short>Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)(?:\.|(?=\s))`;
const month = `(?:${monthName}|${monthShort})`;
const day = String.raw`(?<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?`;
const year = String.raw`(?<year>1[1-9]\d\d|20\d\d)`;

export const dateRules: readonly SpokenRule[] = [
  {
    pattern: wordPattern(String.raw`${year}-(?<number>0[1-9]|1[0-2])-(?<day>0[1-9]|[12]\d|3[01])(?!-)`),
    say: monthFirst,
  },
  { pattern: wordPattern(String.raw`(?<first>\d{1,2})/(?<second>\d{1,2})/${year}`), say: sayNumeric },
  {
    // "on 12/25": without such a word it is a fraction.
    pattern: wordPattern(
      String.raw`(?<=\b(?:on|by|until|before|after|since) )(?<first>\d{1,2})/(?<second>\d{1,2})(?!/)`,
    ),
    say: sayNumeric,
  },
  { pattern: wordPattern(String.raw`${month}\s${day}(?:,?\s${year})?(?!:\d|\d)`), say: monthFirst },
  {
    pattern: wordPattern(String.raw`${day}\s(?:of\s)?${month}(?:,?\s${year})?`),
    say: ({ groups }) => `the ${sayOrdinal(groups?.['day'] ?? '')} of ${monthOf(groups)}${yearOf(groups)}`,
  },
];

function monthFirst({ groups }: RegExpExecArray): string {
  return `${monthOf(groups)} ${sayOrdinal(groups?.['day'] ?? '')}${yearOf(groups)}`;
}

/** The American order, unless the first number can only be a day. */
function sayNumeric({ groups }: RegExpExecArray): string | undefined {
  const first = Number(groups?.['first']);
  const second = Number(groups?.['second']);
  const [monthNumber, dayNumber] = first > 12 ? [second, first] : [first, second];
  const name = months[monthNumber - 1];
  if (name === undefined || dayNumber < 1 || dayNumber > 31) return undefined;
  return `${name} ${sayOrdinal(String(dayNumber))}${yearOf(groups)}`;
}

function monthOf(groups: Record<string, string> | undefined): string {
  const { month: full, short, number } = groups ?? {};
  if (number !== undefined) return months[Number(number) - 1] ?? '';
  return full ?? months.find((name) => name.startsWith((short ?? '').slice(0, 3))) ?? '';
}

function yearOf(groups: Record<string, string> | undefined): string {
  const written = groups?.['year'];
  return written === undefined ? '' : `, ${sayYear(Number(written))}`;
}
