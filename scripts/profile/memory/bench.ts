/** `bench memory`: what Parley holds and takes while a room is quiet, while it talks, at its peak, when models rest, and what comes after. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SessionEvent } from '../../../src/pipeline/events.js';
import type { TurnReport } from '../../../src/pipeline/report.js';
import { writeRoom } from '../room.js';
import { startParley } from '../started.js';
import { describeMachine, summarise, type Report, type Row } from '../summary.js';
import type { Targets } from '../targets.js';
import { cpuPercent, residentMb, watchProcesses, within, type Look, type Part, type Phase } from './watch.js';

export interface MemoryBenchOptions {
  readonly version: string;
  readonly preset: string;
  /** Options of `parley start` that choose the configuration. */
  readonly configArgs: readonly string[];
  /** Spoken in turn, each answered before the next; the last only after the rest, so that its answer is no old one. */
  readonly recordings: readonly string[];
  /** The room is quiet for so long while it is watched, before anybody speaks and again when the models rest. */
  readonly quietSeconds: number;
  readonly signal: AbortSignal;
  readonly onProgress: (line: string) => void;
}

/** Texts that are always the same are spoken ahead at first: that is no idle room. */
const SETTLE_SECONDS = 15;
/** Engines that nobody has used give their memory back within so long. */
const REST_SECONDS = 5;

/** MB. */
const targets: Targets = { idle: { ms: 500 }, rest: { ms: 500 }, active: { ms: 1000 }, peak: { ms: 1500 } };
/** Percent of one core: at most, and to be proud of. */
const IDLE_CPU = { most: 5, goal: 2 };

interface Phases {
  readonly idle: Phase;
  readonly active: Phase;
  readonly rest: Phase;
}

/** Throws EngineError when it does not start, or falls over. */
export async function benchMemory(
  options: MemoryBenchOptions,
): Promise<{ readonly report: Report; readonly details: unknown }> {
  const { preset, quietSeconds, recordings, signal, onProgress } = options;
  const folder = await mkdtemp(join(tmpdir(), 'parley-memory-'));
  const over = new AbortController();
  try {
    const before = await writeRoom(join(folder, 'before.wav'), SETTLE_SECONDS + quietSeconds);
    const restAfterSeconds = SETTLE_SECONDS + quietSeconds + REST_SECONDS;
    const after = await writeRoom(join(folder, 'after.wav'), restAfterSeconds + REST_SECONDS + quietSeconds);
    const events: { readonly event: SessionEvent; readonly atMs: number }[] = [];
    const first = recordings.slice(0, Math.max(1, recordings.length - 1));
    onProgress(`${preset}: quiet, then ${first.length} recordings, then quiet until the models rest, then one more …`);
    const parley = startParley({
      args: [
        ...['start', '--json', ...options.configArgs, '--preset', preset, '--output', 'none'],
        ...['--set', `inference.idle_minutes=${restAfterSeconds / 60}`],
        ...['--input', before, ...first, after, ...recordings.slice(-1)],
      ],
      onEvent: (event, atMs) => {
        events.push({ event, atMs });
      },
    });
    const stop = (): void => void parley.stop().catch(() => undefined);
    signal.addEventListener('abort', stop, { once: true });
    const watching = watchProcesses(parley.pid, over.signal);
    try {
      await parley.ended;
    } finally {
      signal.removeEventListener('abort', stop);
      over.abort();
      await parley.stop();
    }
    signal.throwIfAborted();
    const looks = await watching;
    const phases = phasesOf(events, quietSeconds);
    const turns = events.flatMap(({ event }) => (event.type === 'turn' ? [event] : []));
    return { report: reportOf({ looks, phases, turns }, options), details: looks };
  } finally {
    over.abort();
    await rm(folder, { recursive: true, force: true });
  }
}

function phasesOf(
  events: readonly { readonly event: SessionEvent; readonly atMs: number }[],
  quietSeconds: number,
): Phases {
  const timesOf = (type: SessionEvent['type']): number[] =>
    events.flatMap(({ event, atMs }) => (event.type === type ? [atMs] : []));
  const spoken = timesOf('speech.start');
  const [spokenMs = NaN, againMs = NaN] = [spoken[0], spoken.at(-1)];
  const answeredMs = timesOf('turn').findLast((atMs) => atMs < againMs) ?? NaN;
  const quietMs = 1000 * quietSeconds;
  const restMs = answeredMs + 1000 * (SETTLE_SECONDS + quietSeconds + 2 * REST_SECONDS);
  // The first word is in the detector before it is told.
  return {
    idle: { fromMs: spokenMs - quietMs - 1000, toMs: spokenMs - 1000 },
    active: { fromMs: spokenMs, toMs: answeredMs },
    rest: { fromMs: restMs, toMs: againMs - 1000 },
  };
}

interface Found {
  readonly looks: readonly Look[];
  readonly phases: Phases;
  readonly turns: readonly TurnReport[];
}

function reportOf({ looks, phases, turns }: Found, options: MemoryBenchOptions): Report {
  const { version, preset, quietSeconds, recordings } = options;
  const of = (phase: keyof Phases): readonly Look[] => within(looks, phases[phase]);
  const row = (name: string, phase: keyof Phases, part: Part): Row | undefined =>
    summarise(name, 'MB', residentMb(of(phase), part));
  const peak = Math.max(...residentMb(looks, 'all'));
  const rows = [
    ...[row('idle', 'idle', 'all'), row('active', 'active', 'all'), summarise('peak', 'MB', [peak])],
    row('rest', 'rest', 'all'),
    // Beside the others, who found everything in memory.
    summarise('voiceToVoice', 'ms', timesTo(turns.slice(0, -1))),
    summarise('voiceToVoice.afterRest', 'ms', timesTo(turns.slice(-1))),
    ...(['idle', 'active', 'rest'] as const).flatMap((phase) => [
      row(`${phase}.main`, phase, 'main'),
      row(`${phase}.inference`, phase, 'inference'),
    ]),
  ];
  return {
    ...{ bench: 'memory', version, machine: describeMachine() },
    settings: { preset, quietSeconds, recordings: recordings.length },
    rows: rows.filter((found) => found !== undefined),
    targets,
    facts: { preset, turns: turns.length, ...cpuFacts(of('idle'), of('active'), of('rest')) },
  };
}

function timesTo(turns: readonly TurnReport[]): number[] {
  return turns.map(({ timings }) => timings.voiceToVoiceMs).filter((ms) => ms !== undefined);
}

function cpuFacts(idle: readonly Look[], active: readonly Look[], rest: readonly Look[]): Record<string, unknown> {
  const percent = cpuPercent(idle, 'all');
  const verdict = (limit: number): string => (percent !== undefined && percent < limit ? 'met' : 'missed');
  return {
    idleCpuPercent: percent,
    'idleCpuPercent.main': cpuPercent(idle, 'main'),
    'idleCpuPercent.inference': cpuPercent(idle, 'inference'),
    [`idleCpuPercent < ${IDLE_CPU.most}`]: verdict(IDLE_CPU.most),
    [`idleCpuPercent < ${IDLE_CPU.goal} (goal)`]: verdict(IDLE_CPU.goal),
    activeCpuPercent: cpuPercent(active, 'all'),
    restCpuPercent: cpuPercent(rest, 'all'),
  };
}
