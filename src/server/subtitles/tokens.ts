/** Text as the pieces between which a line may break, whatever its script. */
import type { Word } from '../../pipeline/messages.js';
import { widthOf, type Spoken } from './unit.js';

export interface Token {
  readonly text: string;
  /** What stands before it. */
  readonly space: '' | ' ';
}

/** Languages whose words stand together. */
const withoutSpaces = new Set(['ja', 'km', 'lo', 'my', 'th', 'yue', 'zh']);
const segmenters = new Map<string, Intl.Segmenter>();

/** Whether sentences of it stand together as well. */
export function joinsSentences(language: string): boolean {
  return language === 'ja' || language === 'yue' || language === 'zh';
}

/** A mark stays with the word before it, an opening one with the word behind it. */
export function tokensOf(text: string, language: string): Token[] {
  const words = text.split(/\s+/).filter((word) => word !== '');
  if (!withoutSpaces.has(language)) return words.map((word, i) => ({ text: word, space: i === 0 ? '' : ' ' }));
  return words.flatMap((word, i) =>
    splitWord(word, language).map((part, j) => ({ text: part, space: i > 0 && j === 0 ? ' ' : '' }) as const),
  );
}

function splitWord(word: string, language: string): string[] {
  const parts: string[] = [];
  let isOpening = false;
  for (const { segment } of segmenterOf(language).segment(word)) {
    const isMark = /^\p{P}+$/u.test(segment);
    const isOpeningMark = isMark && /^[\p{Ps}\p{Pi}]+$/u.test(segment);
    if (parts.length > 0 && ((isMark && !isOpeningMark) || isOpening)) parts.push((parts.pop() ?? '') + segment);
    else parts.push(segment);
    isOpening = isOpeningMark;
  }
  return parts;
}

function segmenterOf(language: string): Intl.Segmenter {
  const known = segmenters.get(language) ?? new Intl.Segmenter(language, { granularity: 'word' });
  segmenters.set(language, known);
  return known;
}

export interface Stretch {
  readonly text: string;
  readonly language: string;
  readonly startMs: number;
  readonly endMs: number;
  /** As they were heard, where they were. */
  readonly words?: readonly Word[];
}

/** Words with their times: those that were heard where they make up the text, else each for as long as it is wide. */
export function spokenOf({ text, language, startMs, endMs, words = [] }: Stretch): Spoken {
  const bare = (given: string): string => given.replace(/\s+/g, '');
  if (words.length > 0 && bare(words.map((word) => word.text).join('')) === bare(text)) return { text, words };
  const tokens = tokensOf(text, language);
  const total = tokens.reduce((sum, token) => sum + widthOf(token.text), 0);
  let at = 0;
  const timed = tokens.map((token) => {
    const from = at;
    at += widthOf(token.text);
    const place = (columns: number): number => startMs + ((endMs - startMs) * columns) / total;
    return { text: token.text, startMs: place(from), endMs: place(at) };
  });
  return { text, words: timed };
}
