/** Virtual time that moves only when it is moved: for a scripted world, and for tests. */
import type { Clock } from '../../src/pipeline/stage.js';
import { settle as settleTurns, Sleepers } from './sleepers.js';

export class StepClock implements Clock {
  #nowMs: number;
  readonly #turns: number;
  readonly #sleepers = new Sleepers();
  /** Sleeps of whoever was given this clock that are not over: what a turn leaves behind shows here. */
  waiting = 0;

  /** @param turns of the event loop that follow every waking up: one is enough where promises are all that is waited for */
  constructor(nowMs = 0, turns = 1) {
    this.#nowMs = nowMs;
    this.#turns = turns;
  }

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
    await settleTurns(this.#turns);
    while ((this.#sleepers.nextMs ?? Infinity) <= untilMs) {
      this.#nowMs = Math.max(this.#nowMs, this.#sleepers.nextMs ?? 0);
      this.#sleepers.wakeOne();
      await settleTurns(this.#turns);
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
