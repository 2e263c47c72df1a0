/** Watches turns and the machine, and tells once when something has become bad, and once when it is well again. */
import type { TurnReport } from '../pipeline/report.js';
import { advise, type AdviceFacts } from './advice.js';
import { Recent, Threshold, type AlertChange, type AlertName } from './alert-rules.js';
import type { MachineSample } from './machine.js';
import { stageMs } from './stage-parts.js';

/** What is too much; undefined is never. */
export interface AlertLimits {
  /** Voice to voice, as the median of the last turns. */
  readonly totalMs: number | undefined;
  /** Share of the last turns that failed, 0…1. */
  readonly errorShare: number | undefined;
  /** Of all cores together, 0…1. */
  readonly cpuShare: number | undefined;
  /** Of the machine's memory, 0…1. */
  readonly memoryShare: number | undefined;
  /** What waits in one queue has grown by so many items. */
  readonly queueGrowth: number | undefined;
}

export interface Alert extends AlertChange {
  /** One line: what is wrong, by how much, and what to do about it. */
  readonly text: string;
  readonly atMs: number;
}

const TURNS = 10;
const LEAST_TURNS = 3;
const FAILURES = 20;
const LEAST_FAILURES = 5;
/** Samples of the machine come once a second. */
const SAMPLES = 30;
const LEAST_SAMPLES = 10;
/** A burst of work is no alarm. */
const MACHINE_HOLD_MS = 10_000;

export class Alerts {
  readonly #rules = new Map<AlertName, Threshold>();
  readonly #raised = new Map<AlertName, Alert>();
  readonly #facts: () => AdviceFacts;
  readonly #totals = new Recent(TURNS, LEAST_TURNS);
  readonly #failures = new Recent(FAILURES, LEAST_FAILURES);
  readonly #cpu = new Recent(SAMPLES, LEAST_SAMPLES);
  readonly #queues = new Map<string, Recent>();
  /** Mean of each stage over the last turns, for advice. */
  readonly #stages = new Map<string, Recent>();

  /** @param facts the settings in force, asked when an alert is put into words */
  constructor(limits: AlertLimits, facts: () => AdviceFacts) {
    this.#facts = facts;
    this.configure(limits);
  }

  /** What stands is judged by the new limits from here on, as if nothing had been told. */
  configure(limits: AlertLimits): void {
    this.#rules.clear();
    this.#raised.clear();
    this.#add('latency', limits.totalMs, 0);
    this.#add('errors', limits.errorShare, 0);
    this.#add('cpu', limits.cpuShare, MACHINE_HOLD_MS);
    this.#add('memory', limits.memoryShare, MACHINE_HOLD_MS);
    this.#add('queue', limits.queueGrowth, 0);
  }

  /** Those that stand. */
  get standing(): readonly Alert[] {
    return [...this.#raised.values()];
  }

  turn(report: TurnReport, nowMs: number): Alert[] {
    const { outcome, timings } = report;
    this.#failures.add(outcome.kind === 'failed' ? 1 : 0);
    if (timings.voiceToVoiceMs !== undefined) this.#totals.add(timings.voiceToVoiceMs);
    for (const [stage, ms] of stageMs(report) ?? []) this.#recent(this.#stages, stage, TURNS).add(ms);
    return [this.#step('latency', this.#totals.median, nowMs), this.#step('errors', this.#failures.mean, nowMs)].flat();
  }

  sample({ cpuShare, memoryShare, queues }: MachineSample, nowMs: number): Alert[] {
    this.#cpu.add(cpuShare);
    for (const [name, depth] of Object.entries(queues)) this.#recent(this.#queues, name, SAMPLES).add(depth);
    const growth = [...this.#queues.values()].map((recent) => recent.growth ?? 0);
    return [
      this.#step('cpu', this.#cpu.mean, nowMs),
      this.#step('memory', memoryShare, nowMs),
      this.#step('queue', growth.length === 0 ? undefined : Math.max(...growth), nowMs),
    ].flat();
  }

  #add(name: AlertName, limit: number | undefined, holdMs: number): void {
    if (limit !== undefined) this.#rules.set(name, new Threshold({ name, limit, holdMs }));
  }

  #recent(from: Map<string, Recent>, key: string, most: number): Recent {
    const known = from.get(key) ?? new Recent(most, 1);
    from.set(key, known);
    return known;
  }

  #step(name: AlertName, value: number | undefined, nowMs: number): Alert[] {
    const change = this.#rules.get(name)?.step(value, nowMs);
    if (change === undefined) return [];
    const stages = new Map([...this.#stages].map(([stage, recent]) => [stage, recent.mean ?? 0]));
    const queue = [...this.#queues].sort(([, a], [, b]) => (b.growth ?? 0) - (a.growth ?? 0))[0]?.[0];
    const text = advise(change, { ...this.#facts(), stages, queue });
    const alert = { ...change, text, atMs: nowMs };
    if (change.kind === 'raised') this.#raised.set(name, alert);
    else this.#raised.delete(name);
    return [alert];
  }
}
