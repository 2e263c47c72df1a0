/** What the machine gives to Parley's processes: processor, memory, timers, graphics processor. */
import { monitorEventLoopDelay, type IntervalHistogram } from 'node:perf_hooks';
import { availableParallelism, freemem, totalmem } from 'node:os';
import pidusage from 'pidusage';

export interface ProcessSample {
  /** `main` or `inference`. */
  readonly name: string;
  /** Of one core; 2 is two whole cores. */
  readonly cpu: number;
  readonly memoryBytes: number;
}

export interface MachineSample {
  readonly processes: readonly ProcessSample[];
  /** Of all cores, by our processes; undefined until it was looked at twice. */
  readonly cpuShare: number | undefined;
  /** Of the machine's memory, by everybody. */
  readonly memoryShare: number | undefined;
  /** Items that wait, by where. */
  readonly queues: Readonly<Record<string, number>>;
  /** How late timers of this process were since the last look. */
  readonly loopDelayMs: { readonly p50: number; readonly p99: number };
}

/** How often a timer is tried: more often would keep a resting machine awake. */
const LOOP_RESOLUTION_MS = 50;
const NS_PER_MS = 1e6;

/** Looks when it is asked to; costs one small file read for each process. */
export class MachineWatch {
  readonly #loop: IntervalHistogram = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS });
  readonly #pids: () => Readonly<Record<string, number | undefined>>;

  /** @param pids by name, asked at each look: the inference process may be another one by then */
  constructor(pids: () => Readonly<Record<string, number | undefined>>) {
    this.#pids = pids;
    this.#loop.enable();
  }

  async look(queues: Readonly<Record<string, number>>): Promise<MachineSample> {
    const { p50, p99 } = this.#readLoop();
    const named = Object.entries(this.#pids()).flatMap(([name, pid]) => (pid === undefined ? [] : [{ name, pid }]));
    const processes = (await Promise.all(named.map(lookAt))).filter((found) => found !== undefined);
    const cpu = processes.reduce((sum, one) => sum + one.cpu, 0);
    return {
      processes,
      cpuShare: processes.length === 0 ? undefined : cpu / availableParallelism(),
      memoryShare: memoryShare(),
      queues,
      loopDelayMs: { p50, p99 },
    };
  }

  close(): void {
    this.#loop.disable();
    pidusage.clear();
  }

  /** A timer is never early: what the histogram counts from is the resolution itself. */
  #readLoop(): { readonly p50: number; readonly p99: number } {
    const late = (percentile: number): number =>
      Math.max(0, this.#loop.percentile(percentile) / NS_PER_MS - LOOP_RESOLUTION_MS);
    const told = this.#loop.count === 0 ? { p50: 0, p99: 0 } : { p50: late(50), p99: late(99) };
    this.#loop.reset();
    return told;
  }
}

async function lookAt({
  name,
  pid,
}: {
  readonly name: string;
  readonly pid: number;
}): Promise<ProcessSample | undefined> {
  try {
    const { cpu, memory } = await pidusage(pid);
    return { name, cpu: cpu / 100, memoryBytes: memory };
  } catch {
    // It has ended meanwhile.
    return undefined;
  }
}

/** A container may have less than its machine. */
function memoryShare(): number {
  const limit = process.constrainedMemory();
  const isLimited = limit > 0 && limit < totalmem();
  const available = isLimited ? Math.min(process.availableMemory(), limit) : freemem();
  return 1 - available / (isLimited ? limit : totalmem());
}
