/** Fractions: "1/2", "2 3/4", "½", "8/10". */
import { toCardinal } from 'n2words/en-US';
import { minusOf } from './amount.js';
import { sayNumber, sayOrdinal } from './numbers.js';
import { minusSource, wordPattern, type RuleGroup } from './rule.js';

const signs: Readonly<Record<string, readonly [number, number]>> = {
  ...{ '½': [1, 2], '⅓': [1, 3], '⅔': [2, 3], '¼': [1, 4], '¾': [3, 4], '⅙': [1, 6], '⅚': [5, 6] },
  ...{ '⅕': [1, 5], '⅖': [2, 5], '⅗': [3, 5], '⅘': [4, 5], '⅛': [1, 8], '⅜': [3, 8], '⅝': [5, 8], '⅞': [7, 8] },
  ...{ '⅐': [1, 7], '⅑': [1, 9], '⅒': [1, 10] },
};
const sign = `[${Object.keys(signs).join('')}]`;

/** Above this people say "over", not an ordinal. */
const largestDenominator = 20;

export const fractionRules: RuleGroup = {
  starts: /[\p{N}−–-]/u,
  rules: [
    { pattern: wordPattern('24/7'), say: () => 'twenty-four seven' },
    { pattern: wordPattern('9/11'), say: () => 'nine eleven' },
    {
      // 50/50
      pattern: wordPattern(String.raw`(?<n>\d{2})/\k<n>`),
      say: ({ groups }) => `${sayNumber(groups?.['n'] ?? '')} ${sayNumber(groups?.['n'] ?? '')}`,
    },
    {
      // Marks: "4/5 stars", "an 8/10".
      pattern: wordPattern(
        String.raw`(?<top>\d+(?:\.\d)?)/(?<bottom>\d{1,3}(?=\s(?:stars?|points?)\b)|10(?=[.,;:!?)]|\s*$))`,
      ),
      say: ({ groups }) => `${sayNumber(groups?.['top'] ?? '')} out of ${sayNumber(groups?.['bottom'] ?? '')}`,
    },
    {
      pattern: wordPattern(
        String.raw`${minusSource}(?:(?<whole>\d+)[\s-])?(?<top>\d{1,3})[/⁄](?<bottom>\d{1,3})(?![/\d]|\.\d)`,
      ),
      say: ({ groups }) =>
        minusOf(groups) + sayMixed(groups?.['whole'], Number(groups?.['top']), Number(groups?.['bottom'])),
    },
    {
      pattern: wordPattern(String.raw`${minusSource}(?:(?<whole>\d+)\s?)?(?<sign>${sign})`),
      say: ({ groups }) => {
        const [top, bottom] = signs[groups?.['sign'] ?? ''] ?? [1, 2];
        return minusOf(groups) + sayMixed(groups?.['whole'], top, bottom);
      },
    },
  ],
};

function sayMixed(whole: string | undefined, top: number, bottom: number): string {
  const common = top > 0 && top < bottom && bottom <= largestDenominator;
  const part = common ? sayPart(top, bottom) : `${toCardinal(top)} over ${toCardinal(bottom)}`;
  if (whole === undefined) return part;
  return `${sayNumber(whole)} and ${top === 1 && common ? part.replace(/^one /, article(bottom)) : part}`;
}

/** "one and a half", "one and an eighth". */
function article(bottom: number): string {
  return bottom === 8 || bottom === 11 || bottom === 18 ? 'an ' : 'a ';
}

function sayPart(top: number, bottom: number): string {
  const many = top > 1;
  if (bottom === 2) return `${toCardinal(top)} ${many ? 'halves' : 'half'}`;
  const name = bottom === 4 ? 'quarter' : sayOrdinal(String(bottom));
  return `${toCardinal(top)} ${name}${many ? 's' : ''}`;
}
