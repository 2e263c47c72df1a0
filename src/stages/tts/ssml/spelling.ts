/** Spells a text, character by character. */
import { sayDigits } from '../spoken/numbers.js';

const longestSpelling = 200;

/** English names of signs. */
const signNames: Readonly<Record<string, string>> = {
  '.': 'dot',
  ',': 'comma',
  ':': 'colon',
  ';': 'semicolon',
  '!': 'exclamation mark',
  '?': 'question mark',
  '-': 'dash',
  '–': 'dash',
  '—': 'dash',
  _: 'underscore',
  '/': 'slash',
  '\\': 'backslash',
  '@': 'at',
  '#': 'hash',
  '&': 'ampersand',
  '*': 'star',
  '+': 'plus',
  '=': 'equals',
  '%': 'percent',
  $: 'dollar',
  '€': 'euro',
  '£': 'pound',
  '~': 'tilde',
  '^': 'caret',
  '|': 'bar',
  '<': 'less than',
  '>': 'greater than',
  '(': 'open bracket',
  ')': 'close bracket',
  '[': 'open square bracket',
  ']': 'close square bracket',
  '{': 'open brace',
  '}': 'close brace',
  '"': 'quote',
  '“': 'quote',
  '”': 'quote',
  "'": 'apostrophe',
  '’': 'apostrophe',
};

/** "AB-12" → "A.B, dash, one two"; a breath for each space. */
export function spellOut(text: string, isEnglish: boolean): string | { wanted: string } {
  if (text.length > longestSpelling) return { wanted: `at most ${longestSpelling} characters` };
  const groups: string[] = [];
  // Letters with the marks that belong to them; rows of letters and of digits are said without a breath between.
  for (const [group] of text.matchAll(/(?:\p{L}\p{M}*)+|\d+|\S/gu)) {
    const said = spellGroup(group, isEnglish);
    if (said === undefined)
      return { wanted: `letters, digits and common signs; ${JSON.stringify(group)} has no name here` };
    groups.push(said);
  }
  return groups.join(', ');
}

function spellGroup(group: string, isEnglish: boolean): string | undefined {
  if (/^\p{L}/u.test(group)) return (group.match(/\p{L}\p{M}*/gu) ?? []).map((letter) => large(letter)).join('.');
  if (/^\d/.test(group)) return isEnglish ? sayDigits(group) : Array.from(group).join(', ');
  return isEnglish && Object.hasOwn(signNames, group) ? signNames[group] : undefined;
}

/** A small "a" alone would be read as a word. Letters that grow when they are made large (ß) stay as they are. */
function large(letter: string): string {
  const upper = letter.toUpperCase();
  return upper.length === letter.length ? upper : letter;
}
