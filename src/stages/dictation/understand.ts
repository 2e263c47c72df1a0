/** From what was heard to what it stands for: words, marks and commands, in order, each written as it should be. */
import { writeNumbers } from './numbers.js';
import { settleMarks } from './marks.js';
import { spellOwnWords, type OwnWord } from './own-words.js';
import type { Manner } from './profile.js';
import { readItems, wordItem, type Item } from './reader.js';
import { wordSet, type LanguageTable, type PhraseBook } from './table.js';
import { tokenise, type Token } from './token.js';

export interface Understanding {
  readonly table: LanguageTable | undefined;
  readonly language: string;
  readonly manner: Manner;
  readonly own: readonly OwnWord[];
  readonly book: PhraseBook;
}

/** Stands in for a language without a table: whatever the user calls a symbol is one. */
const NO_TABLE: LanguageTable = {
  ...{ marks: [], commands: [], everyday: new Set(), before: {}, after: {}, names: new Set() },
  surroundings: {
    ...{ articles: new Set(), pointers: new Set(), mentions: new Set() },
    ...{ actors: new Set(), subjects: new Set(), verbs: new Set() },
  },
};
const DIGITS = 'zero one two three four five six seven eight nine'.split(' ');
const SMALL_NUMBERS = wordSet(DIGITS.join(' '));

export function understand(text: string, rules: Understanding): Item[] {
  const items = readItems(tokenise(text), { book: rules.book, table: rules.table ?? NO_TABLE });
  const written = runs(items).flatMap((run) => (Array.isArray(run) ? writeRun(run, rules) : [run]));
  return settleMarks(joinDigits(written), rules.manner.punctuation);
}

/** Neighbouring words together, everything else by itself. */
function runs(items: readonly Item[]): (Item | Token[])[] {
  const result: (Item | Token[])[] = [];
  for (const item of items) {
    const last = result.at(-1);
    if (item.kind !== 'word' || item.isFixed) result.push(item);
    else if (Array.isArray(last)) last.push(item.token);
    else result.push([item.token]);
  }
  return result;
}

function writeRun(tokens: readonly Token[], { language, manner, own }: Understanding): Item[] {
  const { numbers, times } = manner;
  const counted = language === 'en' && numbers !== 'words' ? writeNumbers(tokens, { numbers, times }) : tokens;
  return spellOwnWords(counted, own).map(({ token, isFixed }) => wordItem(token, isFixed));
}

/** "Three slash four" is 3/4: a number below ten beside a mark that joins is a figure. */
function joinDigits(items: readonly Item[]): Item[] {
  return items.map((item, at) => {
    if (item.kind !== 'word' || !SMALL_NUMBERS.has(item.token.key)) return item;
    const sides = [
      [items[at - 1], items[at - 2]],
      [items[at + 1], items[at + 2]],
    ];
    const isFigure = sides.some(([mark, other]) => isJoining(mark) && isNumber(other));
    return isFigure ? { ...item, token: { ...item.token, core: String(DIGITS.indexOf(item.token.key)) } } : item;
  });
}

function isJoining(item: Item | undefined): boolean {
  return item?.kind === 'mark' && item.mark.joins === 'both';
}

function isNumber(item: Item | undefined): boolean {
  return item?.kind === 'word' && (SMALL_NUMBERS.has(item.token.key) || /^\d/u.test(item.token.core));
}
