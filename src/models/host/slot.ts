/** A named engine over its whole life: loaded, lost, loaded again, replaced. */
import type { EngineStream, ReadyWaiter } from './call.js';
import { resolveEngineModule } from './entry.js';
import type { EngineSpec } from './engine.js';
import { EngineError, recordError, type ErrorRecord } from './error.js';
import { EngineLoading, type LoadingPort } from './loading.js';

/** `down` waits for a (re)start; `resting` for its next use; `failed` will not load as it is; `broken` crashed too often. */
export type SlotState = 'down' | 'loading' | 'ready' | 'resting' | 'failed' | 'broken' | 'closed';

export interface SlotPort extends LoadingPort {
  nextId(): number;
  /** Before the start, after the end, between, or until somebody needs one: is there a child to load into? */
  child(): 'none' | 'running' | 'dead' | 'asleep';
  recoverNow(): void;
  /** The current loading died; the supervisor decides when to load again. */
  lost(): void;
  loaded(engine: string): void;
  loadFailed(error: EngineError): void;
}

interface Candidate {
  readonly loading: EngineLoading;
  resolve(): void;
  reject(error: EngineError): void;
}

export class EngineSlot {
  readonly name: string;
  readonly #port: SlotPort;
  readonly #waiters = new Set<ReadyWaiter>();
  readonly #retired = new Set<EngineLoading>();
  #spec: EngineSpec;
  #state: SlotState = 'down';
  #error: EngineError | undefined;
  #lastCrash = '';
  #current: EngineLoading | undefined;
  #candidate: Candidate | undefined;
  #replacing: Promise<void> = Promise.resolve();

  constructor(name: string, spec: EngineSpec, port: SlotPort) {
    this.name = name;
    this.#spec = spec;
    this.#port = port;
  }

  get state(): SlotState {
    // At rest, and replaced by one that is on its way: somebody needs the child.
    return this.#state === 'resting' && this.#candidate !== undefined ? 'loading' : this.#state;
  }

  /** Calls that have not ended, but for those that only look. */
  get users(): number {
    return this.loadings.flatMap(({ calls }) => calls).filter(({ isLook }) => !isLook).length;
  }

