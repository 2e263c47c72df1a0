/** Flow control: what a sender may still send, and when a receiver says that it has room again. */

export interface CreditLimit {
  readonly items: number;
  readonly bytes: number;
}

/** The sender's side. An item over the byte limit passes when nothing else is under way. */
export class CreditWindow {
  readonly #limit: CreditLimit;
  readonly #sizes: number[] = [];
  #bytes = 0;
  #closed = false;
  #wake: (() => void) | undefined;

  constructor(limit: CreditLimit) {
    this.#limit = limit;
  }

  /** Items sent and not yet taken by the receiver. */
  get items(): number {
    return this.#sizes.length;
  }

  /** Bytes sent and not yet taken by the receiver. */
  get bytes(): number {
    return this.#bytes;
  }

  get full(): boolean {
    return this.#sizes.length >= this.#limit.items || this.#bytes >= this.#limit.bytes;
  }

  take(bytes: number): void {
    this.#sizes.push(bytes);
    this.#bytes += bytes;
  }

  release(items: number): void {
    for (const size of this.#sizes.splice(0, items)) this.#bytes -= size;
    if (!this.full) this.#wake?.();
  }

  /** Resolves once there is room, or once the window is closed. One waiter at a time. */
  async whenFree(): Promise<void> {
    while (this.full && !this.#closed) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = undefined;
    }
  }

  /** Lets the waiter go: nothing more will be sent. */
  close(): void {
    this.#closed = true;
    this.#wake?.();
  }
}

/** Room is reported in batches: one message per item would double the traffic. */
const BATCH_ITEMS = 8;

/** The receiver's side: counts what was taken and says when to report it. */
export class CreditBatch {
  #taken = 0;

  /** Call after taking one item; the number to report now, or 0. An empty queue always reports: the sender may be waiting. */
  took(queueEmpty: boolean): number {
    this.#taken++;
    if (!queueEmpty && this.#taken < BATCH_ITEMS) return 0;
    const taken = this.#taken;
    this.#taken = 0;
    return taken;
  }
}
