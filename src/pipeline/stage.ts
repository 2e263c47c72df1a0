/** The one abstraction of the pipeline: a stage reads a stream and yields a stream. */
export interface Stage<In, Out> {
  /** Name in reports and errors: `vad`, `stt`, `response`, `split`, `tts`. */
  readonly name: string;
  /** Load and one dummy run, so that the next turn pays nothing. Legal at any time. */
  warmUp?(signal: AbortSignal): Promise<void>;
  /**
   * Does for this input what can be done before all of it is known: more may follow, or something else. It changes
   * nothing that anybody sees, and runs beside `run`. Resolves when it is done, or soon after `scope.signal` aborts.
   */
  prepare?(input: AsyncIterable<In>, scope: Scope): Promise<void>;
  /** Must end, or throw the signal's reason, soon after `scope.signal` aborts. */
  run(input: AsyncIterable<In>, scope: Scope): AsyncIterable<Out>;
  /** Releases what the stage holds. Legal at any time, any number of times. */
  close?(): Promise<void>;
}

/** All that a running stage may reach outside its input. */
export interface Scope {
  /** The turn (or session) this run belongs to. */
  readonly id: string;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly probe: Probe;
}

/** Monotonic time, injected so that tests can own it. */
export interface Clock {
  /** Milliseconds since an arbitrary start; never goes back. */
  now(): number;
  /** Resolves after `ms`; rejects with the signal's reason once it aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** Where timings and counts go; stages hold no timing code of their own. */
export interface Probe {
  mark(name: string, atMs: number): void;
  count(name: string, by?: number): void;
  /** How long one of many equal pieces of work took, such as a frame of the detector. */
  observe?(name: string, ms: number): void;
}
