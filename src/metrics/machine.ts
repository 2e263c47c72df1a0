/** What the machine gives to Parley's processes: processor, memory, timers, graphics processor. */
import { monitorEventLoopDelay, type IntervalHistogram } from 'node:perf_hooks';
import { availableParallelism, freemem, totalmem } from 'node:os';
import { OwnUse, type ProcessUse } from '../programs/own-use.js';

export interface ProcessSample extends ProcessUse {
  readonly name: 'main' | 'inference';
}

export interface MachineSample {
  readonly processes: readonly ProcessSample[];
  /** Of all cores, by our processes. */
  readonly cpuShare: number;
  /** Of the machine's memory, by everybody. */
  readonly memoryShare: number;
  /** Items that wait, by where. */
  readonly queues: Readonly<Record<string, number>>;
  /** How late timers of this process were since the last look. */
  readonly loopDelayMs: { readonly p50: number; readonly p99: number };
}

/** How often a timer is tried: more often would keep a resting machine awake. */
const LOOP_RESOLUTION_MS = 100;
const NS_PER_MS = 1e6;

/**
 * Looks when it is asked to. Both processes tell of themselves: reading `/proc` for it took as many wakings of an idle
 * machine as hearing does.
 */
export class MachineWatch {
  readonly #loop: IntervalHistogram = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS });
  readonly #inference: () => ProcessUse | undefined;
  readonly #own = new OwnUse();

  /** @param inference asked at each look; undefined while there is no such process */
  constructor(inference: () => ProcessUse | undefined) {
    this.#inference = inference;
    this.#loop.enable();
  }

  look(queues: Readonly<Record<string, number>>): MachineSample {
    const inference = this.#inference();
    const processes: readonly ProcessSample[] = [
      { name: 'main', ...this.#own.look() },
      ...(inference === undefined ? [] : [{ name: 'inference', ...inference } as const]),
    ];
    const cpu = processes.reduce((sum, one) => sum + one.cpu, 0);
    return {
      processes,
      cpuShare: cpu / availableParallelism(),
      memoryShare: memoryShare(),
      queues,
      loopDelayMs: this.#readLoop(),
    };
  }

  close(): void {
    this.#loop.disable();
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

/** A container may have less than its machine. */
function memoryShare(): number {
  const limit = process.constrainedMemory();
  const isLimited = limit > 0 && limit < totalmem();
  const available = isLimited ? Math.min(process.availableMemory(), limit) : freemem();
  return 1 - available / (isLimited ? limit : totalmem());
}
