/** The WebAssembly of `speex-resampler`, called directly: its class keeps memory for ever and drops input silently. */
import { createRequire } from 'node:module';

/** The part of the module that we call. Pointers are offsets into its heap, which moves when it grows. */
export interface Speex {
  readonly HEAP16: Int16Array;
  readonly HEAP32: Int32Array;
  _malloc(bytes: number): number;
  _free(pointer: number): void;
  _speex_resampler_init(channels: number, inHz: number, outHz: number, quality: number, error: number): number;
  _speex_resampler_destroy(state: number): void;
  _speex_resampler_process_interleaved_int(
    ...pointers: [state: number, input: number, inputCount: number, output: number, outputCount: number]
  ): number;
}

type SpeexPackage = typeof import('speex-resampler');

let loading: Promise<Speex> | undefined;

/** Loads the module once. */
export function loadSpeex(): Promise<Speex> {
  loading ??= requireQuietly().default.initPromise as Promise<Speex>;
  return loading;
}

/**
 * The package's loader hooks itself into `uncaughtException` and `unhandledRejection` of the whole process and would
 * end it on any fault anywhere, so the listeners that it adds are taken away again.
 */
function requireQuietly(): SpeexPackage {
  const uncaught = process.listeners('uncaughtException');
  const unhandled = process.listeners('unhandledRejection');
  const loaded = createRequire(import.meta.url)('speex-resampler') as SpeexPackage;
  for (const listener of process.listeners('uncaughtException')) {
    if (!uncaught.includes(listener)) process.off('uncaughtException', listener);
  }
  for (const listener of process.listeners('unhandledRejection')) {
    if (!unhandled.includes(listener)) process.off('unhandledRejection', listener);
  }
  return loaded;
}
