/** The queue behind every clock that is not real: who sleeps until when, woken in that order. */
import { abortReason } from '../../src/pipeline/abort.js';

interface Sleeper {
  readonly atMs: number;
  readonly wake: () => void;
}

export class Sleepers {
  /** By the moment of waking; of equal ones the first comes first. */
  readonly #queue: Sleeper[] = [];

  get count(): number {
    return this.#queue.length;
  }

  /** When the first wakes; undefined when nobody sleeps. */
  get nextMs(): number | undefined {
    return this.#queue[0]?.atMs;
  }

  /** Resolves when woken; rejects once the signal aborts. */
  sleepUntil(atMs: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(abortReason(signal));
        return;
      }
      const onAbort = (): void => {
        this.#queue.splice(this.#queue.indexOf(sleeper), 1);
        if (signal !== undefined) reject(abortReason(signal));
      };
      const sleeper = {
        atMs,
        wake: () => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        },
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#insert(sleeper);
    });
  }

  /** Wakes the first who is due by then; returns when that was to be, undefined when nobody is. */
  wakeOne(byMs = Infinity): number | undefined {
    const [first] = this.#queue;
    if (first === undefined || first.atMs > byMs) return undefined;
    this.#queue.shift();
    first.wake();
    return first.atMs;
  }

  #insert(sleeper: Sleeper): void {
    const behind = this.#queue.findLastIndex(({ atMs }) => atMs <= sleeper.atMs);
    this.#queue.splice(behind + 1, 0, sleeper);
  }
}

/** Lets everybody who is awake do what they can: so many turns of the event loop. */
export async function settle(turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
}
