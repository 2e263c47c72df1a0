/** `bench translation`: people of several languages talk; how far behind the translation is, and what it costs. */
import type { CaptionEvent } from '../../../src/pipeline/captions.js';
import { systemClock } from '../../../src/pipeline/clock.js';
import type { Settings } from '../../../src/config/schema.js';
import { captionFrames } from '../../../src/stages/captions/captions.js';
import { RecentSound } from '../../../src/stages/captions/recent-sound.js';
import { TranslationCache } from '../../../src/stages/translation/cache.js';
import { Glossary } from '../../../src/stages/translation/glossary.js';
import { createTranslationStage, type TranslationStage } from '../../../src/stages/translation/translation.js';
import { Programme } from '../captions/programme.js';
import { RATE_HZ, readClip, type Clip } from '../stt/clips.js';
import { describeMachine, type Report } from '../summary.js';
import { openEngines, type LiveEngines, type Models } from '../live/engines.js';
import type { MemorySample } from '../live/memory.js';
import { sentencesOf, textsOf, translationFacts, translationRows, type TranslationRun } from './facts.js';
import { Record, Stopwatch } from './record.js';

export interface TranslationBenchOptions {
  readonly version: string;
  readonly models: Models;
  readonly settings: Settings;
  readonly clips: readonly Clip[];
  /** All clips are said at least once, and again until so much was said. */
  readonly lengthMs: number;
  /** Between clips. */
  readonly gapMs: number;
  /** Frames come when they would have been spoken; else as fast as they are read, which leaves lags out. */
  readonly isRealTime: boolean;
  /** Whether the facts hold what was heard and shown of each clip. */
  readonly withTexts: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (line: string) => void;
}

export interface TranslationBench {
  readonly report: Report;
  readonly details: unknown;
}

const MEMORY_EVERY_MS = 2000;

export async function benchTranslation(options: TranslationBenchOptions): Promise<TranslationBench> {
  const { settings, models, signal } = options;
  const notices: string[] = [];
  const onNotice = (line: string): void => {
    notices.push(line);
    options.onProgress(line);
  };
  const engines = await openEngines({ settings, models, onNotice }, signal);
  try {
    const run = await listen(engines, { ...options, notices, onNotice });
    const texts = textsOf(run);
    const { stt, translation } = settings;
    const report: Report = {
      ...{ bench: 'translation', version: options.version, machine: describeMachine() },
      settings: {
        ...{ model: models.stt.name, language: stt.language, to: translation.to },
        ...{ engines: [translation.engine].flat().join(' '), threads: stt.optimization.num_workers },
        pace: options.isRealTime ? 'real' : 'virtual',
      },
      rows: translationRows(run, options.isRealTime),
      facts: { ...translationFacts(run), ...(options.withTexts ? { texts } : {}) },
    };
    return { report, details: { texts, shown: run.record.shown, sentences: sentencesOf(run) } };
  } finally {
    await engines.close();
  }
}

interface ListenOptions extends TranslationBenchOptions {
  readonly notices: readonly string[];
  readonly onNotice: (line: string) => void;
}

async function listen(engines: LiveEngines, options: ListenOptions): Promise<TranslationRun> {
  const { isRealTime, settings, signal, onProgress } = options;
  const lengthMs = Math.max(options.lengthMs, await onceMs(options));
  const programme = new Programme({ ...options, lengthMs, pace: isRealTime ? systemClock : undefined });
  const [record, stopwatch] = [new Record(), new Stopwatch()];
  const memory: MemorySample[] = [];
  const sound = new RecentSound(RATE_HZ);
  const stage = stageOf(engines, sound, { ...options, stopwatch });
  const before = { cpuMs: await engines.cpuMs(), atMs: performance.now() };
  const watch = setInterval(() => {
    memory.push({ atMs: performance.now() - before.atMs, ...engines.memory() });
  }, MEMORY_EVERY_MS);
  const probe = { mark: () => undefined, count: () => undefined };
  const scope = { id: 'bench', signal, clock: systemClock, probe };
  try {
    const captions = captionFrames(programme.frames(), {
      ...{ vad: engines.vad, recognizer: engines.recognizer, scope, sound, sampleRateHz: RATE_HZ },
      paddingMs: settings.vad.padding_duration_ms,
    });
    for await (const event of stage.run(captions, scope)) {
      record.take(event, isRealTime ? systemClock.now() - programme.startMs : endOf(event));
      if (event.kind !== 'caption') onProgress(describe(event));
    }
  } finally {
    clearInterval(watch);
  }
  const tookMs = performance.now() - before.atMs;
  return {
    ...{
      record,
      stopwatch,
      memory,
      tookMs,
      startMs: programme.startMs,
      stats: stage.stats,
      notices: options.notices,
      aired: programme.aired,
    },
    cpuMs: (await engines.cpuMs()) - before.cpuMs,
  };
}

function stageOf(
  { translators }: LiveEngines,
  sound: RecentSound,
  { settings, onNotice, stopwatch }: ListenOptions & { readonly stopwatch: Stopwatch },
): TranslationStage {
  const { to, glossary, keep, cache } = settings.translation;
  return createTranslationStage({
    ...{ to, sound, onNotice, glossary: new Glossary({ glossary, keep }) },
    translators: translators.map((translator) => stopwatch.watch(translator)),
    cache: new TranslationCache({ size: cache.size, ttlMs: cache.ttl * 1000, clock: systemClock }),
  });
}

/** A programme ends with the clip that reaches its length: this one ends with the last clip. */
async function onceMs({ clips, gapMs }: TranslationBenchOptions): Promise<number> {
  let sumMs = -gapMs;
  for (const clip of clips) sumMs += gapMs + ((await readClip(clip)).length * 1000) / RATE_HZ;
  return sumMs;
}

function endOf(event: CaptionEvent): number {
  return event.kind === 'caption' ? event.caption.endMs : 0;
}

function describe(event: Exclude<CaptionEvent, { kind: 'caption' }>): string {
  return event.kind === 'translation'
    ? `${event.id} (${event.translation.source}) ${event.translation.text}`
    : `${event.id} untranslated: ${event.reason}`;
}
