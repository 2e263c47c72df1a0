/** Markdown, code and signs: what is written for the eye is left out or named. */
import { anyPattern, type SpokenRule } from './rule.js';

const lineStart = String.raw`(?<=^|\n)[ \t]*`;

export const markupRules: readonly SpokenRule[] = [
  { pattern: anyPattern('```[^]*?(?:```|$)'), say: () => '' },
  { pattern: anyPattern(String.raw`${lineStart}(?:#{1,6}|>+|[-*+•‣·])\s+(?:\[[ xX]\]\s)?`), say: () => '' },
  { pattern: anyPattern(String.raw`${lineStart}(?:[-*_=]\s?){3,}(?=\n|$)`), say: () => '' },
  { pattern: anyPattern(String.raw`${lineStart}\|?[\s:|-]*-{3}[\s:|-]*(?=\n|$)`), say: () => '' },
  { pattern: anyPattern(String.raw`</?[a-zA-Z][^<>\n]{0,80}>`), say: () => '' },
  // The address behind a link's text.
  { pattern: anyPattern(String.raw`(?<=\])\([^()\s]+(?:\s"[^"]*")?\)`), say: () => '' },
];

const named: Readonly<Record<string, string>> = {
  '&': 'and',
  '+': 'plus',
  '=': 'equals',
  '@': 'at',
  '×': 'times',
  '÷': 'divided by',
  '≈': 'about',
  '±': 'plus or minus',
  '→': ',',
  '©': 'copyright',
  '§': 'section',
};

export const signRules: readonly SpokenRule[] = [
  { pattern: anyPattern(String.raw`(?<=[\p{L}\p{N})])(?:\^2(?!\d)|²)`), say: () => 'squared' },
  { pattern: anyPattern(String.raw`(?<=[\p{L}\p{N})])(?:\^3(?!\d)|³)`), say: () => 'cubed' },
  { pattern: anyPattern(String.raw`(?<=[\p{L}\p{N})])\^(?=[\p{L}\p{N}(])`), say: () => 'to the power of' },
  { pattern: anyPattern(String.raw`(?<=\b[CF])#(?![\p{L}\p{N}])`), say: () => 'sharp' },
  { pattern: anyPattern(String.raw`(?<=\d\s?)[*x×](?=\s?\d)`), say: () => 'times' },
  { pattern: anyPattern(String.raw`(?<=\d\s)[-−](?=\s\d)`), say: () => 'minus' },
  { pattern: anyPattern(String.raw`(?<=\d\s)/(?=\s\d)`), say: () => 'divided by' },
  { pattern: anyPattern(String.raw`~\s?(?=\d)`), say: () => 'about' },
  { pattern: anyPattern(String.raw`#(?=\d)`), say: () => 'number' },
  { pattern: anyPattern(String.raw`(?<=\s)<(?=\s)`), say: () => 'less than' },
  { pattern: anyPattern(String.raw`(?<=\d\s?)>(?=\s?\d)`), say: () => 'greater than' },
  { pattern: anyPattern(`[${Object.keys(named).join('')}]`), say: ([sign]) => named[sign] },
  { pattern: anyPattern(String.raw`(?<=\band)/(?=or\b)`), say: () => '' },
  { pattern: anyPattern(String.raw`(?<=\p{Ll})/(?=\p{Ll})`), say: () => 'or' },
];
