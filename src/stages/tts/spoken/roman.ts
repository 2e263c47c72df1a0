/** Roman numerals in names: "Henry VIII", "World War II", "Chapter IV". */
import { toCardinal, toOrdinal } from 'n2words/en-US';
import { anyPattern, before, behind, wordPattern, type RuleGroup } from './rule.js';

/** Kings, queens, popes: their number is an ordinal, and even a single letter is one. */
const rulers =
  'Albert|Alexander|Alfonso|Benedict|Boniface|Carl|Catherine|Charles|Christian|Clement|Constantine|Darius|Edward|Elizabeth|' +
  'Felipe|Ferdinand|Francis|Frederick|George|Gregory|Gustav|Haakon|Harald|Henry|Innocent|Isabella|Ivan|James|John|' +
  'Joseph|Julius|Leo|Leopold|Louis|Margrethe|Mary|Maximilian|Napoleon|Nicholas|Olav|Otto|Paul|Pedro|Peter|Philip|Pius|' +
  'Ptolemy|Ramses|Ramesses|Richard|Rudolf|Sixtus|Urban|Victoria|Wilhelm|William|Xerxes';
/** Things that are counted: even "Part I" has a number. */
const counted =
  'Act|Appendix|Apollo|Article|Book|Bowl|Chapter|Class|Episode|Grade|Mark|Part|Phase|Round|Saturn|Scene|Season|Section|Stage|' +
  'Tier|Title|Type|Volume|War';

const numeral = String.raw`(?<roman>[IVXL]+)(?<tail>['’]s)?`;

export const romanRules: RuleGroup = {
  starts: /[IVXL]/u,
  rules: [
    {
      pattern: wordPattern(`(?<=\\b(?:${counted})\\s)${numeral}`),
      say: ({ groups }) => sayRoman(groups, (value) => toCardinal(value)),
    },
    {
      pattern: wordPattern(`(?<=\\b(?:${rulers})\\s)${numeral}`),
      say: (match) => (isPronoun(match) ? undefined : sayRoman(match.groups, (value) => `the ${ordinal(value)}`)),
    },
    {
      // Thurston Howell III
      pattern: wordPattern(String.raw`(?<=\p{Lu}\p{Ll}+\s\p{Lu}\p{Ll}+\s)(?<roman>II|III|IV)(?<tail>['’]s)?`),
      say: (match) => {
        const isPerson = !/\b(?:The|Of|Fantasy|Wars|Age|Evil|Souls|Quest|Alert|Theft|Auto)\b/.test(
          before(match).slice(-40),
        );
        return sayRoman(match.groups, (value) => (isPerson ? `the ${ordinal(value)}` : toCardinal(value)));
      },
    },
    {
      // Rocky IV: a single letter would be a name, and XL is a size.
      pattern: wordPattern(String.raw`(?<=\p{Lu}[\p{L}.]+\s)(?<roman>[IVX]{2,})(?<tail>['’]s)?`),
      say: ({ groups }) => sayRoman(groups, (value) => toCardinal(value)),
    },
    {
      pattern: anyPattern(String.raw`(?<=\n|^)(?<roman>[IVX]+)\.(?=\s)`),
      say: ({ groups }) => sayRoman(groups, listed),
    },
  ],
};

const listed = (value: number): string => `${toCardinal(value)}.`;
const ordinal = (value: number): string => toOrdinal(value).replace(/^./, (letter) => letter.toUpperCase());

/** "Tell Charles I am late." */
function isPronoun(match: RegExpExecArray): boolean {
  return (
    match.groups?.['roman'] === 'I' &&
    !/^(?:['’.,;:!?)]|\s*$|\s(?:of|in|and|ruled|reigned|died|became)\b)/.test(behind(match))
  );
}

function sayRoman(groups: Record<string, string> | undefined, say: (value: number) => string): string | undefined {
  const { roman = '', tail = '' } = groups ?? {};
  const value = readRoman(roman);
  return value === undefined ? undefined : say(value) + tail;
}

const values: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10, L: 50 };
const wellFormed = /^(?:L?X{0,3}|XL)(?:IX|IV|V?I{0,3})$/;

/** 1 to 89; undefined for letters that are no numeral. */
function readRoman(written: string): number | undefined {
  if (written === '' || !wellFormed.test(written)) return undefined;
  return Array.from(written).reduce((total, letter, index) => {
    const value = values[letter] ?? 0;
    return total + (value < (values[written.charAt(index + 1)] ?? 0) ? -value : value);
  }, 0);
}
