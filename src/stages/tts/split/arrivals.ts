/** Reads a stream and can tell whether its next item is there already. */

export class Arrivals<T> {
  readonly #iterator: AsyncIterator<T, void>;
  #pending: Promise<IteratorResult<T, void>> | undefined;
  #isSettled = true;
  #hasFailed = false;

  constructor(iterator: AsyncIterator<T, void>) {
    this.#iterator = iterator;
  }

  /** The next item, or undefined at the end. */
  async next(): Promise<T | undefined> {
    const pending = this.#ask();
    const result = await pending;
    this.#pending = undefined;
    return result.done === true ? undefined : result.value;
  }

  /** True when the next item or the end is there without any waiting: one round of the event loop tells. */
  async isMoreThere(): Promise<boolean> {
    void this.#ask();
    if (!this.#isSettled) await new Promise((resolve) => setImmediate(resolve));
    return this.#isSettled && !this.#hasFailed;
  }

  /** Closes the source; does not wait for one that is parked, which closes when it moves or its turn ends. */
  async close(): Promise<void> {
    const closed = this.#iterator.return?.();
    if (this.#isSettled) await closed;
    else void closed?.catch(() => undefined);
  }

  #ask(): Promise<IteratorResult<T, void>> {
    if (this.#pending !== undefined) return this.#pending;
    const pending = this.#iterator.next();
    this.#isSettled = false;
    void pending.then(
      () => {
        this.#isSettled = true;
      },
      () => {
        this.#isSettled = true;
        this.#hasFailed = true;
      },
    );
    this.#pending = pending;
    return pending;
  }
}
