/** Where the time of each sentence goes, from its last word to its translation. */
import type { Caption } from '../../../src/pipeline/captions.js';
import { summarise, type Row } from '../summary.js';
import type { WordLag } from '../captions/word-lags.js';
import type { Shown, Stopwatch } from './record.js';

/** Each from the end of the last word, in ms; undefined where it never came to that. */
export interface SentenceLag {
  readonly id: number;
  readonly end: Caption['end'];
  readonly language: string;
  readonly spokenMs: number;
  readonly words: number;
  /** The last word was seen, and was promised. */
  readonly shown: number;
  readonly stable: number;
  readonly committed: number;
  /** A translator began, and was done. */
  readonly begun: number | undefined;
  readonly done: number | undefined;
  /** The translation was there to read. */
  readonly told: number | undefined;
}

/**
 * @param lags of all words of the captions, in order
 * @param startMs what the stopwatch's clock said when the sound began
 */
export function sentenceLags(
  shown: readonly Shown[],
  lags: readonly WordLag[],
  { calls, startMs }: { readonly calls: Stopwatch['calls']; readonly startMs: number },
): SentenceLag[] {
  let at = 0;
  return shown.flatMap(({ caption, committedMs, outcome }) => {
    at += caption.words.length;
    const last = lags[at - 1];
    if (last === undefined || caption.words.length === 0) return [];
    const call = calls.get(caption.id);
    const since = (ms: number | undefined): number | undefined => (ms === undefined ? undefined : ms - last.endMs);
    return {
      ...{ id: caption.id, end: caption.end, language: caption.language, words: caption.words.length },
      ...{ spokenMs: caption.endMs - caption.startMs, shown: last.shown, stable: last.stable },
      committed: committedMs - last.endMs,
      begun: call && since(call.begunMs - startMs),
      done: call && since(call.doneMs - startMs),
      told: since(outcome?.text === undefined ? undefined : outcome.atMs),
    };
  });
}

/** Rows of the sentences that were translated. */
export function sentenceRows(sentences: readonly SentenceLag[]): Row[] {
  const translated = sentences.filter(({ told, begun }) => told !== undefined && begun !== undefined);
  const column = (name: string, of: (sentence: SentenceLag) => number): Row | undefined =>
    summarise(name, 'ms', translated.map(of));
  return [
    column('sentence-stable', ({ stable }) => stable),
    column('sentence-committed', ({ committed }) => committed),
    column('sentence-queued', ({ begun = 0, committed }) => begun - committed),
    column('sentence-translated', ({ done = 0, begun = 0 }) => done - begun),
    column('sentence-lag', ({ told = 0 }) => told),
  ].filter((row) => row !== undefined);
}
