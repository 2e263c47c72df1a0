/** Bare numbers and what people do with them: ranges, scores, ordinals, factors, powers of ten. */
import { numberSource, sayName, sayNumber, sayOrdinal } from './numbers.js';
import { anyPattern, joinRange, minusSource, wordPattern, type RuleGroup } from './rule.js';

/** Things whose number is a name: "Room 204". */
const numbered =
  '(?<=\\b(?:flight(?: [a-z]{2})?|room|highway|hwy|route|interstate|suite|apartment|gate|boeing|airbus|bus|train|area|channel)\\s)';
const street = String.raw`(?=\s(?:\p{Lu}[\p{L}.]*\s){1,3}(?:St|Street|Ave|Avenue|Rd|Road|Blvd|Boulevard|Lane|Ln|Drive|Dr|Way|Place)\b)`;

export const amountRules: RuleGroup = {
  starts: /[\d.−–-]/u,
  rules: [
    {
      pattern: wordPattern(String.raw`(?<n>\d[\d,]*)(?:st|nd|rd|th)`, 'i'),
      say: ({ groups }) => sayOrdinal(groups?.['n'] ?? ''),
    },
    { pattern: wordPattern(`${numbered}(?<n>\\d{3,4})`, 'i'), say: ({ groups }) => sayName(groups?.['n'] ?? '') },
    { pattern: anyPattern(`(?<n>\\d{3,4})${street}`), say: ({ groups }) => sayName(groups?.['n'] ?? '') },
    {
      // 1 000 000 and 1.000.000
      pattern: wordPattern(String.raw`\d{1,3}(?:(?: \d{3}){2,}|(?:\.\d{3}){2,})(?!\.?\d)`),
      say: ([written]) => sayNumber(written.replace(/[ .]/g, '')),
    },
    {
      // 6.02e23, 6.02 × 10^23
      pattern: wordPattern(String.raw`${minusSource}(?<n>${numberSource})(?:[eE]|\s?[x×*]\s?10\^)(?<e>[-−+]?\d{1,3})`),
      say: ({ groups }) => {
        const { n = '', e = '' } = groups ?? {};
        const power = `ten to the power of ${/^[-−]/.test(e) ? 'minus ' : ''}${sayNumber(e.replace(/\D/g, ''))}`;
        return minusOf(groups) + (n === '1' ? power : `${sayNumber(n)} times ${power}`);
      },
    },
    {
      // 1920x1080, 4x4, but 3x5 = 15
      pattern: wordPattern(String.raw`(?<from>\d{3,5}|4(?=x4))[x×](?<to>\d{1,5})`),
      say: ({ groups }) => `${sayName(groups?.['from'] ?? '')} by ${sayName(groups?.['to'] ?? '')}`,
    },
    {
      // 10x faster
      pattern: wordPattern(`(?<n>${numberSource})[x×](?!\\s?\\d)`),
      say: ({ groups }) => `${sayNumber(groups?.['n'] ?? '')} times`,
    },
    {
      // 802.11ax
      pattern: wordPattern(String.raw`(?<n>\d+\.\d+)(?<letters>\p{Ll}{1,3})`),
      say: ({ groups }) => `${sayNumber(groups?.['n'] ?? '')} ${Array.from(groups?.['letters'] ?? '').join('.')}`,
    },
    {
      // 3:2
      pattern: wordPattern(String.raw`(?<from>\d+):(?<to>\d+)(?!:)`),
      say: ({ groups }) => `${sayNumber(groups?.['from'] ?? '')} to ${sayNumber(groups?.['to'] ?? '')}`,
    },
    {
      // 5-10, 3 – 4, between 3–5
      pattern: wordPattern(String.raw`(?<from>${numberSource})(?:[-–—]| – )(?<to>${numberSource})(?!\s?[-–]\s?\d)`),
      say: (match) => {
        const { from = '', to = '' } = match.groups ?? {};
        return `${sayNumber(from)} ${joinRange(match)} ${sayNumber(to)}`;
      },
    },
    {
      pattern: wordPattern(`${minusSource}(?<n>${numberSource})`),
      say: ({ groups }) => minusOf(groups) + sayNumber(groups?.['n'] ?? ''),
    },
  ],
};

export function minusOf(groups: Record<string, string> | undefined): string {
  return groups?.['minus'] === undefined ? '' : 'minus ';
}
