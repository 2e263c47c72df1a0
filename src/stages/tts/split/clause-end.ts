/** Where a breath may be taken inside a sentence that is not whole yet. */
import { gapless } from './forced-cut.js';
import { lastWord, type Ahead } from './sentence-end.js';
import {
  binding,
  clinging,
  coordinators,
  interjections,
  monthsAndDays,
  numberWords,
  prepositions,
  subordinators,
  verbs,
} from './vocabulary.js';

/** So many words must stand before a breath; the weaker the place, the more. */
export interface ClauseLimits {
  /** Before a comma, a dash, a colon. */
  readonly markWords: number;
  /** Before "because", before "and", before "with", before "is". */
  readonly subordinateWords: number;
  readonly coordinateWords: number;
  readonly phraseWords: number;
  readonly verbWords: number;
  /** Before any gap where nothing that belongs together is torn. */
  readonly gapWords: number;
  /** Whether "Sure," may go on its own. */
  readonly interjection: boolean;
}

const never = Infinity;

/**
 * For the first piece of a reply, the second, the third, and all others. The first sound must come soon; then every
 * piece may be longer, because the ones before it are still being played.
 */
export const clauseLimits: readonly [ClauseLimits, ...ClauseLimits[]] = [
  {
    markWords: 3,
    subordinateWords: 4,
    coordinateWords: 8,
    phraseWords: 7,
    verbWords: 4,
    gapWords: 16,
    interjection: true,
  },
  {
    markWords: 8,
    subordinateWords: 12,
    coordinateWords: 14,
    phraseWords: 20,
    verbWords: 20,
    gapWords: 28,
    interjection: false,
  },
  {
    markWords: 14,
    subordinateWords: 20,
    coordinateWords: 22,
    phraseWords: 30,
    verbWords: 30,
    gapWords: 36,
    interjection: false,
  },
  {
    markWords: 24,
    subordinateWords: 30,
    coordinateWords: 32,
    phraseWords: 40,
    verbWords: 40,
    gapWords: never,
    interjection: false,
  },
];

