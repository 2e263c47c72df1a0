/** Knows which voice answers at this moment, so that no sound is kept under the name of another. */
import type { HostStats, InferenceHost } from '../models/host/contract.js';
import type { EngineHandle, EngineSpec } from '../models/host/engine.js';
import { isSameSpec } from './engines.js';

/** The inference host, watched: calls of one name go to another engine after `replace`, whoever still makes them. */
export class VoiceWatch implements InferenceHost {
  readonly #host: InferenceHost;
  /** Another object after every change; undefined while voices change. */
  #serving: { readonly spec: EngineSpec } | undefined;

  constructor(host: InferenceHost, spec: EngineSpec | undefined) {
    this.#host = host;
    this.#serving = spec && { spec };
  }

  /** What stands for the voice that serves now, or undefined when that is not `spec`. */
  serving(spec: EngineSpec): object | undefined {
    return this.#serving !== undefined && isSameSpec(this.#serving.spec, spec) ? this.#serving : undefined;
  }

  start(): void {
    this.#host.start();
  }

  engine(name: string): EngineHandle {
    return this.#host.engine(name);
  }

  async replace(name: string, spec: EngineSpec): Promise<void> {
    if (name !== 'tts') return this.#host.replace(name, spec);
    const before = this.#serving?.spec;
    this.#serving = undefined;
    try {
      await this.#host.replace(name, spec);
      this.#serving = { spec };
    } catch (error) {
      // The one before goes on.
      this.#serving = before && { spec: before };
      throw error;
    }
  }

  stats(): HostStats {
    return this.#host.stats();
  }

  close(): Promise<void> {
    return this.#host.close();
  }
}
