/** A clock that moves only when a test moves it. */
import { settle as settleTurns, Sleepers } from '../../scripts/profile/sleepers.js';
import type { AudioClock } from '../../src/audio/audio-clock.js';

export class VirtualClock implements AudioClock {
  #nowMs: number;
  readonly #sleepers = new Sleepers();

  constructor(nowMs = 0) {
    this.#nowMs = nowMs;
  }

  now(): number {
    return this.#nowMs;
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
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
}

/** Lets everything run that waits for nothing but its turn, file reads included. */
export function settle(): Promise<void> {
  return settleTurns(10);
}

/** A clock that jumps to the end of every sleep at once: for one sleeper that should not take real time. */
export class JumpingClock implements AudioClock {
  #nowMs = 0;

  now(): number {
    return this.#nowMs;
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.reject(new Error('aborted'));
    this.#nowMs += ms;
    return new Promise((resolve) => setImmediate(resolve));
  }
}
