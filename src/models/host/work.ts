/** Whether an engine computes for one call, as far as its caller can know. */
import { OUTPUT_LIMIT } from './protocol.js';

/** With so much unread nobody waits for the engine, which will soon wait itself for room. */
const MUCH_UNREAD = (3 * OUTPUT_LIMIT.items) / 4;

/** Calls `onWork` when the engine begins, and what that returned when it rests. */
export class CallWork {
  readonly #onWork: (() => () => void) | undefined;
  #isBegun = false;
  #isOver = false;
  #sentItems = 0;
  #unread = 0;
  /** Items that the engine had taken when it last said that it rests. */
  #restedAt: number | undefined;
  #rest: (() => void) | undefined;

  constructor(onWork: (() => () => void) | undefined) {
    this.#onWork = onWork;
  }

  begin(): void {
    this.#isBegun = true;
    this.#update();
  }

  /** One more input, or the end of them, is under way. */
  sent(): void {
    this.#sentItems++;
    this.#update();
  }

  /** @param items that the engine has taken, all of them since the call began */
  rests(items: number): void {
    this.#restedAt = items;
    this.#update();
  }

  unread(outputs: number): void {
    this.#unread = outputs;
    this.#update();
  }

  end(): void {
    this.#isOver = true;
    this.#update();
  }

  #update(): void {
    const isWaiting = this.#restedAt === this.#sentItems || this.#unread >= MUCH_UNREAD;
    if (this.#isBegun && !this.#isOver && !isWaiting) {
      this.#rest ??= this.#onWork?.();
      return;
    }
    this.#rest?.();
    this.#rest = undefined;
  }
}
