/** Time that only runs forward, through a sleep of the machine as well, and whatever is done to the clock on the wall. */
import type { Clock } from '../../pipeline/stage.js';

export interface CountingOptions {
  readonly clock: Clock;
  /** Milliseconds since the machine was started, with those it slept; without it a sleep does not count. */
  readonly sinceBootMs?: () => number;
}

/** Systems tell the time since boot by the second; a shorter sleep goes uncounted. */
const SHORTEST_SLEEP_MS = 5000;

export class Counting {
  readonly #options: CountingOptions;
  #sleptMs = 0;
  #aheadMs: number | undefined;

  constructor(options: CountingOptions) {
    this.#options = options;
  }

  nowMs(): number {
    const { clock, sinceBootMs } = this.#options;
    const runMs = clock.now();
    if (sinceBootMs === undefined) return runMs;
    // The process's own clock stands still while Linux sleeps; the one that counts from the boot does not.
    const aheadMs = sinceBootMs() - runMs;
    this.#aheadMs ??= aheadMs;
    if (aheadMs - this.#aheadMs >= SHORTEST_SLEEP_MS) {
      this.#sleptMs += aheadMs - this.#aheadMs;
      this.#aheadMs = aheadMs;
    }
    return runMs + this.#sleptMs;
  }
}
