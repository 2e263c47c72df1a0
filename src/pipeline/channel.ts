/** The one queue of the house: bounded, one reader, ended or failed once. */
import { abortReason, onceAborted } from './abort.js';

export interface ChannelOptions {
  /** Items held before `overflow` decides. At least 1. */
  readonly capacity: number;
  /** `wait`: the sender waits. `drop-oldest`: the oldest item goes, and `onDrop` hears of it. */
  readonly overflow: 'wait' | 'drop-oldest';
  readonly signal: AbortSignal;
  readonly onDrop?: () => void;
}

export class Channel<T> implements AsyncIterable<T> {
  readonly #options: ChannelOptions;
  readonly #items: T[] = [];
  #state: 'open' | 'ended' | 'failed' | 'abandoned' = 'open';
  #error: unknown;
  #wakeReader: (() => void) | undefined;
  #wakeSenders: (() => void)[] = [];

  constructor(options: ChannelOptions) {
    if (!Number.isInteger(options.capacity) || options.capacity < 1) {
      throw new RangeError(`channel capacity: got ${options.capacity}, wanted a whole number of at least 1`);
    }
    this.#options = options;
  }

  /** Items waiting for the reader. */
  get depth(): number {
    return this.#items.length;
  }

  /** False when nobody will ever read it: the reader left, the signal fired, or the channel was ended. */
  async send(item: T): Promise<boolean> {
    while (this.#isOpen() && this.#options.overflow === 'wait' && this.#items.length >= this.#options.capacity) {
      await this.#changed('sender');
    }
    return this.offer(item);
  }

  /** Like `send` without the wait: a full `wait` channel refuses the item. */
  offer(item: T): boolean {
    if (!this.#isOpen()) return false;
    if (this.#items.length >= this.#options.capacity) {
      if (this.#options.overflow === 'wait') return false;
      this.#items.shift();
      this.#options.onDrop?.();
    }
    this.#items.push(item);
    this.#wakeReader?.();
    return true;
  }

  /** The reader gets what is queued, then the end. */
  end(): void {
    if (this.#state === 'open') this.#state = 'ended';
    this.#wakeAll();
  }

  /** The reader gets what is queued, then the error. */
  fail(error: unknown): void {
    if (this.#state === 'open') {
      this.#state = 'failed';
      this.#error = error;
    }
    this.#wakeAll();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    const { signal } = this.#options;
    try {
      while (true) {
        if (signal.aborted) throw abortReason(signal);
        const item = this.#items.shift();
        if (item !== undefined) {
          this.#releaseSenders();
          yield item;
        } else if (this.#state === 'failed') throw this.#error;
        else if (this.#state === 'ended') return;
        else await this.#changed('reader');
      }
    } finally {
      this.#state = 'abandoned';
      this.#items.length = 0;
      this.#wakeAll();
    }
  }

  #isOpen(): boolean {
    return this.#state === 'open' && !this.#options.signal.aborted;
  }

  #changed(who: 'reader' | 'sender'): Promise<void> {
    return new Promise((resolve) => {
      const stop = onceAborted(this.#options.signal, () => {
        resolve();
      });
      const wake = (): void => {
        stop();
        resolve();
      };
      if (who === 'reader') this.#wakeReader = wake;
      else this.#wakeSenders.push(wake);
    });
  }

  #releaseSenders(): void {
    const waiting = this.#wakeSenders;
    this.#wakeSenders = [];
    for (const wake of waiting) wake();
  }

  #wakeAll(): void {
    this.#wakeReader?.();
    this.#releaseSenders();
  }
}
