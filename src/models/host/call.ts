/** One call to an engine, on the caller's side: an iterable whose every wait ends at once when the caller gives up. */
import { CreditBatch } from './credits.js';
import type { EngineCallOptions } from './engine.js';
import { EngineError, reasonOf, recordError } from './error.js';
import { ownPayload } from './payload.js';
import type { FromWorker, ToChild } from './protocol.js';
import { InputPump } from './pump.js';
import { CallWork } from './work.js';

/** Where calls go: one loading of an engine. */
export interface CallTarget {
  /** Sends the call itself; throws when the arguments cannot be copied. */
  open(call: EngineStream, args: unknown): void;
  send(message: ToChild): void;
  /** The reader is gone but the engine has not stopped yet. */
  abandoned(call: EngineStream): void;
}

/** Waits for the engine to be loaded; exactly one of the two is called, once, unless the wait is stopped. */
export interface ReadyWaiter {
  ready(target: CallTarget): void;
  failed(error: EngineError): void;
}

export interface CallPlan {
  readonly id: number;
  readonly engine: string;
  readonly method: string;
  readonly args: unknown;
  readonly options: EngineCallOptions;
  /** See `InferenceHostOptions`. */
  readonly onWork?: () => () => void;
  /** Starts waiting; returns how to stop. May answer before it returns. */
  whenReady(waiter: ReadyWaiter): () => void;
}

interface Reader {
  resolve(result: IteratorResult<unknown>): void;
  reject(error: Error): void;
}

const DONE: IteratorResult<unknown> = { done: true, value: undefined };

export class EngineStream implements AsyncIterableIterator<unknown> {
  readonly #plan: CallPlan;
  readonly #queue: unknown[] = [];
  readonly #readers: Reader[] = [];
  readonly #credit = new CreditBatch();
  readonly #work: CallWork;
  #started = false;
  #over = false;
  #error: Error | undefined;
  #target: CallTarget | undefined;
  #pump: InputPump | undefined;
  #stopWaiting: (() => void) | undefined;

  constructor(plan: CallPlan) {
    this.#plan = plan;
    this.#work = new CallWork(plan.onWork);
  }

  get id(): number {
    return this.#plan.id;
  }

  get method(): string {
    return this.#plan.method;
  }

  get isLook(): boolean {
    return this.#plan.options.isLook === true;
  }

  get isWatched(): boolean {
    return this.#plan.onWork !== undefined;
  }

