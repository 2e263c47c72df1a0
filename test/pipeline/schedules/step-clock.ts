/** Virtual time for schedules: one turn of the event loop per wake-up, and a count of who still waits. */
import type { Clock } from '../../../src/pipeline/stage.js';

interface Sleeper {
  readonly atMs: number;
  readonly order: number;
  readonly wake: () => void;
}

export class StepClock implements Clock {
  #nowMs = 0;
  #order = 0;
  readonly #sleepers = new Set<Sleeper>();
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
    return new Promise((resolve, reject) => {
      const sleeper: Sleeper = {
        atMs: this.#nowMs + ms,
        order: (this.#order += 1),
        wake: () => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        },
      };
      const onAbort = (): void => {
        this.#sleepers.delete(sleeper);
        reject(signal?.reason instanceof Error ? signal.reason : new Error('aborted'));
      };
      if (signal?.aborted === true) {
        onAbort();
        return;
      }
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#sleepers.add(sleeper);
    });
  }

  /** Moves on by `ms`, waking all who are due on the way, each at its own time. */
  async advance(ms: number): Promise<void> {
    const untilMs = this.#nowMs + ms;
    await settle();
    for (let next = this.#due(untilMs); next !== undefined; next = this.#due(untilMs)) {
      this.#sleepers.delete(next);
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.wake();
      await settle();
    }
    this.#nowMs = untilMs;
  }

  /** The machine was asleep: all who are due wake late, at once. */
  async leap(ms: number): Promise<void> {
    this.#nowMs += ms;
    await this.advance(0);
  }

  #due(untilMs: number): Sleeper | undefined {
    let first: Sleeper | undefined;
    for (const sleeper of this.#sleepers) {
      if (sleeper.atMs > untilMs) continue;
      const isEarlier =
        first === undefined ||
        sleeper.atMs < first.atMs ||
        (sleeper.atMs === first.atMs && sleeper.order < first.order);
      if (isEarlier) first = sleeper;
    }
    return first;
  }
}

/** Nothing here waits for anything but promises, and those are all done before the next turn of the event loop. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
