/** What a number of conversations asks of the machine: processor time of each process, and calls that each engine has. */
import { cpus } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import type { Assistant } from '../../../src/assistant/assistant.js';
import { ownCpuMs } from '../../../src/programs/own-use.js';
import { cpuMsOf } from '../processes.js';

export interface Strain {
  /** Cores taken on average by the process that hears and speaks, … */
  readonly mainCores: number;
  /** … and by the one with the models. */
  readonly inferenceCores: number;
  /** Cores taken by everything on the machine. */
  readonly machineCores: number;
  /** Calls under way on average, by engine. Of `stt` a call lasts as long as somebody speaks. */
  readonly calls: Readonly<Record<string, number>>;
}

const LOOK_EVERY_MS = 100;

/** Watches until the work is over. */
export async function underStrain<T>(assistant: Assistant, work: Promise<T>): Promise<[T, Strain]> {
  const over = new AbortController();
  const watching = watch(assistant, over.signal);
  try {
    const result = await work;
    over.abort();
    return [result, await watching];
  } finally {
    over.abort();
    await watching.catch(() => undefined);
  }
}

async function watch(assistant: Assistant, signal: AbortSignal): Promise<Strain> {
  const childMs = (): Promise<number> => cpuMsOf(assistant.stats().pid);
  const [fromMs, machine, main, inference] = [performance.now(), machineMs(), ownCpuMs(), await childMs()];
  const sums: Record<string, number> = {};
  let looks = 0;
  while (!signal.aborted) {
    looks += 1;
    for (const [name, { calls }] of Object.entries(assistant.stats().engines)) sums[name] = (sums[name] ?? 0) + calls;
    await wait(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
  const tookMs = performance.now() - fromMs;
  return {
    mainCores: (ownCpuMs() - main) / tookMs,
    inferenceCores: ((await childMs()) - inference) / tookMs,
    machineCores: (machineMs() - machine) / tookMs,
    calls: Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, sum / looks])),
  };
}

function machineMs(): number {
  return cpus().reduce((sum, { times: { user, nice, sys, irq } }) => sum + user + nice + sys + irq, 0);
}
