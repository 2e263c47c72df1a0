/** Virtual time for a scripted world: one turn of the event loop per wake-up, and a count of who still waits. */
import { settle as settleTurns, Sleepers } from './sleepers.js';
import type { Clock } from '../../src/pipeline/stage.js';

export class StepClock implements Clock {
  #nowMs = 0;
  readonly #sleepers = new Sleepers();
  /** Sleeps of the session itself that are not over: what a turn leaves behind shows here. */
  waiting = 0;

  now(): number {
    return this.#nowMs;
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    this.waiting += 1;
    return this.wait(ms, signal).finally(() => {
      this.waiting -= 1;
    });
  }

  /** A sleep of the scripted world, which nobody counts. */
  wait(ms: number, signal?: AbortSignal): Promise<void> {
    return this.#sleepers.sleepUntil(this.#nowMs + ms, signal);
  }

  /** Moves on by `ms`, waking all who are due on the way, each at its own time. */
  async advance(ms: number): Promise<void> {
    const untilMs = this.#nowMs + ms;
    await settle();
    while ((this.#sleepers.nextMs ?? Infinity) <= untilMs) {
      this.#nowMs = Math.max(this.#nowMs, this.#sleepers.nextMs ?? 0);
      this.#sleepers.wakeOne();
      await settle();
    }
    this.#nowMs = untilMs;
  }

  /** The machine was asleep: all who are due wake late, at once. */
  async leap(ms: number): Promise<void> {
    this.#nowMs += ms;
    await this.advance(0);
  }
}

/** Nothing here waits for anything but promises, and those are all done before the next turn of the event loop. */
export function settle(): Promise<void> {
  return settleTurns(1);
}
