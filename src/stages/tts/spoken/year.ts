/** Years, decades and eras: "in 1492", "2020–21", "the '90s", "44 BC". */
import { toCardinal } from 'n2words/en-US';
import { sayYear } from './numbers.js';
import { anyPattern, wordPattern, type RuleGroup } from './rule.js';

/** Words after which an old year is a year and not an amount. */
const beforeYear =
  '(?<=\\b(?:in|since|by|circa|around|year|until|till|before|after|from|of|during|to|and|or|early|late|mid|summer|winter|spring|fall|autumn|ca?\\.),? )';
/** "B.C." as letters; its last dot may end the sentence. */
const era = String.raw`(?<era>B\.C\.E|A\.D|B\.C|C\.E|BCE|BC|AD|CE)(?:(?<=\..)\.(?=\s+\p{Ll}|[,;:)]))?`;
const longYear = String.raw`1[1-9]\d\d|20\d\d`;

/** Before the units: "1990s" are no seconds. */
export const decadeRules: RuleGroup = {
  starts: /[\d'’‘F]/u,
  rules: [
    {
      // the 1800s, the 2000s
      pattern: wordPattern(String.raw`(?<century>1[1-9]|20)00['’]?s`),
      say: ({ groups }) =>
        groups?.['century'] === '20' ? 'two thousands' : `${toCardinal(groups?.['century'] ?? '')} hundreds`,
    },
    {
      // 1990s, the '80s, the early 60s
      pattern: wordPattern(
        String.raw`(?:(?<century>1[1-9]|20)|['’‘]|(?<=\b(?:the|early|late|mid)[ -]))(?<decade>[1-9]0)['’]?s|(?<bare>[2-9]0)s(?=\s(?:music|hits?|rock|pop|disco|style|fashion|movies?|films?|songs?|kid|band)\b)`,
        'i',
      ),
      say: ({ groups }) => {
        const tens = toCardinal(groups?.['decade'] ?? groups?.['bare'] ?? '').replace(/y$/, 'ies');
        const { century } = groups ?? {};
        return `${century === undefined ? '' : `${toCardinal(century)} `}${tens.endsWith('s') ? tens : `${tens}s`}`;
      },
    },
    {
      // the summer of '69
      pattern: wordPattern(String.raw`['’](?<year>\d\d)`),
      say: ({ groups }) => toCardinal(Number(groups?.['year'])),
    },
    {
      pattern: wordPattern(String.raw`FY\s?(?<year>20\d\d)`),
      say: ({ groups }) => `fiscal year ${sayYear(Number(groups?.['year']))}`,
    },
  ],
};

export const yearRules: RuleGroup = {
  starts: /[\dA]/u,
  rules: [
    {
      pattern: wordPattern(String.raw`(?:(?<from>\d{1,4})\s?[-–]\s?)?(?<year>\d{1,4}|\d{1,3},\d{3})\s?${era}`),
      say: ({ groups }) => {
        const { from, year = '', era: letters = '' } = groups ?? {};
        const start = from === undefined ? '' : `${sayYear(Number(from))} to `;
        return `${start}${sayYear(Number(year.replace(',', '')))} ${sayEra(letters)}`;
      },
    },
    {
      pattern: wordPattern(String.raw`(?<era>AD|A\.D\.)\s(?<year>\d{1,4})`),
      say: ({ groups }) => `${sayEra(groups?.['era'] ?? '')} ${sayYear(Number(groups?.['year']))}`,
    },
    {
      // 2020–2024, 1914-18, 2024/25
      pattern: wordPattern(String.raw`(?<from>${longYear})(?:\s?[-–]\s?|/)(?<to>${longYear}|\d\d)(?!\d|[-–/]\d)`),
      say: ({ groups, 0: written }) => {
        const { from, to = '' } = groups ?? {};
        const joined = written.includes('/') ? '' : ' to';
        return `${sayYear(Number(from))}${joined} ${to.length === 2 ? toCardinal(Number(to)) : sayYear(Number(to))}`;
      },
    },
    {
      pattern: anyPattern(String.raw`${beforeYear}(?<year>1[0-8]\d\d|2[1-9]\d\d)(?![\p{L}\p{N}]|[.,:]\d)`, 'i'),
      say: ({ groups }) => sayYear(Number(groups?.['year'])),
    },
    {
      pattern: wordPattern(String.raw`(?<year>19\d\d|20\d\d)(?![.,:]\d)`),
      say: ({ groups }) => sayYear(Number(groups?.['year'])),
    },
  ],
};

function sayEra(written: string): string {
  return Array.from(written.replaceAll('.', '')).join('.');
}
