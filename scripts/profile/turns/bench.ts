/** `bench turns`: conversations of one turn each, measured from outside; one or several sets of settings. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeMachine, type Report } from '../summary.js';
import { playScene } from './scene.js';
import { openSide, type Side, type SideOptions, type SideParts } from './side.js';
import { SkippingClock } from './skipping-clock.js';
import { sayAndWait, type SpokenTurn } from './spoken-turn.js';
import { figuresOf, type TurnFigures } from './turn-figures.js';
import { hesitationFacts, isHesitation, ratioFacts, troubles, turnFacts, turnRows } from './turn-rows.js';
import type { Utterance } from './utterance.js';
import { waterfallOf, worst, type Waterfall } from './waterfall.js';

export interface TurnsBenchOptions extends Omit<SideParts, 'time'> {
  /** Waiting takes no time. */
  readonly isVirtual?: boolean | undefined;
  readonly version: string;
  /** The first is the one that the others are compared with. */
  readonly sides: readonly [SideOptions, ...SideOptions[]];
  /** What is said, in order. The first assistant may help to make it. */
  readonly utterances: (side: Side) => Promise<readonly Utterance[]>;
  /** Times that everything is said. */
  readonly runs: number;
  /** Leave replies so long after their first sound; undefined to hear them out. */
  readonly hearMs?: number | undefined;
  /** Recordings of the loudspeaker are kept here; nowhere unless told. */
  readonly keep?: string | undefined;
  readonly onProgress: (line: string) => void;
}

export interface TurnsBench {
  readonly report: Report;
  readonly details: { readonly turns: readonly (TurnFigures & { startedAt: number })[] };
  readonly waterfalls: readonly Waterfall[];
}

interface Played {
  readonly figures: TurnFigures;
  readonly startedAt: number;
  readonly waterfall: Waterfall;
}

const WORST = 10;

export async function benchTurns(options: TurnsBenchOptions): Promise<TurnsBench> {
  if (options.isVirtual !== true) return measure(options);
  const time = new SkippingClock();
  const fromMs = performance.now();
  const { report, ...others } = await time.runUntil(measure(options, time));
  const tookMs = performance.now() - fromMs;
  return { ...others, report: asVirtual(report, { tookMs, skippedMs: time.skippedMs }) };
}

/** Whoever sees a row, or the report, sees that nobody waited for real. */
function asVirtual(report: Report, { tookMs, skippedMs }: { tookMs: number; skippedMs: number }): Report {
  const seconds = (ms: number): number => Math.round(ms / 1000);
  return {
    ...report,
    settings: { ...report.settings, time: 'virtual: delays are estimates' },
    rows: report.rows.map((row) => ({ ...row, unit: 'virtual ms' })),
    facts: { ...report.facts, 'virtual.seconds': seconds(tookMs + skippedMs), 'virtual.tookSeconds': seconds(tookMs) },
  };
}

async function measure(options: TurnsBenchOptions, time?: SkippingClock): Promise<TurnsBench> {
  const folder = options.keep ?? (await mkdtemp(join(tmpdir(), 'parley-bench-')));
  await mkdir(folder, { recursive: true });
  const sides: Side[] = [];
  try {
    for (const side of options.sides) sides.push(await openSide(side, { ...options, time }));
    const [first] = sides;
    if (first === undefined) throw new Error('a bench of turns needs at least one side');
    const utterances = await options.utterances(first);
    return summariseTurns(await playAll(sides, utterances, { folder, options }), options);
  } finally {
    for (const side of sides) await side.assistant.close();
    if (options.keep === undefined) await rm(folder, { recursive: true, force: true });
  }
}

interface Surroundings {
  readonly folder: string;
  readonly options: TurnsBenchOptions;
}

/** Sides take turns at every utterance, and at who begins: what else the machine does meets all of them alike. */
async function playAll(
  sides: readonly Side[],
  utterances: readonly Utterance[],
  surroundings: Surroundings,
): Promise<Played[]> {
  const { options } = surroundings;
  const [warmUp] = utterances;
  // The first turn of a process is like no other: nobody counts it.
  if (warmUp !== undefined) for (const side of sides) await play({ side, utterance: warmUp, seed: 0 }, surroundings);
  const played: Played[] = [];
  const rounds = Array.from({ length: options.runs }, () => utterances).flat();
  for (const [index, utterance] of rounds.entries()) {
    const order = sides.map((_, at) => sides[(at + index) % sides.length]).filter((side) => side !== undefined);
    const scenes = order.map((side) => ({ side, utterance, seed: index + 1 }));
    if (!(await playEach(scenes, played, surroundings))) break;
    const last = played.slice(-order.length);
    const at = (index + 1) * order.length;
    for (const { figures } of last) options.onProgress(progressLine(figures, at, rounds.length * sides.length));
  }
  return played;
}

