/** How many threads one graph run may use. */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** `auto` leaves one core to the microphone, the speaker and the event loop. */
export function resolveThreads(threads: number | 'auto', cores = availableCores()): number {
  return threads === 'auto' ? Math.max(1, cores - 1) : threads;
}

/** Cores this process may really use: CPU affinity and, on Linux, the CPU quota of its control group. At least 1. */
export function availableCores(): number {
  return Math.max(1, Math.min(availableParallelism(), Math.floor(quotaCores())));
}

function quotaCores(): number {
  const [quota, period] = readNumbers('/sys/fs/cgroup/cpu.max');
  if (quota !== undefined && period !== undefined) return quota / period;
  const [oldQuota] = readNumbers('/sys/fs/cgroup/cpu/cpu.cfs_quota_us');
  const [oldPeriod] = readNumbers('/sys/fs/cgroup/cpu/cpu.cfs_period_us');
  return oldQuota !== undefined && oldPeriod !== undefined ? oldQuota / oldPeriod : Infinity;
}

/** The positive numbers in a one-line file; none where it is absent or says "max" or −1 for "no limit". */
function readNumbers(path: string): number[] {
  try {
    const numbers = readFileSync(path, 'utf8').trim().split(/\s+/).map(Number);
    return numbers.every((number) => number > 0) ? numbers : [];
  } catch {
    return [];
  }
}
