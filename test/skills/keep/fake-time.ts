/** Every clock there is, wound by the test: the process's, the one on the wall, and the one that counts from the boot. */
import { settle, Sleepers } from '../../../scripts/profile/sleepers.js';
import type { Clock } from '../../../src/pipeline/stage.js';

export class FakeTime {
  #runMs = 1000;
  #wallMs: number;
  #sleptMs = 0;
  readonly #sleepers = new Sleepers();
  longestSleepMs = 0;

  constructor(wall: string) {
    this.#wallMs = Date.parse(wall);
  }

  readonly clock: Clock = {
    now: () => this.#runMs,
    sleep: (ms, signal) => {
      this.longestSleepMs = Math.max(this.longestSleepMs, ms);
      return this.#sleepers.sleepUntil(this.#runMs + ms, signal);
    },
  };
  readonly now = (): Date => new Date(this.#wallMs);
  readonly sinceBootMs = (): number => 5_000_000 + this.#runMs + this.#sleptMs;

  /** Everybody wakes when it is time, one after the other. */
  async advance(ms: number): Promise<void> {
    const endMs = this.#runMs + ms;
    await settle(1);
    for (;;) {
      const nextMs = this.#sleepers.nextMs;
      if (nextMs === undefined || nextMs > endMs) break;
      this.#pass(Math.max(0, nextMs - this.#runMs));
      this.#sleepers.wakeOne(this.#runMs);
      await settle(1);
    }
    this.#pass(endMs - this.#runMs);
    await settle(1);
  }

  /** The process is not run for so long, and then is. */
  async leap(ms: number): Promise<void> {
    this.#pass(ms);
    while (this.#sleepers.wakeOne(this.#runMs) !== undefined);
    await settle(2);
  }

  /** Somebody sets the clock on the wall. */
  setWall(byMs: number): void {
    this.#wallMs += byMs;
  }

  /** The machine sleeps: the process's clock stands still. */
  suspend(ms: number): void {
    this.#wallMs += ms;
    this.#sleptMs += ms;
  }

  /** The machine was off. */
  off(ms: number): void {
    this.#wallMs += ms;
  }

  get sleeping(): number {
    return this.#sleepers.count;
  }

  #pass(ms: number): void {
    this.#runMs += ms;
    this.#wallMs += ms;
  }
}

export const SECOND = 1000;
export const MINUTE = 60_000;
export const HOUR = 3_600_000;
export const DAY = 86_400_000;
