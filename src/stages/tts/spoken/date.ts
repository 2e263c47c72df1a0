/** Dates: "2024-05-03", "May 3, 2024", "3 May", "5/3/2024" (month first), "21.11.2026", "Jan. 5th", "Sat.", "Mon–Fri". */
import { sayTime } from './clock.js';
import { sayOrdinal, sayYear } from './numbers.js';
import { anyPattern, before, wordPattern, type RuleGroup, type SpokenRule } from './rule.js';

const months = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July'],
  ...['August', 'September', 'October', 'November', 'December'],
];
const shortMonths = 'Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec';

const monthFull = `(?<month>${months.join('|')})`;
const month = String.raw`(?:${monthFull}|(?<short>${shortMonths})(?:\.|(?!\p{L})))`;
const ordinal = '(?:st|nd|rd|th)?';
const day = `(?<day>0?[1-9]|[12]\\d|3[01])${ordinal}`;
const until = String.raw`(?:\s?[-–—]\s?(?<to>0?[1-9]|[12]\d|3[01])${ordinal}(?![:\d]|\s?[ap]\.?m))?`;
const year = String.raw`(?<year>1[0-9]\d\d|20\d\d)`;
const time = String.raw`(?:[T ](?<h>[01]\d|2[0-4]):(?<m>[0-5]\d)(?::(?<s>[0-5]\d)(?:\.\d+)?)?(?<zone>Z| UTC)?)?`;

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const weekday = '(?<weekday>Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)';

export const dateRules: RuleGroup = {
  starts: /[\dA-Z]/u,
  rules: [
    {
      // 2026-11-21, 2026/11/21, 2026-11-21T14:30:00Z
      pattern: wordPattern(
        String.raw`${year}(?<sign>[-/])(?<number>0[1-9]|1[0-2])\k<sign>(?<day>0[1-9]|[12]\d|3[01])(?!-)${time}`,
      ),
      say: monthFirst,
    },
    {
      // 5/3/2024, 1/1/99
      pattern: wordPattern(String.raw`(?<first>\d{1,2})/(?<second>\d{1,2})/(?:${year}|(?<short>\d\d))(?!/)`),
      say: sayNumeric,
    },
    {
      // 21.11.2026
      pattern: wordPattern(String.raw`(?<second>\d{1,2})\.\s?(?<first>\d{1,2})\.\s?${year}`),
      say: sayNumeric,
    },
    {
      // "on 12/25": without such a word it is a fraction.
      pattern: wordPattern(
        String.raw`(?<=\b(?:on|by|until|before|after|since) )(?<first>\d{1,2})/(?<second>\d{1,2})(?!/)`,
      ),
      say: sayNumeric,
    },
    { pattern: wordPattern(String.raw`${month}\s${day}${until}(?:,?\s${year})?(?!:\d|\d|[.,]\d)`), say: monthFirst },
    { pattern: wordPattern(String.raw`${month}(?<comma>,)?\s${year}`), say: sayMonth },
    { pattern: wordPattern(String.raw`${day}${until}\s(?:of\s)?${month}(?:,?\s${year})?`), say: dayFirst },
  ],
};

/** The dash between two dates: "Nov 30 – Dec 2". */
export const dateDash: SpokenRule = {
  pattern: anyPattern(String.raw`(?<=\d(?:st|nd|rd|th)?)\s?[-–—]\s?(?=${month}\s\d)`),
  say: () => 'to',
};

/** Weekdays: the short forms that are words themselves only where a day is sure. */
export const weekdayRules: RuleGroup = {
  starts: /[MTWFS]/u,
  rules: [
    {
      pattern: wordPattern(String.raw`${weekday}\.?\s?[-–—]\s?(?<to>Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)`),
      say: ({ groups }) => `${weekdayOf(groups?.['weekday'])} to ${weekdayOf(groups?.['to'])}`,
    },
    {
      // "Sat, Nov 21", "Sun. morning", "Mon/Wed"
      pattern: wordPattern(String.raw`${weekday}(?=,?\s(?:${shortMonths}|${months.join('|')}|\d)|/\p{Lu})`),
      say: ({ groups }) => weekdayOf(groups?.['weekday']),
    },
    {
      pattern: anyPattern(String.raw`${weekday}\.(?=,|\s+\p{Ll}|\s+\d|\s+(?:${shortMonths}))`),
      say: ({ groups }) => weekdayOf(groups?.['weekday']),
    },
    {
      pattern: wordPattern(
        String.raw`(?<=\b(?:[Oo]n|this|next|last|every|until|till|by|from|for) )${weekday}(?!\s\p{Lu})`,
      ),
      say: ({ groups }) => weekdayOf(groups?.['weekday']),
    },
    {
      pattern: wordPattern('(?<weekday>Mon|Tues?|Wed|Thurs?|Thu|Fri)'),
      say: ({ groups }) => weekdayOf(groups?.['weekday']),
    },
  ],
};

type Groups = Record<string, string> | undefined;

function monthFirst({ groups }: RegExpExecArray): string {
  const at = groups?.['h'] === undefined ? '' : `, ${sayTime(groups)}`;
  return `${monthOf(groups)} ${daysOf(groups)}${yearOf(groups)}${at}`;
}

/** "the 21 November" has its article already. */
function dayFirst(match: RegExpExecArray): string {
  const article = /\bthe $/i.test(before(match)) ? '' : 'the ';
  return `${article}${daysOf(match.groups)} of ${monthOf(match.groups)}${yearOf(match.groups)}`;
}

function sayMonth({ groups }: RegExpExecArray): string {
  return `${monthOf(groups)}${groups?.['comma'] ?? ''} ${sayYear(Number(groups?.['year']))}`;
}

/** The American order, unless the first number can only be a day. */
function sayNumeric({ groups }: RegExpExecArray): string | undefined {
  const first = Number(groups?.['first']);
  const second = Number(groups?.['second']);
  const [monthNumber, dayNumber] = first > 12 ? [second, first] : [first, second];
  const name = months[monthNumber - 1];
  if (name === undefined || dayNumber < 1 || dayNumber > 31) return undefined;
  const { year: full, short } = groups ?? {};
  const written = short === undefined ? full : `${Number(short) < 70 ? '20' : '19'}${short}`;
  return `${name} ${sayOrdinal(String(dayNumber))}${yearOf(written === undefined ? {} : { year: written })}`;
}

function daysOf(groups: Groups): string {
  const to = groups?.['to'];
  return `${sayOrdinal(groups?.['day'] ?? '')}${to === undefined ? '' : ` to ${sayOrdinal(to)}`}`;
}

function monthOf(groups: Groups): string {
  const { month: full, short, number } = groups ?? {};
  if (number !== undefined) return months[Number(number) - 1] ?? '';
  return full ?? months.find((name) => name.startsWith((short ?? '').slice(0, 3))) ?? '';
}

function yearOf(groups: Groups): string {
  const written = groups?.['year'];
  return written === undefined ? '' : `, ${sayYear(Number(written))}`;
}

function weekdayOf(short = ''): string {
  return weekdays.find((name) => name.startsWith(short.slice(0, 3))) ?? short;
}
