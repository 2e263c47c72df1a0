/** `parley soak --hours n`: recordings spoken to the whole assistant in real time, round and round, for hours. */
import { createAssistant } from '../../../src/assistant.js';
import type { Assistant } from '../../../src/assistant/assistant.js';
import { speakRecordings } from '../../../src/assistant/recordings.js';
import type { AudioFrame } from '../../../src/audio/frame.js';
import { createSilentSpeaker } from '../../../src/audio/silent-speaker.js';
import type { LoadedConfig } from '../../../src/config/load.js';
import type { FetchEvent } from '../../../src/models/fetch-events.js';
import { openStore } from '../../../src/models/store.js';
import type { TurnReport } from '../../../src/pipeline/report.js';
import { forgetful } from '../forgetful.js';
import { describeMachine, summarise, type Row } from '../summary.js';
import { LEAST_SAMPLES, measureGrowth, type Growth } from './growth.js';
import type { Soaked } from './virtual.js';

export interface RealSoakOptions {
  readonly version: string;
  readonly config: LoadedConfig;
  readonly hours: number;
  readonly paths: readonly string[];
  readonly signal: AbortSignal;
  readonly onTurn: (report: TurnReport) => void;
  readonly onFetch: (event: FetchEvent) => void;
  readonly onNotice: (text: string) => void;
}

const HOUR_MS = 3_600_000;
const SAMPLES = 120;
/** No sample is worth taking sooner. */
const LEAST_STEP_MS = 1000;
/** Until then caches fill and the engines load. */
const WARM_SHARE = 0.2;
/** Growth of resident memory that nobody would notice in days; and what a heap may still take, once, until it has its size. */
const LEAST_MB_PER_HOUR = 2;
const ONCE_MB = 32;
/** Sockets and timers that are opened once, when they are first needed. */
const ONCE_HANDLES = 4;
/** Of the turns, at the start and at the end. */
const ENDS_SHARE = 0.2;

interface Sample {
  readonly mainMb: number;
  readonly enginesMb: number;
  readonly handles: number;
}

/** @throws what creating an assistant throws */
export async function soakForReal(options: RealSoakOptions): Promise<Soaked> {
  const { hours, signal } = options;
  const turns: TurnReport[] = [];
  const { onFetch, onNotice } = options;
  const assistant = await createAssistant(
    {
      ...{ config: forgetful(options.config), store: openStore(), onFetch, onNotice },
      onEvent: (event) => {
        if (event.type !== 'turn') return;
        turns.push(event);
        options.onTurn(event);
      },
    },
    signal,
  );
  const stepMs = Math.max(LEAST_STEP_MS, (hours * HOUR_MS) / SAMPLES);
  const samples: Sample[] = [];
  const timer = setInterval(() => samples.push(takeSample(assistant)), stepMs);
  try {
    await speak(assistant, options);
  } finally {
    clearInterval(timer);
    await assistant.close();
  }
  return describe(options, { turns, samples, stepMs });
}

async function speak(assistant: Assistant, { hours, paths, signal }: RealSoakOptions): Promise<void> {
  const { clock } = assistant;
  const endMs = performance.now() + hours * HOUR_MS;
  const { sample_rate, lead_ms } = assistant.config.settings.audio.output;
  const speaker = createSilentSpeaker({ clock, sampleRateHz: sample_rate, leadMs: lead_ms });
  try {
    await assistant.listen(rounds(assistant, { paths, endMs, signal }), speaker, signal);
  } finally {
    await speaker.close();
  }
}

/** All recordings, again and again; the round that the time is up in is spoken to its end. */
async function* rounds(
  assistant: Assistant,
  { paths, endMs, signal }: { readonly paths: readonly string[]; readonly endMs: number; readonly signal: AbortSignal },
): AsyncGenerator<AudioFrame, void, undefined> {
  let startSample = 0;
  do {
    for await (const frame of speakRecordings(assistant, paths, signal)) {
      yield { ...frame, startSample };
      startSample += frame.samples.length;
    }
  } while (performance.now() < endMs);
}

function takeSample(assistant: Assistant): Sample {
  return {
    mainMb: process.memoryUsage.rss() / 1e6,
    enginesMb: assistant.stats().rssBytes / 1e6,
    handles: process.getActiveResourcesInfo().length,
  };
}

interface Seen {
  readonly turns: readonly TurnReport[];
  readonly samples: readonly Sample[];
  readonly stepMs: number;
}

function describe({ version, config, hours }: RealSoakOptions, { turns, samples, stepMs }: Seen): Soaked {
  const warm = samples.slice(Math.floor(samples.length * WARM_SHARE));
  const growths = warm.length < LEAST_SAMPLES ? [] : growthsOf(warm, { hours, stepHours: stepMs / HOUR_MS });
  const leaks = growths.filter(({ isLeak }) => isLeak).map(({ name }) => name);
  const count = Math.max(1, Math.floor(turns.length * ENDS_SHARE));
  return {
    leaks,
    report: {
      ...{ bench: 'soak', version, machine: describeMachine() },
      settings: { mode: 'real', hours, preset: config.preset },
      rows: [
        latency('voice-to-voice-start', turns.slice(0, count)),
        latency('voice-to-voice-end', turns.slice(-count)),
      ].flat(),
      facts: {
        ...{ turns: turns.length, ...countOutcomes(turns) },
        ...{ samples: warm.length, growth: growths, leaks },
      },
    },
  };
}

function countOutcomes(turns: readonly TurnReport[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { outcome } of turns) {
    const kind = outcome.kind === 'aborted' ? outcome.reason : outcome.kind;
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

function growthsOf(
  samples: readonly Sample[],
  { hours, stepHours }: { readonly hours: number; readonly stepHours: number },
): Growth[] {
  const memory = { unit: 'MB/h', least: LEAST_MB_PER_HOUR + ONCE_MB / hours, motion: 'wanders' } as const;
  const of = (key: keyof Sample): number[] => samples.map((sample) => sample[key]);
  return [
    measureGrowth(of('mainMb'), stepHours, { name: 'rss-main', ...memory }),
    measureGrowth(of('enginesMb'), stepHours, { name: 'rss-engines', ...memory }),
    // What a turn has open while it is sampled comes and goes.
    measureGrowth(of('handles'), stepHours, {
      ...{ name: 'handles', unit: '1/h', least: ONCE_HANDLES / hours, motion: 'swings' },
    }),
  ];
}

function latency(name: string, turns: readonly TurnReport[]): Row[] {
  const delays = turns.flatMap(({ timings }) => timings.voiceToVoiceMs ?? []);
  const row = summarise(name, 'ms', delays);
  return row === undefined ? [] : [row];
}
