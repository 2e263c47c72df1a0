/** Reads what was heard: which of it are words, which are marks, and which are commands. */
import { digitise } from '../../skills/language/numbers.js';
import { editDistance } from '../../skills/language/spelling.js';
import { acts } from './context.js';
import { readSpelled } from './spelled.js';
import {
  LONGEST_PHRASE,
  lettersOf,
  type CommandName,
  type LanguageTable,
  type Mark,
  type Phrase,
  type PhraseBook,
} from './table.js';
import { endsSentence, hasBreak, tokenOf, type Token } from './token.js';

/** What is said by itself and differs from a phrase by so little is that phrase. */
const MOST_WRONG_LETTERS = 2;
const SHORTEST_NEAR_LETTERS = 9;
const MOST_NEAR_WORDS = 3;

/** What one stretch of speech stands for. */
export type Item = (
  | {
      readonly kind: 'word';
      readonly token: Token;
      /** Written exactly so. */
      readonly isFixed: boolean;
    }
  | { readonly kind: 'mark'; readonly mark: Mark; readonly post: string }
  | { readonly kind: 'text'; readonly text: string; readonly post: string }
  | { readonly kind: 'command'; readonly name: CommandName; readonly count: number }
) & {
  /** The recogniser ended a sentence behind it: the next capital letter may mean only that. */
  readonly isEnd: boolean;
};

export interface ReaderRules {
  readonly book: PhraseBook;
  readonly table: LanguageTable;
}

export function readItems(heard: readonly Token[], rules: ReaderRules): Item[] {
  const tokens = heard.flatMap((token) => partAtMarks(token, rules.book));
  const items: Item[] = [];
  for (let at = 0; at < tokens.length;) {
    const found = readDeletion(tokens, at, rules) ?? readPhrase(tokens, at, rules) ?? readNear(tokens, at, rules);
    const token = tokens[at];
    if (found !== undefined) items.push(...found.items);
    else if (token !== undefined) items.push(wordItem(token));
    at = found?.next ?? at + 1;
  }
  return items;
}

/** "well-hyphen-known": recognisers write the word for a mark into the word that it joins. */
function partAtMarks(token: Token, book: PhraseBook): Token[] {
  const parts = token.core.split('-');
  const isMark = (part: string): boolean => {
    const meaning = book.get(lettersOf(part))?.meaning;
    return meaning?.kind === 'mark' && meaning.mark.joins === 'both';
  };
  if (parts.length < 2 || book.has(lettersOf(token.core)) || !parts.some(isMark)) return [token];
  return parts.map((part, at) => {
    const ends = { pre: at === 0 ? token.pre : '', post: at === parts.length - 1 ? token.post : '' };
    return tokenOf(part, ends);
  });
}

export function wordItem(token: Token, isFixed = false): Item {
  return { kind: 'word', token, isFixed, isEnd: endsSentence(token) };
}

interface Found {
  readonly items: readonly Item[];
  /** Index of the first word behind it. */
  readonly next: number;
}

interface Match {
  readonly phrase: Phrase;
  readonly to: number;
}

function longestPhrase(tokens: readonly Token[], from: number, book: PhraseBook): Match | undefined {
  for (let to = Math.min(tokens.length, from + LONGEST_PHRASE); to > from; to--) {
    const words = tokens.slice(from, to);
    const phrase = book.get(lettersOf(words.map(({ core }) => core).join('')));
    // A sentence does not end within a phrase; a comma may stand there.
    if (phrase !== undefined && !words.slice(0, -1).some(endsSentence)) return { phrase, to };
  }
  return undefined;
}

/** Words said by themselves that are hardly any others than those of a phrase: "Question Mart." */
function readNear(tokens: readonly Token[], from: number, rules: ReaderRules): Found | undefined {
  const previous = tokens[from - 1];
  if (previous !== undefined && !hasBreak(previous)) return undefined;
  const last = tokens.findIndex((token, at) => at >= from && (at === tokens.length - 1 || hasBreak(token)));
  if (last < from || last - from >= MOST_NEAR_WORDS) return undefined;
  const words = tokens.slice(from, last + 1).map(({ key }) => key);
  // What takes text away must be all that was said.
  const isAll = from === 0 && last === tokens.length - 1;
  const near = [...rules.book.values()].filter(
    ({ name, meaning }) => isNear(words, name) && (meaning.kind === 'mark' || (isAll && isHarmless(meaning))),
  );
  const phrase = near[0];
  const isSure = phrase !== undefined && near.every(({ meaning }) => sameMeaning(meaning, phrase.meaning));
  return isSure ? carryOut({ phrase, to: last + 1 }, tokens, rules.book) : undefined;
}

