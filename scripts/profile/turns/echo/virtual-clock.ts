/** A clock that jumps from one sleeper to the next as soon as nobody has anything left to do. */
import type { AudioClock } from '../../../../src/audio/audio-clock.js';

interface Sleeper {
  readonly atMs: number;
  readonly wake: () => void;
}

/** Rounds of the event loop after which everybody who is awake has done what he could. */
const settleRounds = 4;

export class VirtualClock implements AudioClock {
  #nowMs = 0;
  #sleepers: Sleeper[] = [];
  #held = 0;

  now(): number {
    return this.#nowMs;
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        reject(new Error('aborted'));
      };
      const sleeper = {
        atMs: this.#nowMs + Math.max(0, ms),
        wake: () => {
          signal.removeEventListener('abort', onAbort);
          resolve();
        },
      };
      if (signal.aborted) {
        onAbort();
        return;
      }
      signal.addEventListener('abort', onAbort, { once: true });
      this.#sleepers.push(sleeper);
    });
  }

  /** Time stands still until the function that this returns is called: somebody works who does not sleep. */
  hold(): () => void {
    this.#held += 1;
    let isHeld = true;
    return () => {
      if (isHeld) this.#held -= 1;
      isHeld = false;
    };
  }

  /** Time stands still during this work, which takes none. */
  async during<T>(work: Promise<T>): Promise<T> {
    const release = this.hold();
    try {
      return await work;
    } finally {
      release();
    }
  }

  /** Lets time pass until `work` is done. Throws what it throws, and an error when everybody waits for nobody. */
  async runUntil<T>(work: Promise<T>): Promise<T> {
    const state = { isDone: false };
    const finish = (): void => {
      state.isDone = true;
    };
    work.then(finish, finish);
    const isDone = (): boolean => state.isDone;
    while (!isDone()) {
      for (let round = 0; round < settleRounds; round++) await new Promise((resolve) => setImmediate(resolve));
      if (this.#held === 0 && !isDone() && !this.#wakeNext()) await this.#requireSleeper(isDone);
    }
    return work;
  }

  /** Files and the like may take more rounds than usual. */
  async #requireSleeper(isDone: () => boolean): Promise<void> {
    for (let attempt = 0; attempt < 200; attempt++) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (isDone() || this.#sleepers.length > 0) return;
    }
    throw new Error('virtual time stands still: nobody sleeps, and the work is not done');
  }

  #wakeNext(): boolean {
    const next = this.#sleepers.reduce<Sleeper | undefined>(
      (first, sleeper) => (first === undefined || sleeper.atMs < first.atMs ? sleeper : first),
      undefined,
    );
    if (next === undefined) return false;
    this.#sleepers = this.#sleepers.filter((other) => other !== next);
    this.#nowMs = Math.max(this.#nowMs, next.atMs);
    next.wake();
    return true;
  }
}