/** False when it was told to stop: what was played whole until then still counts. */
async function playEach(scenes: readonly SceneOf[], played: Played[], surroundings: Surroundings): Promise<boolean> {
  const found: Played[] = [];
  try {
    for (const scene of scenes) found.push(await play(scene, surroundings));
  } catch (error) {
    if (!surroundings.options.signal.aborted || played.length === 0) throw error;
    return false;
  }
  played.push(...found);
  return true;
}

interface SceneOf {
  readonly side: Side;
  readonly utterance: Utterance;
  readonly seed: number;
}

async function play({ side, utterance, seed }: SceneOf, { folder, options }: Surroundings): Promise<Played> {
  let placedMs = 0;
  const path = join(folder, `${seed}-${utterance.name}${side.name}.wav`);
  const record = await playScene({ side, path, seed, signal: options.signal }, async (stage) => {
    placedMs = await sayAndWait(stage, utterance, options);
  });
  const [speechStartMs, speechEndMs] = [placedMs + utterance.startMs, placedMs + utterance.endMs];
  const turn: SpokenTurn = { utterance, record, speechStartMs, speechEndMs };
  const figures = figuresOf(turn);
  return { figures, startedAt: record.startedAt, waterfall: waterfallOf(turn, figures) };
}

function summariseTurns(played: readonly Played[], options: TurnsBenchOptions): TurnsBench {
  const of = (side: SideOptions): TurnFigures[] =>
    played.map(({ figures }) => figures).filter((turn) => turn.side === side.name);
  const factsOf = (side: SideOptions): Record<string, unknown> => {
    const turns = of(side);
    const plain = turns.filter((turn) => !isHesitation(turn));
    return { ...turnFacts(plain), ...hesitationFacts(turns.filter(isHesitation)) };
  };
  const [first, ...others] = options.sides;
  const stopped = options.signal.aborted ? { stopped: 'before everything was said' } : {};
  const facts: Record<string, unknown> = { ...factsOf(first), ...stopped };
  for (const side of others) {
    const found = { ...factsOf(side), ...ratioFacts(of(first), of(side)) };
    for (const [name, value] of Object.entries(found)) facts[`${name}${side.name}`] = value;
  }
  facts['troubles'] = troubles(played.map(({ figures }) => figures));
  const head = { bench: 'turns', version: options.version, machine: describeMachine() };
  const rows = options.sides.flatMap((side) => [
    ...turnRows(
      of(side).filter((turn) => !isHesitation(turn)),
      side.name,
    ),
    ...turnRows(of(side).filter(isHesitation), `.hesitation${side.name}`),
  ]);
  return {
    report: { ...head, settings: describeSettings(options), rows, facts },
    details: { turns: played.map(({ figures, startedAt }) => ({ ...figures, startedAt })) },
    waterfalls: worst(played, ({ figures }) => figures, WORST).map(({ waterfall }) => waterfall),
  };
}

function describeSettings({ sides, runs, hearMs }: TurnsBenchOptions): Record<string, unknown> {
  const [{ config }, ...others] = sides;
  const { turn } = config.settings;
  return {
    ...{ preset: config.preset, detection: turn.detection, turnModel: turn.model, drafts: turn.drafts, runs },
    ...(hearMs === undefined ? {} : { hearMs }),
    ...(others.length === 0 ? {} : { compare: others.map(({ name }) => name).join(' ') }),
  };
}

function progressLine({ name, side, source, delays, isCut, isMissed }: TurnFigures, at: number, of: number): string {
  const delay = delays.voiceToVoice === undefined ? 'no answer' : `${Math.round(delays.voiceToVoice)} ms`;
  const faults = `${isCut ? ', cut' : ''}${isMissed ? ', missed' : ''}`;
  return `${at}/${of} ${name}${side}: ${delay}${source === undefined ? '' : ` (${source})`}${faults}`;
}
