/** Whether a text can be the translation of another, as far as that shows without knowing either language. */

/** A phrase of so many words that comes so often in a row is a model going in circles. */
const MOST_PHRASE_WORDS = 10;
const MOST_ROUNDS = 3;
/** A translation has at most this many times the words of what it translates, and a few more. */
const MOST_GROWTH = 2.5;
const MORE_WORDS = 5;
/** One with this share of the words or less has lost most of them; short ones may say it shortly. */
const LEAST_SHARE = 0.4;
const LEAST_GAPLESS_SHARE = 0.25;
const LEAST_WORDS = 4;
/** In scripts without gaps so many characters make a word. */
const CHARS_PER_WORD = 1.5;
/** Fewer words may well be the same in both languages. */
const LEAST_COMPARED = 4;
const SAME_SHARE = 0.75;

const gapless = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu;

/** What is wrong with it, as the end of a sentence; undefined where nothing seems to be. */
export function findFault(text: string, translation: string): string | undefined {
  const source = wordsOf(text);
  const words = wordsOf(translation);
  if (words.length === 0) return 'gave no words';
  if (goesInCircles(text, translation)) return 'went in circles';
  if (countWords(translation) > MOST_GROWTH * countWords(text) + MORE_WORDS) return 'said far more than was said';
  if (isFragment(text, translation)) return 'left most of it out';
  if (isCopy(source, words)) return 'repeated the words instead of translating them';
  return undefined;
}

function isFragment(text: string, translation: string): boolean {
  const said = countWords(text);
  // How many words such a script has can only be guessed.
  const share = text.search(gapless) >= 0 ? LEAST_GAPLESS_SHARE : LEAST_SHARE;
  return said >= LEAST_WORDS && countWords(translation) <= share * said;
}

/** Says one thing over and over that was not said over and over. */
export function goesInCircles(text: string, translation: string): boolean {
  const rounds = roundsOf(wordsOf(translation));
  return rounds >= MOST_ROUNDS && rounds > roundsOf(wordsOf(text));
}

/** Of any script; in those without gaps by the number of their characters. */
export function countWords(text: string): number {
  const characters = text.match(gapless)?.length ?? 0;
  return wordsOf(text.replaceAll(gapless, ' ')).length + characters / CHARS_PER_WORD;
}

/** Letters and digits, lower case; a script without gaps gives one word for each character. */
function wordsOf(text: string): string[] {
  const spaced = text.normalize('NFC').toLowerCase().replaceAll(gapless, ' $& ');
  return spaced.match(/[\p{L}\p{N}\p{M}'’]+/gu) ?? [];
}

/** How often a phrase comes in a row, at most. */
function roundsOf(words: readonly string[]): number {
  let most = 1;
  for (let size = 1; size <= MOST_PHRASE_WORDS && size * 2 <= words.length; size++) {
    let matching = 0;
    for (let i = size; i < words.length; i++) {
      matching = words[i] === words[i - size] ? matching + 1 : 0;
      // The last round may be cut off.
      most = Math.max(most, 1 + Math.floor((matching + size / 3) / size));
    }
  }
  return most;
}

function isCopy(source: readonly string[], words: readonly string[]): boolean {
  if (source.length < LEAST_COMPARED || words.length < LEAST_COMPARED) return false;
  const known = new Set(source);
  const shared = words.filter((word) => known.has(word)).length;
  return shared >= SAME_SHARE * Math.max(words.length, source.length);
}
