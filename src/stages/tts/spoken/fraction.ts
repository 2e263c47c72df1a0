/** Fractions: "1/2", "2 3/4", "½". */
import { toCardinal } from 'n2words/en-US';
import { sayNumber, sayOrdinal } from './numbers.js';
import { wordPattern, type SpokenRule } from './rule.js';

const signs: Readonly<Record<string, readonly [number, number]>> = {
  '½': [1, 2],
  '⅓': [1, 3],
  '⅔': [2, 3],
  '¼': [1, 4],
  '¾': [3, 4],
  '⅕': [1, 5],
  '⅛': [1, 8],
  '⅜': [3, 8],
  '⅝': [5, 8],
  '⅞': [7, 8],
};
const sign = `[${Object.keys(signs).join('')}]`;

/** Above this people say "over", not an ordinal. */
const largestDenominator = 20;

export const fractionRules: readonly SpokenRule[] = [
  { pattern: wordPattern('24/7'), say: () => 'twenty-four seven' },
  {
    pattern: wordPattern(String.raw`(?:(?<whole>\d+)\s)?(?<top>\d{1,3})[/⁄](?<bottom>\d{1,3})(?![/\d])`),
    say: ({ groups }) => sayMixed(groups?.['whole'], Number(groups?.['top']), Number(groups?.['bottom'])),
  },
  {
    pattern: wordPattern(String.raw`(?<whole>\d+)?\s?(?<sign>${sign})`),
    say: ({ groups }) => {
      const [top, bottom] = signs[groups?.['sign'] ?? ''] ?? [1, 2];
      return sayMixed(groups?.['whole'], top, bottom);
    },
  },
];

function sayMixed(whole: string | undefined, top: number, bottom: number): string {
  const common = top > 0 && top < bottom && bottom <= largestDenominator;
  const part = common ? sayPart(top, bottom) : `${toCardinal(top)} over ${toCardinal(bottom)}`;
  if (whole === undefined) return part;
  return `${sayNumber(whole)} and ${top === 1 && common ? part.replace(/^one /, 'a ') : part}`;
}

function sayPart(top: number, bottom: number): string {
  const many = top > 1;
  if (bottom === 2) return `${toCardinal(top)} ${many ? 'halves' : 'half'}`;
  const name = bottom === 4 ? 'quarter' : sayOrdinal(String(bottom));
  return `${toCardinal(top)} ${name}${many ? 's' : ''}`;
}
