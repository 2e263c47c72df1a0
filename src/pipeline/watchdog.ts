/** Fires when nothing has happened for too long. */
import type { Clock } from './stage.js';

/** One for all: an error of its own for each wait costs more than the wait. */
const renewed = new Error('not waited for any more');

export class Watchdog {
  readonly #clock: Clock;
  readonly #onExpire: () => void;
  #wait: AbortController | undefined;

  constructor(clock: Clock, onExpire: () => void) {
    this.#clock = clock;
    this.#onExpire = onExpire;
  }

  /** Starts the wait anew; `Infinity` means no limit. */
  restart(limitMs: number): void {
    this.stop();
    if (!Number.isFinite(limitMs)) return;
    const wait = new AbortController();
    this.#wait = wait;
    this.#clock.sleep(limitMs, wait.signal).then(
      () => {
        if (this.#wait === wait) this.#onExpire();
      },
      () => undefined,
    );
  }

  stop(): void {
    this.#wait?.abort(renewed);
    this.#wait = undefined;
  }
}
