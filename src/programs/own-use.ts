/** What this program takes of the machine, told by itself: the process with the models and the one that talks both tell it. */

export interface ProcessUse {
  /** Of one core, on average since the last look; 2 is two whole cores. */
  readonly cpu: number;
  readonly memoryBytes: number;
}

/** Time that all threads of this process have computed since it began, ms. */
export function ownCpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

export class OwnUse {
  /** The first look is told the average since the start of the process. */
  #before = { atMs: 0, cpuMs: 0 };

  look(): ProcessUse {
    const now = { atMs: performance.now(), cpuMs: ownCpuMs() };
    const cpu = (now.cpuMs - this.#before.cpuMs) / Math.max(1, now.atMs - this.#before.atMs);
    this.#before = now;
    return { cpu, memoryBytes: process.memoryUsage.rss() };
  }
}
