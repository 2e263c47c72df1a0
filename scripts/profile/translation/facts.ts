/** Rows and facts of a translated programme. */
import type { TranslationStats } from '../../../src/stages/translation/translation.js';
import type { Aired } from '../captions/programme.js';
import { memoryFacts, type MemorySample } from '../live/memory.js';
import { summarise, type Row } from '../summary.js';
import { sentenceLags, sentenceRows, type SentenceLag } from './sentences.js';
import type { Record as Recorded, Shown, Stopwatch } from './record.js';

export interface TranslationRun {
  readonly record: Recorded;
  readonly stopwatch: Stopwatch;
  readonly aired: readonly Aired[];
  readonly stats: TranslationStats;
  readonly memory: readonly MemorySample[];
  readonly cpuMs: number;
  readonly tookMs: number;
  /** What the clock said when the sound began. */
  readonly startMs: number;
  readonly notices: readonly string[];
}

/** What was heard and shown of one clip, for people to judge. */
export interface ClipText {
  readonly file: string;
  readonly lang: string | null;
  readonly heard: string;
  readonly shown: string;
}

/** Without lags where the sound did not come in real time. */
export function translationRows(run: TranslationRun, isRealTime: boolean): Row[] {
  const { record, stopwatch } = run;
  const rows = [summarise('translate', 'ms', stopwatch.sentenceMs)];
  if (isRealTime) {
    const translated = record.shown.filter(({ outcome }) => outcome?.text !== undefined);
    rows.push(
      summarise('lag', 'ms', translated.flatMap(wordLags)),
      summarise('lag-original', 'ms', record.shown.flatMap(originalLags)),
      summarise(
        'behind-caption',
        'ms',
        translated.map(({ outcome, committedMs }) => (outcome?.atMs ?? committedMs) - committedMs),
      ),
    );
    rows.push(...sentenceRows(sentencesOf(run)));
  }
  return rows.filter((row) => row !== undefined);
}

export function translationFacts(run: TranslationRun): Record<string, unknown> {
  const { record, stopwatch, stats, memory, aired } = run;
  const made = stats.translated - stats.unneeded - stats.cache.hits;
  return {
    ...{ clips: aired.length, sentences: stats.captions, translated: stats.translated, unneeded: stats.unneeded },
    ...{ untranslated: stats.untranslated, reasons: countReasons(record.shown) },
    ...{ retractions: record.retractions, batches: stats.batches, deepest: stats.deepest, dropped: stats.dropped },
    sentencesPerSecond: round(stopwatch.callMs === 0 ? undefined : made / (stopwatch.callMs / 1000)),
    ...{ cacheHits: stats.cache.hits, cacheMisses: stats.cache.misses, made: stats.made },
    ...memoryFacts(memory),
    ...{ cpuShare: round(run.cpuMs / run.tookMs), seconds: round(run.tookMs / 1000), notices: run.notices },
  };
}

/** What was shown while each clip was said; a caption belongs to the clip that its middle lies in. */
export function textsOf({ record, aired }: TranslationRun): ClipText[] {
  return aired.map(({ clip, startMs }, i) => {
    const untilMs = aired[i + 1]?.startMs ?? Infinity;
    const own = record.shown.filter(({ caption }) => {
      const middleMs = (caption.startMs + caption.endMs) / 2;
      return middleMs >= startMs && middleMs < untilMs;
    });
    return {
      ...{ file: clip.file, lang: clip.lang },
      heard: own.map(({ caption }) => `[${caption.language}] ${caption.text}`).join(' | '),
      shown: own.map(({ outcome }) => outcome?.text ?? `(${outcome?.note ?? 'nothing'})`).join(' | '),
    };
  });
}

/** Where the time of each sentence went. */
export function sentencesOf({ record, stopwatch: { calls }, startMs }: TranslationRun): SentenceLag[] {
  return sentenceLags(record.shown, record.words.lags, { calls, startMs });
}

/** From the end of each word until the translation of its caption was there to read. */
function wordLags({ caption, outcome }: Shown): number[] {
  return caption.words.map(({ endMs }) => (outcome?.atMs ?? 0) - endMs);
}

function originalLags({ caption, committedMs }: Shown): number[] {
  return caption.words.map(({ endMs }) => committedMs - endMs);
}

function countReasons(shown: readonly Shown[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { outcome } of shown) {
    if (outcome !== undefined && outcome.text === undefined) counts[outcome.note] = (counts[outcome.note] ?? 0) + 1;
  }
  return counts;
}

function round(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Number(value.toPrecision(4));
}
