/** Real time without its waiting: while nobody works, the clock skips to the moment at which the next sleeper wakes. */
import type { Clock } from '../../../src/pipeline/stage.js';
import { settle, Sleepers } from '../sleepers.js';

/** Turns of the event loop after which everybody who is awake has done what they could. */
const SETTLE_TURNS = 4;
/** How often it looks whether files are read or written, of which nobody tells. */
const LOOK_MS = 1;
/** Nobody sleeps and nobody works: something outside is waited for, such as a process that starts. */
const NOBODY_MS = 5;

/**
 * Work of this thread, of engines (`work`) and on files takes as long as it takes; only waiting takes no time. So decisions
 * come out as they do in real time, in less of it.
 */
export class SkippingClock implements Clock {
  readonly #sleepers = new Sleepers();
  #skippedMs = 0;
  #working = 0;
  #wake: (() => void) | undefined;

  now(): number {
    return performance.now() + this.#skippedMs;
  }

  /** All that was skipped until now. */
  get skippedMs(): number {
    return this.#skippedMs;
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    const slept = this.#sleepers.sleepUntil(this.now() + Math.max(0, ms), signal);
    this.#wake?.();
    return slept;
  }

  /** Somebody works of whom this thread sees nothing: nothing is skipped until what this returns is called. */
  work(): () => void {
    this.#working += 1;
    let isWorking = true;
    return () => {
      if (isWorking) this.#working -= 1;
      isWorking = false;
      this.#wake?.();
    };
  }

  /** Lets time pass until `work` is done. Throws what it throws. Nobody wakes outside of this. */
  async runUntil<T>(work: Promise<T>): Promise<T> {
    const state = { isDone: false };
    const finish = (): void => {
      state.isDone = true;
      this.#wake?.();
    };
    work.then(finish, finish);
    // A function, as TypeScript does not see that it may be done during an await.
    const isDone = (): boolean => state.isDone;
    while (!isDone()) await this.#step(isDone);
    return work;
  }

  async #step(isDone: () => boolean): Promise<void> {
    if (this.#sleepers.wakeOne(this.now()) !== undefined) {
      // As between timers: messages and files have their turn.
      await settle(1);
      return;
    }
    if (this.#working === 0) await settle(SETTLE_TURNS);
    if (isDone()) return;
    const { nextMs } = this.#sleepers;
    const waitMs = nextMs === undefined ? NOBODY_MS : nextMs - this.now();
    if (waitMs <= 0) return;
    if (this.#working > 0) await this.#pause(waitMs);
    else if (isOnFiles()) await this.#pause(Math.min(waitMs, LOOK_MS));
    else if (nextMs === undefined) await this.#pause(NOBODY_MS);
    else this.#skippedMs += waitMs;
  }

  /** In real time, unless somebody lies down, rests or is done before. */
  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.#wake = undefined;
        resolve();
      };
      const timer = setTimeout(wake, ms);
      this.#wake = wake;
    });
  }
}

/** Requests for files, and what closes them, by Node's names. */
function isOnFiles(): boolean {
  return process.getActiveResourcesInfo().some((name) => name.startsWith('FSReq') || name === 'CloseReq');
}
