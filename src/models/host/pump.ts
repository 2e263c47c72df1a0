/** Carries a caller's input to the child, no faster than the engine takes it. */
import { CreditWindow } from './credits.js';
import { sizeBytes } from './payload.js';
import { INPUT_LIMIT } from './protocol.js';

export interface PumpTarget {
  send(item: unknown): void;
  ended(): void;
  /** The input threw, or an item could not be sent. */
  failed(error: unknown): void;
}

export class InputPump {
  readonly #input: AsyncIterator<unknown>;
  readonly #target: PumpTarget;
  readonly #window = new CreditWindow(INPUT_LIMIT);
  #stopped = false;

  constructor(input: AsyncIterable<unknown>, target: PumpTarget) {
    this.#input = input[Symbol.asyncIterator]();
    this.#target = target;
  }

  get items(): number {
    return this.#window.items;
  }

  get bytes(): number {
    return this.#window.bytes;
  }

  /** The engine took `items`. */
  release(items: number): void {
    this.#window.release(items);
  }

  async run(): Promise<void> {
    try {
      while (await this.#room()) {
        const result = await this.#input.next();
        if (this.#stopped) return;
        if (result.done === true) {
          this.#stopped = true;
          this.#target.ended();
          return;
        }
        this.#window.take(sizeBytes(result.value));
        this.#target.send(result.value);
      }
    } catch (error) {
      if (this.#stopped) return;
      this.#target.failed(error);
    }
  }

  /** Nothing more will be sent. Tells the input so, without waiting: it may be parked on an item that never comes. */
  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#window.close();
    void this.#leave();
  }

  async #room(): Promise<boolean> {
    await this.#window.whenFree();
    return !this.#stopped;
  }

  async #leave(): Promise<void> {
    try {
      await this.#input.return?.();
    } catch {
      // The call is over; how its input ends interests nobody any more.
    }
  }
}
