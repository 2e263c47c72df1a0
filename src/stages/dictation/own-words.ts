/** The user's own words in their spelling, where they were heard so or nearly so. */
import { doubleMetaphone } from 'double-metaphone';
import { editDistance } from '../../skills/language/spelling.js';
import { lettersOf, wordSet } from './table.js';
import { hasBreak, tokenOf, type Token } from './token.js';

/** Shorter words sound like too many others. */
const SHORTEST_LETTERS = 5;
/** Letters that may be wrong, as a share; more where the sound has many consonants in common. */
const WRONG_SHARE = 0.34;
const WRONG_SHARE_LONG = 0.5;
const LONG_SOUND = 5;
/** Heard words that make up one of the user's. */
const MOST_PARTS = 3;
/** Never taken for a name, however it sounds. */
const COMMON =
  wordSet(`the be to of and a in that have i it for not on with he as you do at this but his by from they we say
  her she or an will my one all would there their what so up out if about who get which go me when make can like time no
  just him know take people into year your good some could them see other than then now look only come its over think
  also back after use two how our work first well way even new want because any these give day most us is was are were
  been has had did does said made found went seen party parts early barely barley pearly really clearly nearly yearly
  parlor letter later water matter better little people person place point house world life hand part child eye woman
  week case company system program question government number night home money story fact month lot right study book
  word business issue side kind head service friend father power hour game line end members law car city name team minute
  idea body information nothing morning evening always never often table paper color music river light`);

export interface OwnWord {
  /** As the user writes it. */
  readonly text: string;
  readonly letters: string;
  readonly sounds: readonly string[];
}

export function ownWords(words: readonly string[]): OwnWord[] {
  return words.map((text) => {
    const letters = lettersOf(text);
    return { text, letters, sounds: doubleMetaphone(letters) };
  });
}

/** Which of the tokens are one of the user's words is told by `isFixed`. */
export interface Spelt {
  readonly token: Token;
  readonly isFixed: boolean;
}

/** Tokens in, tokens out: several that make up one word become one. */
export function spellOwnWords(tokens: readonly Token[], own: readonly OwnWord[]): Spelt[] {
  const result: Spelt[] = [];
  for (let at = 0; at < tokens.length;) {
    const found = own.length === 0 ? undefined : (find(tokens, at, own, isSpelt) ?? find(tokens, at, own, soundsLike));
    const [first, last] = [tokens[at], tokens[at + (found?.used ?? 1) - 1]];
    if (first === undefined || last === undefined) break;
    if (found === undefined) result.push({ token: first, isFixed: false });
    else result.push({ token: tokenOf(found.text, { pre: first.pre, post: last.post }), isFixed: true });
    at += found?.used ?? 1;
  }
  return result;
}

type Test = (letters: string, word: OwnWord, parts: number) => boolean;

function find(
  tokens: readonly Token[],
  at: number,
  own: readonly OwnWord[],
  test: Test,
): { readonly text: string; readonly used: number } | undefined {
  for (let used = Math.min(MOST_PARTS, tokens.length - at); used > 0; used--) {
    const parts = tokens.slice(at, at + used);
    if (parts.slice(0, -1).some(hasBreak)) continue;
    const [, bare = '', ending = ''] = /^(.*?)(['’]s)?$/su.exec(parts.map(({ core }) => core).join('')) ?? [];
    const isCommon = test === soundsLike && parts.some(({ key }) => COMMON.has(key));
    const word = isCommon ? undefined : own.find((one) => test(lettersOf(bare), one, used));
    if (word !== undefined) return { text: word.text + ending, used };
  }
  return undefined;
}

function isSpelt(letters: string, word: OwnWord): boolean {
  return letters === word.letters;
}

/** The first letter, the consonants and most letters agree. */
function soundsLike(letters: string, word: OwnWord): boolean {
  if (letters.length < SHORTEST_LETTERS || word.letters.length < SHORTEST_LETTERS) return false;
  if (onset(letters) !== onset(word.letters)) return false;
  const sound = doubleMetaphone(letters).find((code) => code !== '' && word.sounds.includes(code));
  if (sound === undefined) return false;
  const share = sound.length >= LONG_SOUND ? WRONG_SHARE_LONG : WRONG_SHARE;
  const most = Math.floor(Math.max(letters.length, word.letters.length) * share);
  return editDistance(letters, word.letters, most) <= most;
}

/** "c", "k" and "q" begin alike. */
function onset(letters: string): string {
  return letters
    .slice(0, 2)
    .replace(/^(?:[ckq].?)/u, 'k')
    .replace(/^(?:ph|f.?)/u, 'f')
    .replace(/^(?:[gj].?)/u, 'j')
    .replace(/^(?:[sz].?)/u, 's')
    .slice(0, 1);
}
