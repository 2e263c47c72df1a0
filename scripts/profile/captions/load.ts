/** What a run costs the machine, and others who want it for themselves. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { linearRegression } from 'simple-statistics';

/** Clock ticks of a second in /proc: fixed on Linux whatever the kernel was built with. */
const TICKS_PER_SECOND = 100;
/** Until then a run fills its caches. */
const WARM_SHARE = 0.25;

/** Time that a process and its threads have computed, in ms; undefined where the system does not tell. */
export function cpuMsOf(pid: number | undefined): number | undefined {
  if (pid === undefined) return undefined;
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    // User and system time are fields 14 and 15 of the whole line; the first two were cut off.
    return ((Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND) * 1000;
  } catch {
    return undefined;
  }
}

/** So many other processes that each want a core. Ends them when called. */
export function burn(processes: number): () => void {
  const children = Array.from({ length: processes }, () =>
    spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }),
  );
  return () => {
    for (const child of children) child.kill('SIGKILL');
  };
}

/** Resident memory of this process and of the one with the models. */
export interface MemoryUse {
  readonly mainBytes: number;
  readonly enginesBytes: number;
}

export interface MemorySample extends MemoryUse {
  readonly atMs: number;
}

/** Last, highest, and how it grows once it is warm, in MB an hour: of both processes together, and of each. */
export function memoryFacts(samples: readonly MemorySample[]): Record<string, number | undefined> {
  const together = (sample: MemoryUse): number => sample.mainBytes + sample.enginesBytes;
  return {
    rssMb: inMb(samples.map(together).at(-1)),
    rssPeakMb: inMb(Math.max(0, ...samples.map(together))),
    rssSlopeMbPerHour: memorySlope(samples, together),
    'rssSlopeMbPerHour.main': memorySlope(samples, ({ mainBytes }) => mainBytes),
    'rssSlopeMbPerHour.engines': memorySlope(samples, ({ enginesBytes }) => enginesBytes),
  };
}

/** Undefined with too few samples to tell. */
function memorySlope(samples: readonly MemorySample[], bytesOf: (use: MemoryUse) => number): number | undefined {
  const warm = samples.slice(Math.floor(samples.length * WARM_SHARE));
  if (warm.length < 8) return undefined;
  const { m } = linearRegression(warm.map((sample) => [sample.atMs / 3_600_000, bytesOf(sample)]));
  return inMb(m);
}

function inMb(bytes: number | undefined): number | undefined {
  return bytes === undefined ? undefined : Number((bytes / 1e6).toPrecision(4));
}
