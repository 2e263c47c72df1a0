/** Which words of a text belong to which stretch of the sound that it translates. */
import type { Word } from '../../pipeline/messages.js';

/** A sentence's end so near to where one stretch ends is that stretch's end: times of translated words err by as much. */
const SENTENCE_GAIN_MS = 700;

export interface Stretch {
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * For each stretch its text; words before the first and behind the last one are nobody's. The stretches are in order,
 * do not overlap, and are on the words' line of time.
 * @param isAlone nothing was said before the first stretch
 */
export function partWords(words: readonly Word[], stretches: readonly Stretch[], isAlone: boolean): string[] {
  const cuts: number[] = [];
  for (const [i, { startMs }] of stretches.entries()) {
    const before = stretches[i - 1]?.endMs ?? startMs;
    cuts.push(i === 0 && isAlone ? 0 : nearestStart(words, (before + startMs) / 2, cuts.at(-1) ?? 0));
  }
  cuts.push(nearestEnd(words, stretches.at(-1)?.endMs ?? 0, cuts.at(-1) ?? 0));
  return stretches.map((_, i) =>
    words
      .slice(cuts[i], cuts[i + 1])
      .map(({ text }) => text)
      .join(' '),
  );
}

/** The word, from `from` on, with which what begins at `atMs` most likely begins. */
function nearestStart(words: readonly Word[], atMs: number, from: number): number {
  return best(from, words.length, (i) => {
    const word = words[i];
    const distanceMs = word === undefined ? Math.abs((words.at(-1)?.endMs ?? 0) - atMs) : Math.abs(word.startMs - atMs);
    return distanceMs - (i === 0 || endsSentence(words[i - 1]) ? SENTENCE_GAIN_MS : 0);
  });
}

/** One past the word with which what ends at `atMs` most likely ends. */
function nearestEnd(words: readonly Word[], atMs: number, from: number): number {
  return best(Math.min(from + 1, words.length), words.length, (i) => {
    const word = words[i - 1];
    if (word === undefined) return 0;
    return Math.abs(word.endMs - atMs) - (i === words.length || endsSentence(word) ? SENTENCE_GAIN_MS : 0);
  });
}

function best(from: number, to: number, cost: (i: number) => number): number {
  let found = from;
  for (let i = from + 1; i <= to; i++) if (cost(i) < cost(found)) found = i;
  return found;
}

function endsSentence(word: Word | undefined): boolean {
  return word !== undefined && /[.!?…]["'”’)\]]*$/u.test(word.text);
}

/** So many words at a seam may be heard twice. */
const MOST_ECHO = 4;

/** The text without its first words where they are the last ones of the text before, heard again. */
export function withoutEcho(text: string, before: string): string {
  const words = text.split(' ');
  const last = before.split(' ').slice(-MOST_ECHO).map(plain);
  for (let count = Math.min(last.length, words.length - 1); count > 0; count--) {
    const echo = words.slice(0, count).map(plain);
    if (echo.some((word) => word !== '') && echo.every((word, i) => word === last.at(i - count))) {
      return words.slice(count).join(' ');
    }
  }
  return text;
}

function plain(word: string): string {
  return word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