  get loadings(): readonly EngineLoading[] {
    return [this.#current, this.#candidate?.loading, ...this.#retired].filter((loading) => loading !== undefined);
  }

  /** Answers at once where it can; else when the engine is loaded or cannot be. Returns how to stop waiting. */
  wait(waiter: ReadyWaiter): () => void {
    const child = this.#port.child();
    if (this.#state === 'ready' && this.#current !== undefined) waiter.ready(this.#current);
    else if (this.#error !== undefined) waiter.failed(this.#error);
    else if (child === 'none') waiter.failed(this.#fault('unavailable', 'the inference host is not started'));
    else {
      this.#waiters.add(waiter);
      if (this.#state === 'resting' && child === 'running') this.#load();
      else if (child === 'asleep') this.#port.recoverNow();
      return () => this.#waiters.delete(waiter);
    }
    return () => undefined;
  }

  /** Loads what is missing. A deterministic failure is tried again only in a fresh child. */
  recover(fresh: boolean): void {
    const candidate = fresh ? this.#candidate : undefined;
    const isMissed = this.#state === 'resting' && this.#waiters.size > 0;
    if (candidate !== undefined) this.#issue(candidate.loading);
    else if (isMissed || this.#state === 'down' || this.#state === 'broken' || (fresh && this.#state === 'failed'))
      this.#load();
  }

  /** Its memory is given back until somebody needs it again. False when it is not loaded, or in use. */
  rest(): boolean {
    const current = this.#current;
    if (this.#state !== 'ready' || current === undefined || current.calls.length > 0) return false;
    this.#current = undefined;
    this.#state = 'resting';
    this.#retire(current);
    return true;
  }

  /** One at a time; settles when the new engine serves or is known not to. */
  replace(spec: EngineSpec): Promise<void> {
    const replaced = this.#replacing.then(() => this.#replace(spec));
    this.#replacing = replaced.catch(() => undefined);
    return replaced;
  }

  loaded(id: number): void {
    const candidate = this.#candidate?.loading.id === id ? this.#candidate : undefined;
    const loading = candidate?.loading ?? this.#current;
    if (loading?.id !== id) return;
    if (candidate !== undefined) {
      this.#candidate = undefined;
      this.#retire(this.#current);
      this.#current = loading;
      this.#spec = loading.spec;
    }
    this.#state = 'ready';
    this.#error = undefined;
    this.#port.loaded(this.name);
    candidate?.resolve();
    for (const waiter of this.#takeWaiters()) waiter.ready(loading);
  }

  loadFailed(id: number, record: ErrorRecord): void {
    const message = `cannot load the ${this.name} engine: ${record.message}`;
    const error = this.#fault('load', message, record);
    if (this.#candidate?.loading.id === id) {
      this.#dropCandidate(error);
      // After a crash only the candidate was tried: now it is the old one's turn.
      if (this.#state === 'down') this.#load();
    } else if (this.#current?.id === id) {
      this.#current = undefined;
      this.#fail('failed', error);
    } else return;
    this.#port.loadFailed(error);
  }

  /** A worker died under a living child. False when it was not one of this engine's. */
  lost(id: number, record: ErrorRecord): boolean {
    const loading = this.loadings.find((each) => each.id === id);
    if (loading === undefined) return false;
    const fault = (call?: EngineStream): EngineError => this.#crash(`the engine died: ${record.message}`, record, call);
    this.#retired.delete(loading);
    if (loading === this.#candidate?.loading) {
      this.#dropCandidate(fault());
      if (this.#state === 'down') this.#load();
    }
    loading.lost(fault);
    if (loading === this.#current) {
      this.#current = undefined;
      this.#state = 'down';
      this.#lastCrash = record.message;
      this.#port.lost();
    }
    return true;
  }

  /** The whole child died. */
  died(reason: string, lastLines: string): void {
    const record = { name: 'Error', message: reason, detail: lastLines };
    const fault = (call?: EngineStream): EngineError => this.#crash(`the inference process ${reason}`, record, call);
    const loadings = this.loadings;
    this.#current = undefined;
    this.#retired.clear();
    this.#lastCrash = reason;
    if (this.#state !== 'resting') this.#state = 'down';
    this.#error = undefined;
    this.#dropCandidate(fault());
    for (const loading of loadings) loading.lost(fault);
  }

  /** Calls fail from now until the next attempt. */
  broken(delayMs: number): void {
    if (this.#state !== 'down') return;
    const why = `inference crashed too often (${this.#lastCrash})`;
    const wait = `next attempt in ${Math.round(delayMs / 1000)} s`;
    this.#fail('broken', this.#fault('unavailable', `the ${this.name} engine is not available: ${why}; ${wait}`));
  }

  close(): void {
    const error = this.#fault('closed', 'the inference host is closed');
    const loadings = this.loadings;
    this.#current = undefined;
    this.#dropCandidate(error);
    this.#fail('closed', error);
    for (const loading of loadings) loading.lost(() => error);
  }

  async #replace(spec: EngineSpec): Promise<void> {
    if (this.#state === 'closed' && this.#error !== undefined) throw this.#error;
    const child = this.#port.child();
    if (child === 'none') {
      this.#spec = spec;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const loading = new EngineLoading(this.#port.nextId(), spec, this.#port);
      this.#candidate = { loading, resolve, reject };
      if (child === 'running') this.#issue(loading);
      else this.#port.recoverNow();
    });
  }

  #load(): void {
    this.#state = 'loading';
    this.#error = undefined;
    this.#current = new EngineLoading(this.#port.nextId(), this.#spec, this.#port);
    this.#issue(this.#current);
  }

  #issue({ id, spec }: EngineLoading): void {
    try {
      const { module, options, manner = 'calm' } = spec;
      this.#port.send({ kind: 'load', engine: id, module: resolveEngineModule(module), options, manner });
    } catch (error) {
      this.loadFailed(id, recordError(error));
    }
  }

  #retire(loading: EngineLoading | undefined): void {
    if (loading === undefined) return;
    for (const old of this.#retired) if (old.calls.length === 0) this.#retired.delete(old);
    this.#retired.add(loading);
    loading.retire();
  }

  #dropCandidate(error: EngineError): void {
    const candidate = this.#candidate;
    this.#candidate = undefined;
    candidate?.reject(error);
  }

  #fail(state: SlotState, error: EngineError): void {
    this.#state = state;
    this.#error = error;
    for (const waiter of this.#takeWaiters()) waiter.failed(error);
  }

  #takeWaiters(): ReadyWaiter[] {
    const waiters = [...this.#waiters];
    this.#waiters.clear();
    return waiters;
  }

  #crash(message: string, record: ErrorRecord, call: EngineStream | undefined): EngineError {
    const during = call === undefined ? '' : ` during ${this.name}.${call.method}`;
    return this.#fault('crashed', `${message}${during}`, record);
  }

  #fault(code: EngineError['code'], message: string, record?: ErrorRecord): EngineError {
    const far = record === undefined ? {} : { errorName: record.name, detail: record.detail };
    return new EngineError({ engine: this.name, code, message, ...far });
  }
}