/** As many words, one of them the same, and the others hardly different. */
function isNear(words: readonly string[], name: string): boolean {
  const known = name.split(' ');
  if (words.length < 2 || known.length !== words.length) return false;
  const edits = words.map((word, at) => editDistance(word, known[at] ?? '', MOST_WRONG_LETTERS));
  const isPlural = words.at(-1) === `${known.at(-1) ?? ''}s`;
  return (
    !isPlural &&
    edits.includes(0) &&
    edits.every((wrong) => wrong <= MOST_WRONG_LETTERS) &&
    name.length >= SHORTEST_NEAR_LETTERS
  );
}

/** What was misheard presses no key and ends nothing. */
function isHarmless(meaning: Phrase['meaning']): boolean {
  return meaning.kind === 'command' && !/^(?:press|stop|cancel|literal|spell)/u.test(meaning.name);
}

function sameMeaning(one: Phrase['meaning'], other: Phrase['meaning']): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function readPhrase(tokens: readonly Token[], from: number, { book, table }: ReaderRules): Found | undefined {
  const match = longestPhrase(tokens, from, book);
  if (match === undefined) return undefined;
  const { to } = match;
  // A mention is a mention as a whole: there is no dash in "is called em dash".
  if (!acts({ ...match, tokens, from, table }))
    return { items: tokens.slice(from, to).map((word) => wordItem(word)), next: to };
  return carryOut(match, tokens, book);
}

function carryOut({ phrase, to }: Match, tokens: readonly Token[], book: PhraseBook): Found | undefined {
  const { meaning } = phrase;
  const last = tokens[to - 1];
  const ending = { post: last?.post ?? '', isEnd: last !== undefined && endsSentence(last) };
  const next = tokens[to];
  switch (meaning.kind) {
    case 'text':
      return { items: [{ kind: 'text', text: meaning.text, ...ending }], next: to };
    case 'mark':
      return { items: [{ kind: 'mark', mark: settle(meaning.mark, next), ...ending }], next: to };
    case 'command':
      if (meaning.name === 'literal') return readLiteral(tokens, to, book);
      if (meaning.name === 'spell') return readSpelling(tokens, to);
      return { items: [{ kind: 'command', name: meaning.name, count: 1, isEnd: ending.isEnd }], next: to };
  }
}

/** An apostrophe joins an "s" behind it, and nothing else. */
function settle(mark: Mark, next: Token | undefined): Mark {
  if (mark.text !== "'" || mark.joins !== 'both') return mark;
  return /^(?:s|t|re|ll|ve|d|m)$/u.test(next?.key ?? '') ? mark : { text: mark.text, joins: 'left' };
}

function readLiteral(tokens: readonly Token[], from: number, book: PhraseBook): Found | undefined {
  const meant = longestPhrase(tokens, from, book);
  if (meant === undefined) return undefined;
  const items = tokens.slice(from, meant.to).map((token) => wordItem({ ...token, core: token.key }));
  return { items, next: meant.to };
}

function readSpelling(tokens: readonly Token[], from: number): Found | undefined {
  const spelled = readSpelled(tokens, from);
  if (spelled === undefined) return undefined;
  const post = tokens[spelled.next - 1]?.post ?? '';
  const word = tokenOf(spelled.text, { pre: tokens[from]?.pre ?? '', post });
  return { items: [wordItem(word, /\p{Lu}/u.test(spelled.text))], next: spelled.next };
}

const DELETION = /^(?:delete|scratch) (?:the )?(?:last|previous) (\d+) words?$/u;
const LONGEST_DELETION = 8;

/** "Delete the last three words". */
function readDeletion(tokens: readonly Token[], from: number, { book, table }: ReaderRules): Found | undefined {
  const command = book.get('deletelastword');
  const first = tokens[from]?.key;
  if (command === undefined || (first !== 'delete' && first !== 'scratch')) return undefined;
  const last = tokens.findIndex(({ key }, index) => index > from && /^words?$/u.test(key));
  if (last < 0 || last - from >= LONGEST_DELETION) return undefined;
  const words = tokens.slice(from, last + 1).map(({ key }) => key);
  const count = DELETION.exec(digitise(words).join(' '))?.[1];
  if (count === undefined || !acts({ phrase: command, tokens, from, to: last + 1, table })) return undefined;
  const isEnd = tokens.slice(last, last + 1).some(endsSentence);
  return { items: [{ kind: 'command', name: 'delete-word', count: Number(count), isEnd }], next: last + 1 };
}
