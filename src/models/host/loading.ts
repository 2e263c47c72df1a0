/** One loading of an engine in the child, and the calls that it still owes an end. */
import type { CallTarget, EngineStream } from './call.js';
import type { EngineSpec } from './engine.js';
import type { EngineError } from './error.js';
import type { FromWorker, ToChild } from './protocol.js';

export interface LoadingPort {
  send(message: ToChild): void;
  /** Messages about `call` are for `loading` from now on. */
  opened(call: number, loading: EngineLoading): void;
  ended(call: number): void;
  /** Starts the hang watchdog for a call that should stop; returns how to stop it. */
  watch(call: EngineStream): () => void;
}

export class EngineLoading implements CallTarget {
  readonly id: number;
  readonly spec: EngineSpec;
  readonly #port: LoadingPort;
  readonly #calls = new Map<number, EngineStream>();
  readonly #watches = new Map<number, () => void>();
  #retired = false;

  constructor(id: number, spec: EngineSpec, port: LoadingPort) {
    this.id = id;
    this.spec = spec;
    this.#port = port;
  }

  /** Calls that have not ended in the engine, also those whose reader is gone. */
  get calls(): readonly EngineStream[] {
    return [...this.#calls.values()];
  }

  open(call: EngineStream, args: unknown): void {
    const { id, method, isWatched, isLook } = call;
    this.#port.send({ kind: 'call', engine: this.id, call: id, method, args, isWatched, isLook });
    this.#calls.set(call.id, call);
    this.#port.opened(call.id, this);
  }

  send(message: ToChild): void {
    this.#port.send(message);
  }

  abandoned(call: EngineStream): void {
    if (this.#calls.has(call.id)) this.#watches.set(call.id, this.#port.watch(call));
  }

  /** False when it came too late for any reader. */
  receive(message: Extract<FromWorker, { call: number }>): boolean {
    const inTime = this.#calls.get(message.call)?.receive(message) ?? false;
    if (message.kind === 'done' || message.kind === 'failed') this.#forget(message.call);
    return inTime;
  }

  /** No new calls come: the memory is freed once the last one has ended. */
  retire(): void {
    this.#retired = true;
    this.#unloadWhenIdle();
  }

  /** The worker is gone: every open call ends now. */
  lost(error: (call: EngineStream) => EngineError): void {
    const calls = this.calls;
    this.#calls.clear();
    for (const stop of this.#watches.values()) stop();
    this.#watches.clear();
    for (const call of calls) {
      this.#port.ended(call.id);
      call.fail(error(call));
    }
  }

  #forget(call: number): void {
    this.#calls.delete(call);
    this.#port.ended(call);
    this.#watches.get(call)?.();
    this.#watches.delete(call);
    this.#unloadWhenIdle();
  }

  #unloadWhenIdle(): void {
    if (this.#retired && this.#calls.size === 0) this.#port.send({ kind: 'unload', engine: this.id });
  }
}
