/** `bench throughput`: how many conversations one machine holds at once on shared models, and what bounds it. */
import { availableParallelism } from 'node:os';
import type { Assistant } from '../../../src/assistant/assistant.js';
import type { LoadedConfig } from '../../../src/config/load.js';
import { stageNames, type StageName } from '../../../src/metrics/stage-parts.js';
import { describeMachine, summarise, type Report, type Row } from '../summary.js';
import { assemble } from '../turns/cast.js';
import type { SpokenClip } from '../turns/manifest.js';
import { openSide, type SideParts } from '../turns/side.js';
import type { Utterance } from '../turns/utterance.js';
import { describeBound, type Step } from './bound.js';
import { call, type Said } from './caller.js';
import { underStrain } from './strain.js';

export interface ThroughputBenchOptions extends Omit<SideParts, 'time'> {
  readonly version: string;
  readonly config: LoadedConfig;
  readonly clips: readonly SpokenClip[];
  /** Each number of conversations is held for so long, and until every caller has said every recording. */
  readonly seconds: number;
  /** No more conversations than this are tried. */
  readonly most: number;
  /** P95 of voice to voice that people put up with. */
  readonly limitMs: number;
  readonly onProgress: (line: string) => void;
}

interface Level extends Step {
  readonly said: readonly Said[];
  readonly perSecond: number;
  /** Of voice-to-voice; an utterance that nobody answered took for ever. */
  readonly p95: number;
}

/** Callers do not begin in the same moment. */
const STAGGER_MS = 370;

/** Throws what `createAssistant` throws. */
export async function benchThroughput(
  options: ThroughputBenchOptions,
): Promise<{ readonly report: Report; readonly details: unknown }> {
  const side = await openSide({ name: '', config: options.config }, options);
  const { assistant } = side;
  try {
    const all = await assemble({ clips: options.clips }, side, options.signal);
    const utterances = await rehearse(assistant, all, options);
    const levels = utterances.length === 0 ? [] : await climb(assistant, utterances, options);
    return {
      report: reportOf(levels, { all, utterances, options }),
      details: levels.map(({ sessions, said }) => ({ sessions, said })),
    };
  } finally {
    await assistant.close();
  }
}

/** The first turns of a process are like no others; and what nobody answers in a quiet hour tells nothing of a busy one. */
async function rehearse(
  assistant: Assistant,
  all: readonly Utterance[],
  { signal, onProgress }: ThroughputBenchOptions,
): Promise<readonly Utterance[]> {
  const goesOn = (said: number): boolean => said < all.length;
  const said = await call({ assistant, name: 'rehearsal', seed: 0, utterances: all, goesOn, signal });
  const answered = new Set(said.filter(({ voiceToVoiceMs }) => voiceToVoiceMs !== undefined).map(({ name }) => name));
  onProgress(`rehearsal: ${answered.size} of ${all.length} recordings are answered`);
  return all.filter(({ name }) => answered.has(name));
}

async function climb(
  assistant: Assistant,
  utterances: readonly Utterance[],
  { seconds, most, limitMs, signal, onProgress }: ThroughputBenchOptions,
): Promise<Level[]> {
  const levels: Level[] = [];
  for (let sessions = 1; sessions <= most; sessions++) {
    const level = await hold(assistant, { utterances, sessions, seconds, signal });
    levels.push(level);
    const slowest = Number.isFinite(level.p95) ? `${Math.round(level.p95)} ms` : 'some without an answer';
    onProgress(`${sessions} at once: ${level.said.length} utterances, P95 ${slowest}`);
    if (level.p95 >= limitMs) break;
  }
  return levels;
}

interface HoldOptions {
  readonly utterances: readonly Utterance[];
  readonly sessions: number;
  readonly seconds: number;
  readonly signal: AbortSignal;
}

/** Every number of callers says the same recordings: their answers differ more than callers disturb one another. */
async function hold(assistant: Assistant, { utterances, sessions, seconds, signal }: HoldOptions): Promise<Level> {
  const startMs = assistant.clock.now();
  const rounds = new Array<number>(sessions).fill(0);
  const isOver = (): boolean =>
    assistant.clock.now() >= startMs + 1000 * seconds && rounds.every((said) => said >= utterances.length);
  const callers = rounds.map(async (_, index) => {
    await assistant.clock.sleep(index * STAGGER_MS, signal);
    // Callers who meet at the same recording again and again would tell little of others.
    const seed = Math.floor((index * utterances.length) / sessions);
    const goesOn = (said: number): boolean => {
      rounds[index] = said;
      return !isOver();
    };
    return call({ assistant, name: `caller ${index + 1}`, seed, utterances, goesOn, signal });
  });
  const [all, strain] = await underStrain(assistant, Promise.all(callers));
  const said = all.flat();
  const delays = said.map(({ voiceToVoiceMs = Infinity }) => voiceToVoiceMs).sort((a, b) => a - b);
  const perSecond = said.length / ((assistant.clock.now() - startMs) / 1000);
  const p95 = delays[Math.ceil(0.95 * delays.length) - 1] ?? Infinity;
  return { ...strain, sessions, said, perSecond, p95, parts: meanParts(said) };
}

function meanParts(said: readonly Said[]): ReadonlyMap<StageName, number> {
  const known = said.flatMap(({ parts }) => parts ?? []);
  const mean = (name: StageName): number =>
    known.reduce((sum, parts) => sum + (parts[name] ?? 0), 0) / Math.max(1, known.length);
  return new Map(stageNames.map((name) => [name, mean(name)]));
}

interface Told {
  readonly all: readonly Utterance[];
  readonly utterances: readonly Utterance[];
  readonly options: ThroughputBenchOptions;
}

function reportOf(levels: readonly Level[], { all, utterances, options }: Told): Report {
  const { version, config, seconds, most, limitMs } = options;
  const held = levels.findLast(({ p95 }) => p95 < limitMs);
  const [first, last] = [levels[0], levels.at(-1)];
  const shown = held ?? first;
  const rows = [
    ...(shown === undefined ? [] : [turnRow('turn', shown)]),
    ...levels.map((level) => turnRow(`turn.${level.sessions}`, level)),
  ];
  return {
    ...{ bench: 'throughput', version, machine: describeMachine() },
    settings: { preset: config.preset, seconds, most, limitMs, llmSessions: config.settings.llm.sessions },
    rows: rows.filter((row) => row !== undefined),
    facts: {
      ...{ sessions: held?.sessions ?? 0, utterancesPerSecond: shown?.perSecond ?? 0 },
      mostUtterancesPerSecond: Math.max(0, ...levels.map(({ perSecond }) => perSecond)),
      ...{ clips: all.length, answeredAlone: utterances.length },
      bound: first === undefined || last === undefined ? [] : describeBound(first, last, availableParallelism()),
      steps: levels.map(stepFact),
    },
  };
}

function turnRow(name: string, { said }: Level): Row | undefined {
  const delays = said.map(({ voiceToVoiceMs }) => voiceToVoiceMs).filter((ms) => ms !== undefined);
  return summarise(name, 'ms', delays);
}

/** One line of the table of steps. */
function stepFact({ sessions, said, perSecond, mainCores, inferenceCores, machineCores }: Level): object {
  const unanswered = said.filter(({ voiceToVoiceMs }) => voiceToVoiceMs === undefined).length;
  return { sessions, utterances: said.length, unanswered, perSecond, mainCores, inferenceCores, machineCores };
}
