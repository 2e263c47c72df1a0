/** Terms whose translation is settled, and names that stay as they are: found in a text, and checked in its translation. */

import { unlikeness } from '../../skills/language/likeness.js';

/** A term that was found, as it was written there. */
export interface Term {
  readonly found: string;
  readonly wanted: string;
}

export interface GlossaryOptions {
  /** Terms and how they are translated. */
  readonly glossary: Readonly<Record<string, string>>;
  /** Names that stay as they are. */
  readonly keep: readonly string[];
}

/** Scripts that write no gaps between words. */
const GAPLESS = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}';
const LETTER = new RegExp(`(?![${GAPLESS}])[\\p{L}\\p{N}\\p{M}]`, 'u').source;

export class Glossary {
  readonly #wanted: ReadonlyMap<string, string>;
  readonly #pattern: RegExp | undefined;
  readonly #names: readonly string[];
  /** Equal for equal terms. */
  readonly digest: string;

  constructor({ glossary, keep }: GlossaryOptions) {
    // A term that is both translated and kept is translated: that was said of it more exactly.
    const entries = [...keep.map((name) => [name, name] as const), ...Object.entries(glossary)];
    this.#wanted = new Map(entries.map(([term, wanted]) => [fold(term), wanted]));
    const longestFirst = entries.map(([term]) => term.trim()).filter((term) => term !== '');
    longestFirst.sort((one, other) => other.length - one.length);
    this.#pattern = longestFirst.length === 0 ? undefined : patternOf(longestFirst);
    this.#names = keep;
    this.digest = JSON.stringify([...this.#wanted].sort(([one], [other]) => (one < other ? -1 : 1)));
  }

  /** Names that stay as they are. */
  get names(): readonly string[] {
    return this.#names;
  }

  /** The terms in a text, each once: where one is part of another the longer one counts. */
  find(text: string): Term[] {
    const terms = new Map<string, Term>();
    for (const [found] of text.matchAll(this.#pattern ?? NOTHING)) {
      const key = fold(found);
      terms.set(key, { found, wanted: this.#wanted.get(key) ?? found });
    }
    return [...terms.values()];
  }

  /** Those of the terms in `text` that its translation lacks. */
  missing(text: string, translation: string): Term[] {
    return this.find(text).filter(({ wanted }) => !contains(translation, wanted));
  }

  /**
   * The translation with each term that still stands in it put into the words that are wanted.
   * @param text what it is the translation of: then only terms of that text count
   */
  apply(translation: string, text?: string): string {
    if (this.#pattern === undefined) return translation;
    const known = text === undefined ? undefined : new Set(this.find(text).map(({ found }) => fold(found)));
    return translation.replaceAll(this.#pattern, (found) => {
      const key = fold(found);
      return known === undefined || known.has(key) ? (this.#wanted.get(key) ?? found) : found;
    });
  }

  /**
   * What can be done for a translation that was made from the sound, without knowing the terms: every term that stands
   * in it is put right, and a word that sounds like a name of the text is written as that name.
   */
  restore(text: string, translation: string): string {
    let restored = this.apply(translation);
    for (const { found, wanted } of this.missing(text, restored)) {
      if (fold(found) === fold(wanted)) restored = respell(restored, wanted);
    }
    return restored;
  }
}

const NOTHING = /(?!)/g;
/** More unlike than this, and it is another word: "Parlay" for "Parley" lies far below. */
const MOST_UNLIKE = 0.35;

function patternOf(terms: readonly string[]): RegExp {
  const each = terms.map((term) => {
    const words = term.split(/\s+/u).map(escape).join('\\s+');
    const before = startsWithLetter.test(term) ? `(?<!${LETTER})` : '';
    const behind = endsWithLetter.test(term) ? `(?!${LETTER})` : '';
    return `${before}${words}${behind}`;
  });
  return new RegExp(each.join('|'), 'giu');
}

const startsWithLetter = new RegExp(`^${LETTER}`, 'u');
const endsWithLetter = new RegExp(`${LETTER}$`, 'u');

/** The word that sounds most like the name, if any does, becomes the name. */
function respell(translation: string, name: string): string {
  const words = translation.match(/[\p{L}\p{M}'’-]{3,}/gu) ?? [];
  const ranked = words.map((word) => ({ word, score: unlikeness(word.toLowerCase(), name.toLowerCase()) }));
  ranked.sort((one, other) => one.score - other.score);
  const [best] = ranked;
  return best === undefined || best.score > MOST_UNLIKE ? translation : translation.replace(best.word, () => name);
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
}

/** Upper and lower case, spacing and the way that an accent is written do not count. */
function fold(text: string): string {
  return text.normalize('NFC').toLowerCase().replace(/\s+/gu, ' ').trim();
}

function contains(text: string, wanted: string): boolean {
  return wanted.trim() === '' || patternOf([wanted.trim()]).test(text.normalize('NFC'));
}
