/** What whoever dictates says besides words: tells the recogniser what to choose where the sound alone leaves doubt. */
import type { DictationText } from '../../config/dictation-text.js';
import { tables } from './tables/index.js';

/** For the recogniser's `hints`. */
export interface DictationHints {
  /** ISO 639-1. */
  readonly language: string;
  /** Sentences such as might have been dictated before. */
  readonly context: readonly string[];
  /** Words that win over what sounds like them. */
  readonly words: readonly string[];
}

/** Marks and commands that are said most, as they stand in the tables: more would leave no room for the user's own words. */
const MOST_MARKS = 24;
const MOST_COMMANDS = 12;
/** Of those, the ones that are in the context. */
const TOLD = 6;

/** Undefined where there is nothing to expect: a language without a table, and no words of the user's own. */
export function dictationHints(
  { words, commands, punctuation }: Pick<DictationText, 'words' | 'commands' | 'punctuation'>,
  language: string,
): DictationHints | undefined {
  const table = tables[language];
  const firstOf = (phrases: string): string => phrases.split(', ')[0] ?? phrases;
  const marks =
    punctuation === 'written' ? [] : (table?.marks ?? []).slice(0, MOST_MARKS).map(([phrases]) => firstOf(phrases));
  const acts = commands ? (table?.commands ?? []).slice(0, MOST_COMMANDS).map(([phrases]) => firstOf(phrases)) : [];
  const all = [...words, ...marks, ...acts];
  if (all.length === 0) return undefined;
  const told = [...marks.slice(0, TOLD), ...acts.slice(0, TOLD)];
  return { language, context: told.length === 0 ? [] : [`${told.join(', ')}.`], words: all };
}
