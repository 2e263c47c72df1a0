/** Turns a written text into the words that a voice says, each with the written word it comes from. */
import { abbreviationRules, acronymRules } from './spoken/abbreviation.js';
import { clockRules } from './spoken/clock.js';
import { dateRules } from './spoken/date.js';
import { fractionRules } from './spoken/fraction.js';
import { markupRules, signRules } from './spoken/markup.js';
import { moneyRules } from './spoken/money.js';
import { decadeRules, numberRules } from './spoken/numbers.js';
import type { SpokenRule } from './spoken/rule.js';
import { telephoneRules } from './spoken/telephone.js';
import { unitRules } from './spoken/unit.js';
import { webRules } from './spoken/web.js';

/** A word as said. */
export interface SpokenWord {
  readonly text: string;
  /** Number of the written word in which it was said: an index into `writtenWords` of the same text. */
  readonly written: number;
  /** What the voice should hear behind it: `,` `;` `:` `.` `!` `?`, or nothing. */
  readonly after: Pause | '';
}

type Pause = ',' | ';' | ':' | '.' | '!' | '?';

/** The words of a text as written: what lies between white space. Word ends are counted in these. */
export function writtenWords(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

/** First match wins, so the order is from the particular to the general. */
const english: readonly SpokenRule[] = [
  ...markupRules,
  ...webRules,
  ...dateRules,
  ...clockRules,
  ...telephoneRules,
  ...moneyRules,
  ...decadeRules,
  ...unitRules,
  ...fractionRules,
  ...abbreviationRules,
  ...acronymRules,
  ...numberRules,
  ...signRules,
];

/**
 * The words said for `text`, in order. Nothing for a text of emoji, punctuation or code alone. Numbers and signs are
 * put into English words; with `plain` they are left to the phonemizer, which knows more languages.
 */
export function spokenText(text: string, language: 'english' | 'plain' = 'english'): SpokenWord[] {
  const rules = language === 'english' ? english : markupRules;
  const words: SpokenWord[] = [];
  const starts = [...text.matchAll(/\S+/g)].map((match) => match.index);
  for (let at = 0; at < text.length;) {
    const { length, said } = pieceAt(text, at, rules);
    const first = wordIndexAt(starts, at);
    const last = wordIndexAt(starts, at + length - 1);
    say(words, said, { first, last });
    at += length;
  }
  return words;
}

interface Piece {
  readonly length: number;
  readonly said: string;
}

/** A hyphen before a digit parts: "mid-1990s" is a word and a decade. */
const plainWord = /[\p{L}\p{M}\p{Nd}\p{Nl}]+(?:(?:['’.&]|-(?!\d))[\p{L}\p{M}\p{Nd}\p{Nl}]+)*/uy;

function pieceAt(text: string, at: number, rules: readonly SpokenRule[]): Piece {
  for (const rule of rules) {
    rule.pattern.lastIndex = at;
    const match = rule.pattern.exec(text);
    if (match === null || match[0] === '') continue;
    const said = rule.say(match);
    if (said !== undefined) return { length: match[0].length, said };
  }
  plainWord.lastIndex = at;
  const word = plainWord.exec(text)?.[0];
  if (word !== undefined) return { length: word.length, said: word };
  const sign = String.fromCodePoint(text.codePointAt(at) ?? 0);
  return { length: sign.length, said: sign === '\n' ? '.' : spacedDash(text, at) ? ',' : sign };
}

/** " - " is a pause; the hyphen inside a word is not. */
function spacedDash(text: string, at: number): boolean {
  return text[at] === '-' && /\s/.test(text[at - 1] ?? '') && /[\s-]/.test(text[at + 1] ?? '');
}

/** Adds what is said; the words of one piece are spread evenly over the written words that it came from. */
function say(words: SpokenWord[], said: string, from: { first: number; last: number }): void {
  const parts = said.match(/[\p{L}\p{M}\p{N}]+(?:['’.-][\p{L}\p{M}\p{N}]+)*|[^\s]/gu) ?? [];
  const spoken = parts.filter(isWord).length;
  const written = from.last - from.first + 1;
  let index = 0;
  for (const part of parts) {
    if (isWord(part)) {
      words.push({ text: part, written: from.first + Math.floor((index * written) / spoken), after: '' });
      index += 1;
    } else pauseAfter(words, part);
  }
}

const isWord = (part: string): boolean => /^[\p{L}\p{N}]/u.test(part);

const pauses: Readonly<Record<string, Pause>> = {
  ',': ',',
  ';': ';',
  ':': ':',
  '.': '.',
  '!': '!',
  '?': '?',
  '…': '.',
  '—': ',',
  '–': ',',
  '(': ',',
  ')': ',',
  '。': '.',
  '，': ',',
  '！': '!',
  '？': '?',
};
const strength = ',;:.!?';

/** Of several marks behind a word the strongest is heard. */
function pauseAfter(words: SpokenWord[], mark: string): void {
  const last = words.at(-1);
  const pause = pauses[mark];
  if (last === undefined || pause === undefined) return;
  if (strength.indexOf(pause) > strength.indexOf(last.after) || last.after === '')
    words[words.length - 1] = { ...last, after: pause };
}

/** The number of the written word that holds position `at`; white space belongs to the word before it. */
function wordIndexAt(starts: readonly number[], at: number): number {
  return Math.max(
    0,
    starts.findLastIndex((start) => start <= at),
  );
}
