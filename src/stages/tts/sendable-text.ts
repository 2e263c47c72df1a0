/** What is left of a written text for a voice that lives elsewhere: its numbers are read there, its markup is not. */
import { cleanText } from './spoken/clean.js';
import { readLexicon, type Lexicon } from './spoken/lexicon.js';
import { markupRules } from './spoken/markup.js';
import { ruleTable } from './spoken/rule.js';

const markup = ruleTable([markupRules]);
/** What rules see of a long text. */
const behindChars = 64;
const aheadChars = 600;
/** Marks of emphasis, where they embrace words; between digits a star is a sign of its own. */
const emphasis = /(?<=^|[\s\p{P}])(?:[*_]{1,9}|~~)(?=[^\s])|(?<=[^\s])(?:[*_]{1,9}|~~)(?=$|[\s\p{P}])/gu;
/** What some voices would read out by name; square and curly brackets are commands to some speech programs. */
const signs = /(?<=\p{L})_+(?=\p{L})|[`[\]{}\\^|]|<(?!\s)|(?<!\s)>/gu;
/** Pictures would be described by some voices and skipped by others. */
const pictures =
  /(?![©®™‼⁉])[\p{Extended_Pictographic}\p{Emoji_Presentation}\p{Emoji_Modifier}\p{Regional_Indicator}]/gu;

/**
 * One line without Markdown, code, pictures, square brackets and control characters, and with the words of the lexicon
 * respelt; empty when there is nothing to say. IPA cannot be sent: such words stay as they are written.
 */
export function sendableText(text: string, lexicon: Lexicon = {}): string {
  const line = withoutMarkup(cleanText(text).text, lexicon)
    .replace(/[^\S\n]+/gu, ' ')
    .replace(/ ?\n[ \n]*/gu, '\n')
    .replace(emphasis, '')
    .replace(signs, ' ')
    .replace(pictures, ' ')
    .replace(/(?<mark>[.,;:!?…])?\n/gu, (_all, mark?: string) => `${mark ?? '.'} `)
    .replace(/\p{C}/gu, ' ')
    .replace(/\s+/gu, ' ')
    .replace(/ (?=[.,;:!?…](?:\s|$))/gu, '')
    .trim();
  return /[\p{L}\p{N}]/u.test(line) ? line.replace(/^[.,;:!?…\s]+/u, '') : '';
}

function withoutMarkup(text: string, lexicon: Lexicon): string {
  const lookUp = readLexicon(lexicon, true);
  let bare = '';
  for (let at = 0; at < text.length;) {
    // Rules look at a word's surroundings only, and a text without end must not take the square of its length.
    const from = Math.max(0, at - behindChars);
    const window = text.slice(from, at + aheadChars);
    const entry = lookUp(window, at - from);
    const found = entry ? { length: entry.length, said: entry.said ?? entry.written } : markupAt(window, at - from);
    const sign = String.fromCodePoint(text.codePointAt(at) ?? 0);
    bare += found?.said ?? sign;
    at += found?.length ?? sign.length;
  }
  return bare;
}

function markupAt(text: string, at: number): { length: number; said: string } | undefined {
  for (const rule of markup(String.fromCodePoint(text.codePointAt(at) ?? 0))) {
    rule.pattern.lastIndex = at;
    const match = rule.pattern.exec(text);
    if (match === null || match[0] === '') continue;
    const said = rule.say(match);
    if (said !== undefined) return { length: match[0].length, said: ` ${said} ` };
  }
  return undefined;
}
