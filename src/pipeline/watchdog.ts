/** Fires when nothing has happened for too long. */

export class Watchdog {
  readonly #onExpire: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(onExpire: () => void) {
    this.#onExpire = onExpire;
  }

  /** Starts the wait anew; `Infinity` means no limit. */
  restart(limitMs: number): void {
    this.stop();
    if (Number.isFinite(limitMs)) this.#timer = setTimeout(this.#onExpire, limitMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
