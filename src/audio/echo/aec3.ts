/** The echo canceller of WebRTC (AEC3, compiled to WebAssembly), block by block. */
import { createRequire } from 'node:module';

/** The part of the package that we call. */
interface Module {
  readonly AEC3: new (sampleRateHz: number, renderChannels: number, captureChannels: number) => Instance;
}

interface Instance {
  analyze(render: readonly Float32Array[]): void;
  process(out: readonly Float32Array[], capture: readonly Float32Array[]): void;
  free(): void;
}

const rateHz = 16_000;
/** AEC3 works in blocks of 10 ms. */
export const blockSamples = 160;
/** The output lies so far behind the input (measured: speech without an echo comes out whole, at −138 dB of difference). */
export const latencySamples = 128;

/** One canceller; it learns the room as it goes. Mono, 16 kHz, −1…1. */
export class Aec3 {
  readonly #instance: Instance;
  readonly #render: Float32Array[] = [];
  readonly #capture: Float32Array[] = [];
  readonly #out: Float32Array[] = [];
  #isClosed = false;

  constructor(module: Aec3Module) {
    this.#instance = new (module as Module).AEC3(rateHz, 1, 1);
  }

  /** Takes out of `capture` what echoes of `reference`. All three have `blockSamples`. */
  process(capture: Float32Array, reference: Float32Array, out: Float32Array): void {
    this.#render[0] = reference;
    this.#capture[0] = capture;
    this.#out[0] = out;
    this.#instance.analyze(this.#render);
    this.#instance.process(this.#out, this.#capture);
  }

  /** Gives its memory back. Legal any number of times. */
  close(): void {
    if (!this.#isClosed) this.#instance.free();
    this.#isClosed = true;
  }
}

/** The compiled module, with its memory. */
export type Aec3Module = object;

/**
 * Compiles the module, from the package's own file (about 50 ms). Each one has 16 MiB, which do not grow.
 *
 * The package's loader hooks itself into `uncaughtException` and `unhandledRejection` of the whole process and would
 * end it on any fault anywhere, so the listeners that it adds are taken away again.
 */
export function loadAec3(): Promise<Aec3Module> {
  const uncaught = process.listeners('uncaughtException');
  const unhandled = process.listeners('unhandledRejection');
  const create = createRequire(import.meta.url)('@ennuicastr/webrtcaec3.js') as () => Promise<Aec3Module>;
  const created = create();
  for (const listener of process.listeners('uncaughtException')) {
    if (!uncaught.includes(listener)) process.off('uncaughtException', listener);
  }
  for (const listener of process.listeners('unhandledRejection')) {
    if (!unhandled.includes(listener)) process.off('unhandledRejection', listener);
  }
  return created;
}
