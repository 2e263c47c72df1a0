/** Shortened words: "Dr.", "e.g.", "etc."; and words of capital letters: spelled or read. */
import { sayNumber } from './numbers.js';
import { anyPattern, wordPattern, type SpokenRule } from './rule.js';

/** Only with a capital: "Gen. Lee", not "gen. purpose". */
const titles: Readonly<Record<string, string>> = {
  Dr: 'Doctor',
  Mr: 'Mister',
  Mrs: 'Missus',
  Ms: 'Miss',
  Prof: 'Professor',
  Jr: 'Junior',
  Sr: 'Senior',
  Gen: 'General',
  Capt: 'Captain',
  Sgt: 'Sergeant',
  Lt: 'Lieutenant',
  Sen: 'Senator',
  Rep: 'Representative',
  Gov: 'Governor',
  Rev: 'Reverend',
  Inc: 'Incorporated',
  Ltd: 'Limited',
  Corp: 'Corporation',
  Ave: 'Avenue',
  Blvd: 'Boulevard',
  Rd: 'Road',
  Mt: 'Mount',
  Ft: 'Fort',
  Jan: 'January',
  Feb: 'February',
  Aug: 'August',
  Sept: 'September',
  Oct: 'October',
  Nov: 'November',
  Dec: 'December',
};

const shortened: Readonly<Record<string, string>> = {
  vs: 'versus',
  etc: 'et cetera',
  approx: 'approximately',
  dept: 'department',
  fig: 'figure',
  vol: 'volume',
};

/** A dot that may also end the sentence stays outside the match there, so that the pause is heard. */
const dot = String.raw`\.(?!\s*$)`;

export const abbreviationRules: readonly SpokenRule[] = [
  { pattern: wordPattern(String.raw`e\.\s?g\.?,?`, 'i'), say: () => 'for example,' },
  { pattern: wordPattern(String.raw`i\.\s?e\.?,?`, 'i'), say: () => 'that is,' },
  { pattern: wordPattern(String.raw`[Aa]\.[Kk]\.[Aa]\.?`), say: () => 'also known as' },
  { pattern: anyPattern(String.raw`p\.\s?(?=\d)`), say: () => 'page' },
  { pattern: anyPattern(String.raw`ca?\.(?=\s\d)`), say: () => 'circa' },
  { pattern: wordPattern(String.raw`[Ww]/o`), say: () => 'without' },
  {
    pattern: anyPattern(String.raw`[Nn]os?\.\s?(?<n>\d+)`),
    say: ({ groups }) => `number ${sayNumber(groups?.['n'] ?? '')}`,
  },
  { pattern: anyPattern(String.raw`St\.(?=\s+\p{Lu})`), say: () => 'Saint' },
  { pattern: anyPattern(String.raw`St${dot}`), say: () => 'Street' },
  {
    pattern: anyPattern(`(?<word>${Object.keys(titles).join('|')})${dot}`),
    say: ({ groups }) => titles[groups?.['word'] ?? ''],
  },
  {
    pattern: anyPattern(`(?<word>${Object.keys(shortened).join('|')})${dot}`),
    say: ({ groups }) => shortened[groups?.['word'] ?? ''],
  },
  { pattern: wordPattern('(?<word>etc|vs|approx)'), say: ({ groups }) => shortened[groups?.['word'] ?? ''] },
  { pattern: wordPattern('(?<word>Dr|Mr|Mrs)'), say: ({ groups }) => titles[groups?.['word'] ?? ''] },
];

/** Read as words, or simply words that people write large. */
const readAsWords = new Set(
  (
    'NASA NATO UNESCO UNICEF RAM ROM LASER PIN SIM GIF JPEG COVID AIDS OPEC SCUBA FIFA UEFA SWAT CAPTCHA YAML JSON WASM ' +
    'LAN WAN NAS SAAS ASAP OK A I AN AM AS AT BE BY DO GO HE IF IN IS IT ME MY NO OF ON OR SO TO UP WE ALL AND ANY ARE BIG ' +
    'BUT CAN DID FOR GET HAD HAS HER HIM HIS HOT HOW ITS LET MAY NEW NOT NOW OFF OLD ONE OUR OUT SEE SHE THE TOO TWO WAS WAY ' +
    'WHO WHY YES YOU HELLO VERY ONLY MUST STOP NEVER ALWAYS HELP THIS THAT WHAT WHEN WILL WITH GOOD'
  ).split(' '),
);
const letters = (word: string): string => Array.from(word).join('.');

export const acronymRules: readonly SpokenRule[] = [
  {
    // MP3, GPT-4, H2
    pattern: wordPattern(String.raw`(?<word>\p{Lu}{1,5})-?(?<n>\d{1,4})`),
    say: ({ groups }) => {
      const word = groups?.['word'] ?? '';
      return `${readAsWords.has(word) && word.length > 1 ? word : letters(word)} ${sayNumber(groups?.['n'] ?? '')}`;
    },
  },
  {
    pattern: wordPattern(String.raw`(?<n>\d{1,4})(?<word>\p{Lu})`),
    say: ({ groups }) => `${sayNumber(groups?.['n'] ?? '')} ${groups?.['word'] ?? ''}`,
  },
  {
    pattern: wordPattern(String.raw`(?<word>\p{Lu}{2,5})(?<many>['’]?s)?`),
    say: ({ groups }) => {
      const word = groups?.['word'] ?? '';
      if (readAsWords.has(word)) return undefined;
      if (groups?.['many'] === undefined) return letters(word);
      return `${letters(word.slice(0, -1))} ${word.slice(-1)}'s`;
    },
  },
];
