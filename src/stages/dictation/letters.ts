/** Capital and small letters: at the start of a sentence, where the recogniser's own sentence was none, and on command. */
import type { LanguageTable } from './table.js';
import { keyOf } from './token.js';

/** Marks may stand in front of it; behind a figure no sentence begins. */
const FIRST_LETTER = /^[^\p{L}\p{N}]*\p{L}/u;

/** How the words that follow are written. */
export type LetterMode = 'upper' | 'title' | 'lower';

export interface CaseContext {
  /** A sentence begins here. */
  readonly isOpening: boolean;
  /** The recogniser began a sentence here, so its capital letter says nothing. */
  readonly isFresh: boolean;
  readonly mode: LetterMode | undefined;
}

export interface CaseRules {
  readonly capitals: boolean;
  readonly table: LanguageTable | undefined;
  /** Words that were seen with a capital letter inside a sentence. */
  readonly seen: ReadonlySet<string>;
}

export function withCase(word: string, { isOpening, isFresh, mode }: CaseContext, rules: CaseRules): string {
  if (mode === 'upper') return word.toUpperCase();
  if (mode === 'lower') return word.toLowerCase();
  if (mode === 'title') return upperFirst(word);
  if (isOpening && rules.capitals) return /^\p{Ll}+\p{Lu}/u.test(word) ? word : upperFirst(word);
  const isDoubtful = isFresh || (isOpening && !rules.capitals);
  return isDoubtful && !isName(word, rules) ? lowerFirst(word) : word;
}

/** "I" is never small, whoever wrote it so. */
export function correctPronoun(word: string, language: string): string {
  return language === 'en' && /^i(?:['’](?:m|d|ll|ve))?$/u.test(word) ? upperFirst(word) : word;
}

export function upperFirst(word: string): string {
  return word.replace(FIRST_LETTER, (start) => start.toUpperCase());
}

function lowerFirst(word: string): string {
  return word.replace(FIRST_LETTER, (start) => start.toLowerCase());
}

/** Whether the capital letter belongs to the word. */
export function isName(word: string, { table, seen }: Omit<CaseRules, 'capitals'>): boolean {
  // "NATO", "iPhone", "3D".
  if (/.\p{Lu}|\d/u.test(word)) return true;
  const key = keyOf(word).replace(/'s$/u, '');
  if (table === undefined) return true;
  const { names, surroundings, hasCapitalNouns } = table;
  if (names.has(key) || names.has(keyOf(word)) || seen.has(key)) return true;
  const { articles, pointers, mentions, actors, subjects, verbs } = surroundings;
  const isSmall = [articles, pointers, mentions, actors, subjects, verbs].some((words) => words.has(key));
  return hasCapitalNouns === true && !isSmall;
}
