/** Looks at the processes of a running Parley several times a second. */
import { setTimeout as wait } from 'node:timers/promises';
import { useOf, type ProcessUse } from '../processes.js';
import { nowMs } from '../started.js';

/** One look. The first process hears and speaks; the others are those with the models. */
export interface Look {
  /** ms since 1970. */
  readonly atMs: number;
  readonly processes: readonly ProcessUse[];
}

const LOOK_EVERY_MS = 250;
const BYTES_PER_MB = 1e6;

/** Until the signal fires. */
export async function watchProcesses(pid: number, signal: AbortSignal): Promise<readonly Look[]> {
  const looks: Look[] = [];
  while (!signal.aborted) {
    const processes = await useOf(pid);
    if (processes.length > 0) looks.push({ atMs: nowMs(), processes });
    await wait(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
  return looks;
}

/** A stretch of time, ms since 1970. */
export interface Phase {
  readonly fromMs: number;
  readonly toMs: number;
}

export type Part = 'all' | 'main' | 'inference';

export function within(looks: readonly Look[], { fromMs, toMs }: Phase): readonly Look[] {
  return looks.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs);
}

/** MB held at each look. */
export function residentMb(looks: readonly Look[], part: Part): number[] {
  return looks.map(
    ({ processes }) => sum(pick(processes, part).map(({ residentBytes }) => residentBytes)) / BYTES_PER_MB,
  );
}

/** Percent of one core between the first look and the last; undefined when there are not two. */
export function cpuPercent(looks: readonly Look[], part: Part): number | undefined {
  const [first, last] = [looks[0], looks.at(-1)];
  if (first === undefined || last === undefined || first === last) return undefined;
  const took = pick(last.processes, part).map(({ pid, cpuMs }) => {
    const before = first.processes.find((one) => one.pid === pid)?.cpuMs ?? 0;
    return cpuMs - before;
  });
  return (100 * sum(took)) / (last.atMs - first.atMs);
}

function pick(processes: readonly ProcessUse[], part: Part): readonly ProcessUse[] {
  if (part === 'all') return processes;
  return part === 'main' ? processes.slice(0, 1) : processes.slice(1);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
