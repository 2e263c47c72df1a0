/** `bench captions`: somebody talks without end; how far behind the captions are, what they lose, and what they cost. */
import type { CaptionEvent } from '../../../src/pipeline/captions.js';
import { systemClock } from '../../../src/pipeline/clock.js';
import type { Settings } from '../../../src/config/schema.js';
import { captionCuts } from '../../../src/assistant/caption-cuts.js';
import { captionFrames } from '../../../src/stages/captions/captions.js';
import type { CutPlaces } from '../../../src/stages/captions/segment-cutter.js';
import { burn } from '../burn.js';
import { effortBetween } from '../stt/recognizer.js';
import type { Clip } from '../stt/clips.js';
import { describeMachine, summarise, type Report, type Row } from '../summary.js';
import { openEngines, type LiveEngines } from '../live/engines.js';
import type { MemorySample } from '../live/memory.js';
import { captionFacts, type CaptionRun } from './facts.js';
import { Programme } from './programme.js';
import { LanguageSwitches } from './switches.js';
import { WordLags } from './word-lags.js';

export interface CaptionsBenchOptions {
  readonly version: string;
  readonly model: { readonly name: string; readonly folder: string };
  readonly settings: Settings;
  readonly clips: readonly Clip[];
  readonly lengthMs: number;
  /** Between clips. */
  readonly gapMs: number;
  /** Frames come when they would have been spoken; else as fast as they are read, which leaves lags out. */
  readonly isRealTime: boolean;
  /** Other processes that want a core each. */
  readonly burners: number;
  /** Where the shipped places are not wanted. */
  readonly places?: Pick<CutPlaces, 'bridgedMs' | 'enoughMs'> | undefined;
  readonly signal: AbortSignal;
  readonly onProgress: (line: string) => void;
}

export interface CaptionsBench {
  readonly report: Report;
  readonly details: unknown;
}

const MEMORY_EVERY_MS = 5000;
const PROGRESS_EVERY_MS = 60_000;

export async function benchCaptions(options: CaptionsBenchOptions): Promise<CaptionsBench> {
  const { settings, model, signal } = options;
  const { onProgress: onNotice } = options;
  const engines = await openEngines({ settings, models: { stt: model }, onNotice, translates: false }, signal);
  const stopBurning = burn(options.burners);
  try {
    const run = await listen(engines, options);
    const { stt } = settings;
    const report: Report = {
      ...{ bench: 'captions', version: options.version, machine: describeMachine() },
      settings: {
        ...{ model: model.name, language: stt.language, threads: stt.optimization.num_workers },
        ...{ partialIntervalMs: stt.partial_interval_ms, seconds: Math.round(run.lengthMs / 1000) },
        ...{ longestChars: settings.captions.longest_chars, longestSeconds: settings.captions.longest_seconds },
        ...{ bridgedMs: options.places?.bridgedMs ?? settings.captions.bridged_ms },
        ...{ enoughMs: options.places?.enoughMs ?? settings.captions.enough_ms },
        ...{ pace: options.isRealTime ? 'real' : 'virtual', burners: options.burners },
      },
      rows: options.isRealTime ? lagRows(run.words) : [],
      facts: captionFacts(run),
    };
    return { report, details: describeDetails(run) };
  } finally {
    stopBurning();
    await engines.close();
  }
}

async function listen(engines: LiveEngines, options: CaptionsBenchOptions): Promise<CaptionRun> {
  const { isRealTime, lengthMs, signal, settings } = options;
  const pace = isRealTime ? systemClock : undefined;
  const programme = new Programme({ ...options, pace });
  const words = new WordLags();
  const switches = new LanguageSwitches();
  const memory: MemorySample[] = [];
  const counts = new Map<string, number>();
  const probe = {
    mark: () => undefined,
    count: (name: string, by = 1) => void counts.set(name, (counts.get(name) ?? 0) + by),
  };
  const before = { effort: await engines.effort(), cpuMs: await engines.cpuMs(), atMs: performance.now() };
  const watch = setInterval(() => {
    memory.push({ atMs: performance.now() - before.atMs, ...engines.memory() });
  }, MEMORY_EVERY_MS);
  let nextProgressMs = PROGRESS_EVERY_MS;
  const cuts = captionCuts(() => settings.captions);
  try {
    const events = captionFrames(programme.frames(), {
      ...{ vad: engines.vad, recognizer: engines.recognizer, sampleRateHz: 16_000 },
      ...{ limits: cuts.limits, places: { ...cuts.places, ...options.places } },
      ...{ scope: { id: 'bench', signal, clock: systemClock, probe }, paddingMs: settings.vad.padding_duration_ms },
    });
    for await (const event of events) {
      const nowMs = isRealTime ? systemClock.now() - programme.startMs : endOf(event);
      if (event.kind === 'caption') {
        words.take(event.caption, nowMs);
        switches.take(event.caption, nowMs);
      }
      if (endOf(event) < nextProgressMs) continue;
      options.onProgress(`${Math.round(endOf(event) / 1000)} s of ${Math.round(lengthMs / 1000)} s`);
      nextProgressMs += PROGRESS_EVERY_MS;
    }
  } finally {
    clearInterval(watch);
  }
  const tookMs = performance.now() - before.atMs;
  const { aired } = programme;
  const cpuMs = (await engines.cpuMs()) - before.cpuMs;
  const effort = effortBetween(before.effort, await engines.effort());
  return {
    words,
    switches: switches.seen,
    aired,
    memory,
    effort,
    tookMs,
    cpuMs,
    counts,
    lengthMs: aired.at(-1)?.endMs ?? 0,
  };
}

function endOf(event: CaptionEvent): number {
  return event.kind === 'caption' ? event.caption.endMs : 0;
}

/** All of the words, and those of the first and of the last tenth, so that a lag that grows is seen. */
function lagRows({ lags, commitDelaysMs }: WordLags): Row[] {
  const tenth = Math.ceil(lags.length / 10);
  const rows = (['shown', 'stable', 'committed'] as const).flatMap((name) => [
    summarise(
      name,
      'ms',
      lags.map((lag) => lag[name]),
    ),
    summarise(
      `${name}-first-tenth`,
      'ms',
      lags.slice(0, tenth).map((lag) => lag[name]),
    ),
    summarise(
      `${name}-last-tenth`,
      'ms',
      lags.slice(-tenth).map((lag) => lag[name]),
    ),
  ]);
  return [...rows, summarise('commit-delay', 'ms', commitDelaysMs)].filter((row) => row !== undefined);
}

function describeDetails({ words, aired, memory }: CaptionRun): unknown {
  return { captions: words.committed, aired, memory, lags: words.lags };
}