  /** Waiting at the border, for the statistics. */
  get depths(): { inputItems: number; inputBytes: number; outputItems: number } {
    const { items: inputItems = 0, bytes: inputBytes = 0 } = this.#pump ?? {};
    return { inputItems, inputBytes, outputItems: this.#queue.length };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<unknown>> {
    if (!this.#started) this.#start();
    const { signal } = this.#plan.options;
    if (this.#queue.length > 0 && signal.aborted) {
      // The engine had finished, the reader had not: an abort still ends it here.
      this.#queue.length = 0;
      this.#error = reasonOf(signal);
    }
    if (this.#queue.length > 0) return Promise.resolve({ done: false, value: this.#take() });
    if (!this.#over) {
      return new Promise((resolve, reject) => {
        this.#readers.push({ resolve, reject });
      });
    }
    const error = this.#error;
    this.#error = undefined;
    return error === undefined ? Promise.resolve(DONE) : Promise.reject(error);
  }

  /** The reader leaves early: the engine is told to stop. */
  return(): Promise<IteratorResult<unknown>> {
    this.#started = true;
    this.#abandon(undefined);
    return Promise.resolve(DONE);
  }

  /** A message from the engine. False when it comes too late for any reader. */
  receive(message: Extract<FromWorker, { call: number }>): boolean {
    if (this.#over) return message.kind !== 'output';
    if (message.kind === 'pulled') this.#pump?.release(message.items);
    else if (message.kind === 'rests') this.#work.rests(message.items);
    else if (message.kind === 'done') this.#settle(undefined);
    else if (message.kind === 'output') this.#offer(ownPayload(message.item).value);
    else {
      const { name, message: line, detail } = message.error;
      const code = name === 'UnknownMethod' ? 'invalid' : 'failed';
      this.#settle(new EngineError({ engine: this.#plan.engine, code, message: line, errorName: name, detail }));
    }
    return true;
  }

  /** Ends the call from outside the engine, at once. */
  fail(error: Error): void {
    this.#queue.length = 0;
    this.#settle(error);
  }

  #start(): void {
    this.#started = true;
    const { signal } = this.#plan.options;
    if (signal.aborted) {
      this.#settle(reasonOf(signal));
      return;
    }
    signal.addEventListener('abort', this.#onAbort, { once: true });
    this.#work.begin();
    const stop = this.#plan.whenReady({
      ready: (target) => {
        this.#open(target);
      },
      failed: (error) => {
        this.fail(error);
      },
    });
    if (this.#over) stop();
    else this.#stopWaiting = stop;
  }

  readonly #onAbort = (): void => {
    this.#abandon(reasonOf(this.#plan.options.signal));
  };

  #open(target: CallTarget): void {
    const { id: call, args, options } = this.#plan;
    try {
      target.open(this, args);
    } catch (error) {
      this.fail(this.#invalid(error, 'arguments'));
      return;
    }
    this.#target = target;
    if (options.input === undefined) target.send({ kind: 'end', call });
    else this.#feed(options.input, target);
  }

  #feed(input: AsyncIterable<unknown>, target: CallTarget): void {
    const call = this.#plan.id;
    this.#pump = new InputPump(input, {
      send: (item) => {
        try {
          target.send({ kind: 'input', call, item });
          this.#work.sent();
        } catch (error) {
          throw this.#invalid(error, 'input');
        }
      },
      ended: () => {
        target.send({ kind: 'end', call });
        // Never taken as an item: from now on it works until it is done.
        this.#work.sent();
      },
      failed: (error) => {
        this.#abandon(error instanceof Error ? error : new Error(String(error)));
      },
    });
    void this.#pump.run();
  }

  #invalid(error: unknown, what: string): EngineError {
    const { engine, method } = this.#plan;
    const message = `${engine}.${method}: cannot copy the ${what} to another process: ${recordError(error).message}`;
    return new EngineError({ engine, code: 'invalid', message });
  }

  /** The caller is gone; the engine hears of it, and what it still sends is late. */
  #abandon(error: Error | undefined): void {
    if (this.#over) {
      this.#queue.length = 0;
      return;
    }
    const target = this.#target;
    if (target !== undefined) {
      target.send({ kind: 'cancel', call: this.#plan.id });
      target.abandoned(this);
    }
    this.#queue.length = 0;
    this.#settle(error);
  }

  #settle(error: Error | undefined): void {
    if (this.#over) return;
    this.#over = true;
    this.#work.end();
    this.#plan.options.signal.removeEventListener('abort', this.#onAbort);
    this.#stopWaiting?.();
    this.#pump?.stop();
    const readers = this.#readers.splice(0);
    const first = readers.shift();
    if (first === undefined) this.#error = error;
    else if (error === undefined) first.resolve(DONE);
    else first.reject(error);
    for (const reader of readers) reader.resolve(DONE);
  }

  #offer(item: unknown): void {
    this.#queue.push(item);
    const reader = this.#readers.shift();
    reader?.resolve({ done: false, value: this.#take() });
    this.#work.unread(this.#queue.length);
  }

  #take(): unknown {
    const item = this.#queue.shift();
    this.#work.unread(this.#queue.length);
    const items = this.#credit.took(this.#queue.length === 0);
    if (items > 0 && !this.#over) this.#target?.send({ kind: 'pull', call: this.#plan.id, items });
    return item;
  }
}
