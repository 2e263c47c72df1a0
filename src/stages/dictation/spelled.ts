/** Words said letter by letter: "P A R L E Y", "papa alpha romeo", "capital P A R". */
import type { Token } from './token.js';
import { hasBreak } from './token.js';

const ALPHABET = new Map(
  (
    'alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa quebec romeo ' +
    'sierra tango uniform victor whiskey xray yankee zulu'
  )
    .split(' ')
    .map((word) => [word, word.charAt(0)]),
)
  .set('alfa', 'a')
  .set('juliett', 'j')
  .set('whisky', 'w')
  .set('x-ray', 'x');
/** Letters by the names that recognisers write for them. */
const NAMES = new Map(
  'be b|bee b|see c|sea c|dee d|gee g|jay j|kay k|el l|em m|en n|oh o|pee p|cue q|queue q|are r|ar r|ess s|tea t|tee t|you u|vee v|why y|zee z|zed z'
    .split('|')
    .map((pair): [string, string] => [pair.split(' ')[0] ?? '', pair.split(' ')[1] ?? '']),
);
const DIGITS = new Map(
  'zero one two three four five six seven eight nine'.split(' ').map((word, value) => [word, String(value)]),
);

export interface SpelledWord {
  readonly text: string;
  /** Index of the first word behind it. */
  readonly next: number;
}

/** The letters from `start` on as one word; undefined where there are fewer than two. */
export function readSpelled(tokens: readonly Token[], start: number): SpelledWord | undefined {
  let text = '';
  let at = start;
  let isCapital = false;
  for (; at < tokens.length; at++) {
    const token = tokens[at];
    if (token === undefined) break;
    if (/^(?:capital|cap|uppercase)$/u.test(token.key) && lettersIn(tokens[at + 1], text) !== undefined) {
      isCapital = true;
      continue;
    }
    const letters = lettersIn(token, text);
    if (letters === undefined) break;
    text += isCapital ? letters.toUpperCase() : letters;
    isCapital = false;
    if (/[.?!]/u.test(token.post) || (hasBreak(token) && letters.length > 1)) {
      at++;
      break;
    }
  }
  return text.length < 2 ? undefined : { text, next: at };
}

/** In small letters. A word in capitals is how recognisers write letters said quickly. */
function lettersIn(token: Token | undefined, before: string): string | undefined {
  if (token === undefined) return undefined;
  const { core, key } = token;
  if (/^\p{L}$/u.test(core) || /^\d$/u.test(core)) return key;
  if (/^(?:\p{L}[-.])+\p{L}?\.?$/u.test(core)) return key.replace(/[-.]/gu, '');
  if (/^\p{Lu}{2,}$/u.test(core)) return key;
  // A letter's name is an ordinary word too: it counts only among letters.
  return ALPHABET.get(key) ?? DIGITS.get(key) ?? (before === '' ? undefined : NAMES.get(key));
}
