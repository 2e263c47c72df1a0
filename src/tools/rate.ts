/** How often a tool may be called: so many times within any minute. */
import type { Clock } from '../pipeline/stage.js';

const WINDOW_MS = 60_000;

export class CallRate {
  readonly #clock: Clock;
  readonly #calls = new Map<string, number[]>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Counts a call of `tool`; false, and not counted, when there were `most` within the last minute. */
  take(tool: string, most: number): boolean {
    const now = this.#clock.now();
    const recent = (this.#calls.get(tool) ?? []).filter((atMs) => now - atMs < WINDOW_MS);
    const isFree = recent.length < most;
    if (isFree) recent.push(now);
    this.#calls.set(tool, recent);
    return isFree;
  }
}
