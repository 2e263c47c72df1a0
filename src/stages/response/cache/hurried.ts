/** A reply read as slowly as its reader wants, or at once when somebody else waits for it. */
import type { ReplyDelta } from '../../../pipeline/messages.js';

export class Hurried {
  readonly #source: AsyncIterator<ReplyDelta>;
  readonly #ahead: ReplyDelta[] = [];
  readonly #onOver: (isWhole: boolean) => void;
  #reading: Promise<void> | undefined;
  #ended = false;
  #failure: { readonly error: unknown } | undefined;

  /** `onOver` is called once when the reply is whole or has failed, which may be before it is read; not when it is left. */
  constructor(source: AsyncIterable<ReplyDelta>, onOver: (isWhole: boolean) => void) {
    this.#source = source[Symbol.asyncIterator]();
    this.#onOver = onOver;
  }

  /** From now on the reply is made without waiting for its reader. */
  hurry(): void {
    const goOn = (): void => {
      if (!this.#ended) void this.#read().then(goOn);
    };
    goOn();
  }

  /** The next piece, or undefined behind the last one. Throws what the source threw, behind the pieces before it. */
  async next(): Promise<ReplyDelta | undefined> {
    while (this.#ahead.length === 0 && !this.#ended) await this.#read();
    const delta = this.#ahead.shift();
    if (delta === undefined && this.#failure !== undefined) throw this.#failure.error;
    return delta;
  }

  /** The reader leaves. */
  async leave(): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    await this.#source.return?.();
  }

  /** One piece at a time, whoever asks. Never rejects. */
  #read(): Promise<void> {
    return (this.#reading ??= this.#source.next().then(
      (result) => {
        this.#reading = undefined;
        if (this.#ended) return;
        if (result.done !== true) this.#ahead.push(result.value);
        else {
          this.#ended = true;
          this.#onOver(true);
        }
      },
      (error: unknown) => {
        this.#reading = undefined;
        if (this.#ended) return;
        this.#ended = true;
        this.#failure = { error };
        this.#onOver(false);
      },
    ));
  }
}