const clauseMark = /(?:[,;:،؛，、；：…]|\.\.\.|[—–]|\s-+)["'”’)\]*_]*$/u;
/** A mark and all that may close behind it. */
const longestMarkChars = 12;
const joining = new Set([...subordinators, ...coordinators, ...prepositions, ...verbs]);
const gaplessAll = new RegExp(gapless, 'gu');

/** Words in `text`; where words are not set apart, two or three characters count as one. */
export function countWords(text: string): number {
  const runs = text.split(/\s+/).filter((run) => /[\p{L}\p{N}]/u.test(run));
  if (!gapless.test(text)) return runs.length;
  const characters = text.match(gaplessAll)?.length ?? 0;
  return runs.filter((run) => !gapless.test(run)).length + Math.floor(characters / 2.5);
}

/**
 * Length of the clause that `head` begins with if it may be spoken now: `head` itself, or less when its last word begins
 * the next clause. 0 for none, undefined when the second character of what follows is needed.
 */
export function clauseLength(head: string, ahead: Ahead, limits: ClauseLimits): number | undefined {
  const written = head.trimEnd();
  // Scripts that write no gap between words write one between phrases.
  const isPhrase = written.length < head.length && gapless.test(written.slice(-1));
  if (isPhrase || clauseMark.test(written.slice(-longestMarkChars)))
    return markedLength(head, written, { ahead, limits });
  if (written.length === head.length) return 0;
  const word = lastWord(written);
  if (limits.gapWords === never && !joining.has(word.toLowerCase())) return 0;
  const words = countWords(written);
  if (words <= limits.subordinateWords) return 0;
  const before = written.slice(0, written.length - word.length);
  // "May" is a month here.
  const joined = monthsAndDays.has(word.toLowerCase()) ? word : word.toLowerCase();
  if (mayJoin(before, joined, { words: words - 1, ahead, limits })) return isOpen(before) ? 0 : before.length;
  if (words < limits.gapWords || isTornAt(word, ahead.text) || isOpen(written)) return 0;
  // "the University of", told from three characters at most
  if (/^of?$/.test(ahead.text) && !ahead.isLast) return undefined;
  return /^of\s/.test(ahead.text) ? 0 : head.length;
}

interface Circumstances {
  readonly ahead: Ahead;
  readonly limits: ClauseLimits;
}

function markedLength(head: string, written: string, { ahead, limits }: Circumstances): number | undefined {
  const text = written.replace(clauseMark, '').trim();
  if (limits.interjection && interjections.has(text.toLowerCase().replaceAll('’', "'").replace(/\s+/g, '_'))) {
    return head.length;
  }
  // "May 5, 2024" and "pages 5 – 10"
  if (countWords(text) < limits.markWords || /^\p{N}/u.test(ahead.text) || isOpen(written)) return 0;
  if (/^\p{Lu}/u.test(ahead.text) && isLargeWord(lastWord(text))) {
    if (ahead.text.length < 2 && !ahead.isLast) return undefined;
    // "Paris, France" and "Monday, May 5", but "my dear Anna, I think".
    if (/^\p{Lu}\p{L}/u.test(ahead.text)) return 0;
  }
  return head.length;
}

/** True when a breath before `word`, which stands behind `before`, is natural. */
function mayJoin(before: string, word: string, { words, ahead, limits }: Circumstances & { words: number }): boolean {
  const previous = lastWord(before.trimEnd());
  const bare = previous.toLowerCase();
  if (clinging.has(bare) || isNumber(previous)) return false;
  if (subordinators.has(word)) return words >= limits.subordinateWords && !binding.has(bare);
  if (coordinators.has(word)) {
    const isBetweenNames = isLargeWord(previous) && /^\p{Lu}/u.test(ahead.text);
    return words >= limits.coordinateWords && !isBetweenNames;
  }
  if (prepositions.has(word)) return words >= limits.phraseWords;
  return verbs.has(word) && words >= limits.verbWords;
}

/** True where a breath would tear a name, a number and its unit, a date, or a small word from what it belongs to. */
function isTornAt(word: string, next: string): boolean {
  const bare = word.toLowerCase().replaceAll('’', "'");
  if (clinging.has(bare) || isNumber(word) || monthsAndDays.has(bare)) return true;
  if (/^[\p{N}\p{P}\p{S}]/u.test(next) || /[\p{Sc}#/&+=.]$/u.test(word)) return true;
  return isLargeWord(word) && /^\p{Lu}/u.test(next);
}

const isLargeWord = (word: string): boolean => /^\p{Lu}/u.test(word);
const isNumber = (word: string): boolean => /\p{N}[%°)]?$/u.test(word) || numberWords.has(word.toLowerCase());

const brackets = ['()', '[]', '{}', '（）', '【】', '「」', '『』', '《》', '«»', '“”'] as const;

/** True inside quotes, brackets, emphasis and code, in a heading and in a row of a table. */
export function isOpen(text: string): boolean {
  const line = text.slice(text.lastIndexOf('\n') + 1).trimStart();
  if (/^(?:\||#{1,6}\s)/.test(line)) return true;
  const quote = text.lastIndexOf('„');
  if (quote > Math.max(text.lastIndexOf('“'), text.lastIndexOf('”'))) return true;
  for (const [opening = '', closing = ''] of brackets) {
    if (opening === '“' && quote >= 0) continue;
    if (text.lastIndexOf(opening) > text.lastIndexOf(closing)) return true;
  }
  const stars = text.replace(/(^|\n)([ \t]*)\* /g, '$1$2');
  return isOdd(text, '"') || isOdd(text, '`') || isOdd(stars, '**') || isOdd(stars, '*') || isOdd(text, '__');
}

const isOdd = (text: string, sign: string): boolean => text.split(sign).length % 2 === 0;
