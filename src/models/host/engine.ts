/** What an engine module that runs inside the inference host must look like. */

/** The module named by an `EngineSpec` exports this function. It runs in a worker thread of the inference child. */
export interface EngineModule {
  createEngine(options: unknown): Promise<Engine>;
}

/** A loaded model and what can be asked of it. */
export interface Engine {
  readonly methods: Readonly<Record<string, EngineMethod>>;
  close?(): Promise<void>;
}

/** Reads `call.input` if it needs a stream, yields results; both must survive the structured clone. */
export type EngineMethod = (args: unknown, call: EngineCall) => AsyncIterable<unknown>;

/** One call as the engine sees it. The two questions read shared memory: cheap enough between decoder steps. */
export interface EngineCall {
  readonly input: AsyncIterable<unknown>;
  /** For awaits; fires when the caller gives up. */
  readonly signal: AbortSignal;
  /** True once the caller gave up, even while this thread has not returned to its event loop. */
  cancelled(): boolean;
  /** True once the caller has ended its input: work on a partial may stop, the final overtakes it. */
  inputEnded(): boolean;
  /** Tells a caller who wants to know that nothing is computed until more input comes. */
  rests?(): void;
}

/** `urgent`: what it makes is heard at once. `calm`: as polite as the settings say. `patient`: behind all others. */
export type Manner = 'urgent' | 'calm' | 'patient';

/** How the host is told to load an engine. */
export interface EngineSpec {
  /** `file:` URL of the compiled module. */
  readonly module: string;
  /** Handed to `createEngine`; plain data. */
  readonly options: unknown;
  /** How much of a busy machine it gets, where threads can differ in that; `calm` unless told. */
  readonly manner?: Manner;
}

/** The caller's side of an engine, wherever it runs. */
export interface EngineHandle {
  /** Streams `input` to the engine's method and yields what it yields. Throws `EngineError`, or the signal's reason. */
  call(method: string, args: unknown, options: EngineCallOptions): AsyncIterable<unknown>;
  /** Resolves once the engine is loaded; rejects with the reason it cannot be. */
  ready(signal: AbortSignal): Promise<void>;
}

export interface EngineCallOptions {
  readonly signal: AbortSignal;
  readonly input?: AsyncIterable<unknown>;
  /** Only asks how the engine does: it may rest as if nobody had called. */
  readonly isLook?: boolean;
}
