/** Turns a written text into the words that a voice says, each with the written word it comes from. */
import { abbreviationRules } from './spoken/abbreviation.js';
import { acronymRules } from './spoken/acronym.js';
import { amountRules } from './spoken/amount.js';
import { cleanText } from './spoken/clean.js';
import { clockDash, clockRules } from './spoken/clock.js';
import { dateDash, dateRules, weekdayRules } from './spoken/date.js';
import { durationRules } from './spoken/duration.js';
import { fractionRules } from './spoken/fraction.js';
import { readLexicon, type Lexicon } from './spoken/lexicon.js';
import { markupRules } from './spoken/markup.js';
import { moneyRules } from './spoken/money.js';
import { plainRules } from './spoken/plain.js';
import { romanRules } from './spoken/roman.js';
import { ruleTable, type RuleTable } from './spoken/rule.js';
import { amountDash, signRules } from './spoken/sign.js';
import { telephoneRules } from './spoken/telephone.js';
import { unitRules } from './spoken/unit.js';
import { webRules } from './spoken/web.js';
import { WordList, type SpokenWord } from './spoken/word-list.js';
import { decadeRules, yearRules } from './spoken/year.js';

export type { SpokenWord } from './spoken/word-list.js';

/** The words of a text as written: what lies between white space. Word ends are counted in these. */
export function writtenWords(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

/** First match wins, so the order is from the particular to the general. */
const english = ruleTable([
  markupRules,
  dateRules,
  { starts: /[\s–—-]/u, rules: [dateDash, clockDash] },
  webRules,
  weekdayRules,
  clockRules,
  durationRules,
  telephoneRules,
  moneyRules,
  decadeRules,
  unitRules,
  fractionRules,
  romanRules,
  abbreviationRules,
  yearRules,
  acronymRules,
  amountRules,
  { starts: /[\s–—-]/u, rules: [amountDash] },
  signRules,
]);
const plain = ruleTable([markupRules, plainRules]);

/**
 * The words said for `text`, in order. Nothing for a text of emoji, punctuation or code alone. Numbers and signs are
 * put into English words; with `plain` they are left to the phonemizer, which knows more languages. What the lexicon
 * says goes before everything else.
 */
export function spokenText(
  text: string,
  language: 'english' | 'plain' = 'english',
  lexicon: Lexicon = {},
): SpokenWord[] {
  const rules = language === 'english' ? english : plain;
  const lookUp = readLexicon(lexicon, language === 'english');
  const clean = cleanText(text);
  const words = new WordList(clean.wordAt);
  for (let at = 0; at < clean.text.length;) {
    const window = windowAt(clean.text, at);
    const hit = lookUp(window.text, window.at);
    const piece = hit ?? pieceAt(window.text, window.at, rules);
    words.add(piece, at);
    at += piece.length;
  }
  return words.words;
}

/**
 * What rules see of a long text: they look at a word's surroundings only, and a text without end must not take the
 * square of its length.
 */
const behindChars = 64;
const aheadChars = 600;

function windowAt(text: string, at: number): { text: string; at: number } {
  const from = Math.max(0, at - behindChars);
  return { text: text.slice(from, at + aheadChars), at: at - from };
}

interface Piece {
  readonly length: number;
  readonly said: string;
  readonly keepsSigns?: boolean;
}

/** A hyphen before a digit parts: "mid-1990s" is a word and a decade. */
const plainWord = /[\p{L}\p{M}\p{Nd}\p{Nl}]+(?:(?:['’.&]|-(?!\d))[\p{L}\p{M}\p{Nd}\p{Nl}]+)*/uy;

function pieceAt(text: string, at: number, rulesFor: RuleTable): Piece {
  for (const rule of rulesFor(String.fromCodePoint(text.codePointAt(at) ?? 0))) {
    rule.pattern.lastIndex = at;
    const match = rule.pattern.exec(text);
    if (match === null || match[0] === '') continue;
    const said = rule.say(match);
    if (said !== undefined) return { length: match[0].length, said, keepsSigns: rule.keepsSigns === true };
  }
  plainWord.lastIndex = at;
  const word = plainWord.exec(text)?.[0];
  if (word !== undefined) return { length: word.length, said: word };
  const sign = String.fromCodePoint(text.codePointAt(at) ?? 0);
  return { length: sign.length, said: sign === '\n' ? '.' : spacedDash(text, at) ? ',' : sign };
}

/** " - " is a pause; the hyphen inside a word or in front of an option's name is not. */
function spacedDash(text: string, at: number): boolean {
  return text[at] === '-' && /\s/.test(text[at - 1] ?? '') && /^-{1,3}\s/.test(text.slice(at, at + 4));
}
