/** A clock that jumps from one sleeper to the next as soon as nobody has anything left to do. */
import type { AudioClock } from '../../../../src/audio/audio-clock.js';
import { settle, Sleepers } from '../../sleepers.js';

/** Rounds of the event loop after which everybody who is awake has done what he could. */
const settleRounds = 4;

export class EagerClock implements AudioClock {
  #nowMs = 0;
  readonly #sleepers = new Sleepers();
  #held = 0;

  now(): number {
    return this.#nowMs;
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    return this.#sleepers.sleepUntil(this.#nowMs + Math.max(0, ms), signal);
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
      await settle(settleRounds);
      if (this.#held === 0 && !isDone() && !this.#wakeNext()) await this.#requireSleeper(isDone);
    }
    return work;
  }

  /** Files and the like may take more rounds than usual. */
  async #requireSleeper(isDone: () => boolean): Promise<void> {
    for (let attempt = 0; attempt < 200; attempt++) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (isDone() || this.#sleepers.nextMs !== undefined) return;
    }
    throw new Error('virtual time stands still: nobody sleeps, and the work is not done');
  }

  #wakeNext(): boolean {
    const atMs = this.#sleepers.wakeOne();
    if (atMs === undefined) return false;
    this.#nowMs = Math.max(this.#nowMs, atMs);
    return true;
  }
}
