/** Signs and formulas in words: "=", "≥", "√16", "x²", "3 x 4", "R&D", "he/she". */
import { sayNumber } from './numbers.js';
import { anyPattern, wordPattern, type RuleGroup, type SpokenRule } from './rule.js';

const named: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{
      '&': 'and',
      '+': 'plus',
      '=': 'equals',
      '@': 'at',
      '×': 'times',
      '÷': 'divided by',
      '≈': 'about',
      '±': 'plus or minus',
    },
    ...{
      '≥': 'at least',
      '≤': 'at most',
      '≠': 'is not equal to',
      '√': 'square root of',
      '∞': 'infinity',
      '∑': 'sum of',
    },
    ...{ '→': ',', '⇒': ',', '←': ',', '•': ',', '©': 'copyright', '§': 'section', '¶': 'paragraph' },
    ...{ '№': 'number', '°': 'degrees', '%': 'percent', '‰': 'per mille', π: 'pi', '∆': 'delta', '∈': 'in' },
    ...{ '€': 'euros', '£': 'pounds', '¥': 'yen', '₹': 'rupees', '¢': 'cents', '♯': 'sharp', '♭': 'flat' },
  }),
);

const raised: ReadonlyMap<string, string> = new Map(
  Array.from('⁰¹²³⁴⁵⁶⁷⁸⁹').map((sign, digit) => [sign, String(digit)]),
);
/** What can be raised to a power; behind a longer word a small number is a footnote. */
const base = String.raw`(?<=[\p{N})]|(?<!\p{L})\p{L})`;

const powers: readonly SpokenRule[] = [
  { pattern: anyPattern(String.raw`${base}(?:\^2(?![\d.])|²)`), say: () => 'squared' },
  { pattern: anyPattern(String.raw`${base}(?:\^3(?![\d.])|³)`), say: () => 'cubed' },
  {
    pattern: anyPattern(
      String.raw`${base}(?:\^\(?(?<minus>[-−])?(?<n>\d+)\)?|(?<raisedMinus>⁻)?(?<raised>[⁰¹²³⁴-⁹]+))`,
    ),
    say: ({ groups = {} }) => {
      const digits = groups['n'] ?? Array.from(groups['raised'] ?? '', (sign) => raised.get(sign) ?? '').join('');
      const minus = groups['minus'] ?? groups['raisedMinus'];
      return `to the power of ${minus === undefined ? '' : 'minus '}${sayNumber(digits)}`;
    },
  },
  { pattern: anyPattern(String.raw`${base}\^(?=[\p{L}(])`), say: () => 'to the power of' },
  { pattern: anyPattern('[⁰¹²³⁴-⁹⁺⁻]+'), say: () => '' },
];

const operand = String.raw`(?<=(?:\d|(?<!\p{L})\p{L}|\))\s?)`;

const formulas: readonly SpokenRule[] = [
  {
    // 20 x 30 m
    pattern: anyPattern(
      String.raw`(?<=\d\s?)[x×](?=\s?\d+(?:\.\d+)?\s?(?:mm|cm|m|km|in|ft|px|inches|feet|meters)(?!\p{L}))`,
    ),
    say: () => 'by',
  },
  { pattern: anyPattern(String.raw`(?<=\d\s?)[*x×·](?=\s?\d)`), say: () => 'times' },
  { pattern: anyPattern(String.raw`(?<=[\p{L}\d)]\s)[-−–](?=\s\d|\s\p{L}\s?[=+*/^²-])`), say: () => 'minus' },
  { pattern: anyPattern(String.raw`−(?=\s?[\p{L}\d(])`), say: () => 'minus' },
  { pattern: anyPattern(String.raw`(?<=\d\s)[/:](?=\s\d)`), say: () => 'divided by' },
  { pattern: anyPattern(String.raw`(?<=\d|(?<!\p{L})\p{L})!(?=\s?[=+*/×])`), say: () => 'factorial' },
  { pattern: anyPattern(String.raw`(?<!~)~\s?(?=[$€£¥]?\d)`), say: () => 'about' },
  { pattern: anyPattern(String.raw`#(?=\d)`), say: () => 'number' },
  { pattern: anyPattern('===?'), say: () => 'equals' },
  { pattern: anyPattern('!==?(?=[\\s\\p{L}\\p{N}])'), say: () => 'is not equal to' },
  { pattern: anyPattern(String.raw`${operand}(?:>=|≥)`), say: () => 'greater than or equal to' },
  { pattern: anyPattern(String.raw`${operand}(?:<=|≤)`), say: () => 'less than or equal to' },
  { pattern: anyPattern('>='), say: () => 'at least' },
  { pattern: anyPattern('<='), say: () => 'at most' },
  // Calls and scopes of programs.
  { pattern: anyPattern(String.raw`(?<=[\p{L}\p{N}_])\(\)|::`), say: () => '' },
  { pattern: anyPattern('[-=–]+>|<[-=]+'), say: () => ',' },
  { pattern: anyPattern('&&'), say: () => 'and' },
  { pattern: anyPattern(String.raw`\|\|(?=\s\S)`), say: () => 'or' },
  { pattern: anyPattern(String.raw`<(?=\s|[$€£¥]?\d)`), say: () => 'less than' },
  { pattern: anyPattern(String.raw`>(?=\s?[$€£¥]?\d)|(?<=\s)>(?=\s)`), say: () => 'greater than' },
];

/** The dash between two amounts: "5%-10%", "5 °C – 10 °C". */
export const amountDash: SpokenRule = {
  pattern: anyPattern(String.raw`(?<=[%°CF\d])(?:[-–—]|\s[–—]\s)(?=[$€£¥]?\d)`),
  say: () => 'to',
};

export const signRules: RuleGroup = {
  starts: /[^\p{L}\p{Nd}]|[nNxπ]/u,
  rules: [
    ...powers,
    ...formulas,
    { pattern: anyPattern(String.raw`(?<=\b[CF])#(?![\p{L}\p{N}])`), say: () => 'sharp' },
    {
      pattern: anyPattern(`[${Array.from(named.keys()).join('').replace('^', '')}]`),
      say: ([sign]) => named.get(sign),
    },
    { pattern: anyPattern(String.raw`(?<=\band)/(?=or\b)`), say: () => '' },
    { pattern: wordPattern(String.raw`[Nn]/[Aa]`), say: () => 'not applicable' },
    { pattern: anyPattern(String.raw`(?<=\p{Ll})/(?=\p{Ll})`), say: () => 'or' },
  ],
};
