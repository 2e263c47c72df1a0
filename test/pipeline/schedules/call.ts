/** One run of a scripted stage: waits, hangs, and is killed with its child process. */
import type { StepClock } from '../../../scripts/profile/step-clock.js';

/** The process behind all engines. */
export class Child {
  readonly #calls = new Set<Call>();

  /** It dies: whatever runs in it fails. */
  kill(): void {
    for (const call of [...this.#calls]) call.fail(new Error('the child died'));
  }

  add(call: Call): void {
    this.#calls.add(call);
  }

  remove(call: Call): void {
    this.#calls.delete(call);
  }

  /** Runs that have not left although their signal has fired; none while one that ignores it keeps the others. */
  get held(): number {
    const over = [...this.#calls].filter((call) => call.isOver);
    return over.every((call) => call.obeys) ? over.length : 0;
  }
}

export interface CallOptions {
  readonly child: Child;
  readonly clock: StepClock;
  readonly signal: AbortSignal;
  /** Whether it heeds its signal. */
  readonly obeys: boolean;
}

export class Call {
  readonly #options: CallOptions;
  #reject: ((error: Error) => void) | undefined;
  #failure: Error | undefined;
  readonly #onAbort = (): void => {
    const { signal } = this.#options;
    this.fail(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
  };

  constructor(options: CallOptions) {
    this.#options = options;
    options.child.add(this);
    if (!options.obeys) return;
    if (options.signal.aborted) this.#onAbort();
    else options.signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  get isOver(): boolean {
    return this.#options.signal.aborted;
  }

  get obeys(): boolean {
    return this.#options.obeys;
  }

  fail(error: Error): void {
    this.#failure ??= error;
    this.#reject?.(this.#failure);
  }

  async sleep(ms: number): Promise<void> {
    await this.until(ms > 0 ? this.#options.clock.wait(ms) : Promise.resolve());
  }

  async hang(): Promise<never> {
    await this.until(new Promise(() => undefined));
    throw new Error('nothing comes of it');
  }

  /** Waits, unless the call fails meanwhile. */
  async until<T>(promise: Promise<T>): Promise<T> {
    if (this.#failure !== undefined) throw this.#failure;
    return new Promise<T>((resolve, reject) => {
      this.#reject = reject;
      promise.then(resolve, reject);
    });
  }

  close(): void {
    this.#options.child.remove(this);
    this.#options.signal.removeEventListener('abort', this.#onAbort);
  }
}
