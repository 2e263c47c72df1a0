/** What a hearing is worth: words taken back, stable words that were wrong, delays. */
import type { FinalTranscript, PartialTranscript, Word } from '../../../src/pipeline/messages.js';
import { countPrefixErrors } from '../wer/errors.js';
import { toUnits } from '../wer/english.js';
import type { Hearing, Timed } from './hearing.js';

/** Stable words that a later partial, or the final, changed or lost. Case and punctuation do not count. */
export function countRetractions({ partials, final }: Pick<Hearing, 'partials' | 'final'>): number {
  const messages: readonly (PartialTranscript | FinalTranscript)[] = [
    ...partials.map(({ message }) => message),
    final.message,
  ];
  let promised: readonly string[] = [];
  let lost = 0;
  for (const message of messages) {
    const words = plainWords(message.text);
    const kept = promised.findIndex((word, i) => words[i] !== word);
    if (kept !== -1) lost += promised.length - kept;
    promised = message.kind === 'partial' ? plainWords(message.stable) : promised;
  }
  return lost;
}

/** Errors of the last stable text against what is heard when all is heard at once. */
export function countStableErrors({ partials }: Pick<Hearing, 'partials'>, free: string, language: string): number {
  const stable = partials.at(-1)?.message.stable ?? '';
  return countPrefixErrors(toUnits(stable, language), toUnits(free, language));
}

/** Milliseconds from the onset to the first partial with a word in it, or undefined. */
export function firstPartialMs({ partials }: Pick<Hearing, 'partials'>, onsetMs: number): number | undefined {
  const first = partials.find(({ message }) => message.text.trim() !== '');
  return first === undefined ? undefined : first.atMs - onsetMs;
}

export interface WordDelays {
  /** From the end of each word to the message that made it safe; the final makes all words safe. */
  readonly delaysMs: readonly number[];
  /** Words that were safe before the final. */
  readonly early: number;
}

export function wordDelays({ partials, final }: Pick<Hearing, 'partials' | 'final'>): WordDelays {
  const ends = letterEnds(final.message.words);
  const steps: readonly Timed<number>[] = partials.map(({ message: { stable }, atMs }) => ({
    message: letters(stable).length,
    atMs,
  }));
  let early = 0;
  const delaysMs = final.message.words.map((word, i) => {
    const safe = steps.find(({ message }) => message >= (ends[i] ?? Infinity));
    if (safe !== undefined) early += 1;
    return Math.max(0, (safe ?? final).atMs - word.endMs);
  });
  return { delaysMs, early };
}

/** Letters up to the end of each word: texts are compared without the spaces and marks between words. */
function letterEnds(words: readonly Word[]): number[] {
  let end = 0;
  return words.map(({ text }) => (end += letters(text).length));
}

function letters(text: string): string {
  return text.replace(/[\s\p{P}\p{S}]/gu, '');
}

function plainWords(text: string): string[] {
  return text
    .toLowerCase()
    .replace(/[\p{P}\p{S}]/gu, '')
    .split(/\s+/)
    .filter(Boolean);
}

/** Fewest words in a row that must come back how often before a text is called a loop. */
const LOOP_TIMES = 4;
const LONGEST_LOOP_WORDS = 8;

/** Whether the text says the same words four times in a row where `said` does not. */
export function isLoop(heard: readonly string[], said: readonly string[] = []): boolean {
  return longestRun(heard) >= LOOP_TIMES && longestRun(heard) > longestRun(said);
}

/** How often some run of up to eight words stands side by side. */
function longestRun(words: readonly string[]): number {
  let most = words.length > 0 ? 1 : 0;
  for (let size = 1; size <= LONGEST_LOOP_WORDS; size++) {
    let same = 0;
    for (let i = size; i < words.length; i++) {
      same = words[i] === words[i - size] ? same + 1 : 0;
      most = Math.max(most, 1 + Math.floor(same / size));
    }
  }
  return most;
}
