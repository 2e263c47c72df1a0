/** An inference host that is made when an engine is first asked for something: who needs no engine waits for none. */
import type { HostStats, InferenceHost } from '../models/host/contract.js';
import type { EngineCallOptions, EngineHandle, EngineSpec } from '../models/host/engine.js';
import { untilAborted } from '../pipeline/abort.js';

/** Finds (and where missing fetches) the models and makes the host, which is started then. */
export type MakeHost = (signal: AbortSignal) => Promise<InferenceHost>;

export class LazyHost implements InferenceHost {
  readonly #make: MakeHost;
  #making: Promise<InferenceHost> | undefined;
  #made: InferenceHost | undefined;
  #isClosed = false;

  constructor(make: MakeHost) {
    this.#make = make;
  }

  /** Nothing to start before it is needed. */
  start(): void {
    this.#made?.start();
  }

  /** A name that there is no engine for is refused when it is used. */
  engine(name: string): EngineHandle {
    return {
      call: (method, args, options) => this.#call(name, [method, args, options]),
      ready: async (signal) => {
        await (await this.open(signal)).engine(name).ready(signal);
      },
    };
  }

  /** What is not loaded yet is loaded as the settings want it by then. */
  async replace(name: string, spec: EngineSpec): Promise<void> {
    await this.#made?.replace(name, spec);
  }

  stats(): HostStats {
    const nothing = {
      pid: undefined,
      rssBytes: 0,
      cores: 0,
      restarts: 0,
      breaker: 'closed',
      lateResults: 0,
      engines: {},
    } as const;
    return this.#made?.stats() ?? nothing;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    // What is being made ends with its signal; what was made by then is closed like any other.
    const made = await this.#making?.catch(() => undefined);
    await made?.close();
  }

  async *#call(
    name: string,
    [method, args, options]: readonly [string, unknown, EngineCallOptions],
  ): AsyncGenerator<unknown, void, undefined> {
    const host = await this.open(options.signal);
    yield* host.engine(name).call(method, args, options);
  }

  /** Whoever needs it first lends the signal; when that fires, or it fails, the next one begins anew. */
  open(signal: AbortSignal): Promise<InferenceHost> {
    if (this.#isClosed) return Promise.reject(new Error('the assistant is closed'));
    this.#making ??= this.#makeOnce(signal);
    return untilAborted(this.#making, signal);
  }

  async #makeOnce(signal: AbortSignal): Promise<InferenceHost> {
    try {
      this.#made = await this.#make(signal);
      this.#made.start();
      return this.#made;
    } catch (error) {
      this.#making = undefined;
      throw error;
    }
  }
}
