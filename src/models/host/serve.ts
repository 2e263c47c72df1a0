/** Serves the calls of one loaded engine inside its worker. */
import { CreditBatch, CreditWindow } from './credits.js';
import type { Engine, EngineCall, EngineMethod } from './engine.js';
import { recordError, type ErrorRecord } from './error.js';
import { ownPayload, sizeBytes } from './payload.js';
import { Cell, OUTPUT_LIMIT, type CallMessage, type FromWorker, type ToWorker } from './protocol.js';

type Post = (message: FromWorker, transfer: ArrayBuffer[]) => void;
type CallStart = Extract<ToWorker, { kind: 'call' }>;

/** Takes the messages meant for calls; answers go out through `post`. */
export class EngineServer {
  readonly #engine: Engine;
  readonly #post: Post;
  readonly #calls = new Map<number, ServedCall>();

  constructor(engine: Engine, post: Post) {
    this.#engine = engine;
    this.#post = post;
  }

  start(message: CallStart): void {
    const call = new ServedCall(message, this.#post);
    this.#calls.set(message.call, call);
    void call.serve(this.#engine).finally(() => this.#calls.delete(message.call));
  }

  /** A message for a call that is over is late, and nobody's. */
  deliver(message: CallMessage): void {
    this.#calls.get(message.call)?.deliver(message);
  }
}

/** One call: its input queue, its output window and its cells. */
class ServedCall implements EngineCall, AsyncIterable<unknown> {
  readonly #start: CallStart;
  readonly #post: Post;
  readonly #cells: Int32Array;
  readonly #controller = new AbortController();
  readonly #queue: unknown[] = [];
  readonly #inputCredit = new CreditBatch();
  readonly #window = new CreditWindow(OUTPUT_LIMIT);
  #taken = 0;
  #ended = false;
  #wake: (() => void) | undefined;

  constructor(start: CallStart, post: Post) {
    this.#start = start;
    this.#post = post;
    this.#cells = new Int32Array(start.cells);
  }

  get input(): AsyncIterable<unknown> {
    return this;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  cancelled(): boolean {
    return Atomics.load(this.#cells, Cell.CANCELLED) === 1;
  }

  inputEnded(): boolean {
    return Atomics.load(this.#cells, Cell.INPUT_ENDED) === 1;
  }

  rests(): void {
    const { call, isWatched } = this.#start;
    if (isWatched) this.#post({ kind: 'rests', call, items: this.#taken }, []);
  }

  deliver(message: CallMessage): void {
    if (message.kind === 'pull') this.#window.release(message.items);
    else if (message.kind === 'input') this.#queue.push(message.item);
    else if (message.kind === 'end') this.#ended = true;
    else {
      this.#controller.abort(new Error('the caller gave up'));
      this.#window.close();
    }
    this.#wake?.();
  }

  async serve(engine: Engine): Promise<void> {
    try {
      await this.#run(engine);
      this.#post({ kind: 'done', call: this.#start.call }, []);
    } catch (error) {
      // What a cancelled engine throws is how it stops, not a fault.
      if (this.cancelled()) this.#post({ kind: 'done', call: this.#start.call }, []);
      else this.#post({ kind: 'failed', call: this.#start.call, error: recordFailure(error) }, []);
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator {
    while (true) {
      if (this.cancelled()) throw new Error('the caller gave up');
      if (this.#queue.length > 0) {
        const item = this.#queue.shift();
        this.#taken++;
        const items = this.#inputCredit.took(this.#queue.length === 0);
        if (items > 0) this.#post({ kind: 'pulled', call: this.#start.call, items }, []);
        yield item;
      } else if (this.#ended) return;
      else await this.#changed();
    }
  }

  #changed(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  async #run(engine: Engine): Promise<void> {
    const { method: name, args, call } = this.#start;
    const method: EngineMethod | undefined = Object.hasOwn(engine.methods, name) ? engine.methods[name] : undefined;
    if (method === undefined) throw new UnknownMethod(name, Object.keys(engine.methods));
    const outputs = method(args, this)[Symbol.asyncIterator]();
    while (true) {
      // The engine stays parked in its yield while the reader is behind.
      await this.#window.whenFree();
      if (this.cancelled()) {
        await outputs.return?.();
        return;
      }
      const result = await outputs.next();
      if (result.done === true) return;
      this.#window.take(sizeBytes(result.value));
      const { value, copied } = ownPayload(result.value);
      // Only copies made here are given away: the engine may use its own buffers again.
      this.#post({ kind: 'output', call, item: value }, [...copied]);
    }
  }
}

class UnknownMethod extends Error {
  override readonly name = 'UnknownMethod';
  constructor(method: string, methods: readonly string[]) {
    super(`no method "${method}": it has ${methods.join(', ') || 'none'}`);
  }
}

function recordFailure(error: unknown): ErrorRecord {
  const record = recordError(error);
  // DataCloneError: the engine yielded a function or a class instance.
  return record.name === 'DataCloneError' ? { ...record, message: `cannot send a result: ${record.message}` } : record;
}
