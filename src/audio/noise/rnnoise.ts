/** RNNoise in WebAssembly (Valin, "A Hybrid DSP/Deep Learning Approach to Real-Time Full-Band Speech Enhancement", 2018). */
import { Rnnoise } from '@shiguredo/rnnoise-wasm';

/** The rate that the model knows. */
export const RNNOISE_RATE_HZ = 48_000;
/** Samples it takes at a time: 10 ms. */
export const RNNOISE_BLOCK = 480;
/** Its output lies so far behind its input (measured on speech: a block of overlap and a block of look-ahead). */
export const RNNOISE_DELAY = 960;

/** One stream. */
export interface Denoiser {
  /** `block`: `RNNOISE_BLOCK` samples, −1…1, replaced by the cleaned ones of `RNNOISE_DELAY` samples before. */
  process(block: Float32Array): void;
  /** Frees its memory. Legal any number of times. */
  close(): void;
}

let loading: Promise<Rnnoise> | undefined;

/** Loads the module once and begins a stream. */
export async function createDenoiser(): Promise<Denoiser> {
  loading ??= loadQuietly();
  const state = (await loading).createDenoiseState();
  let isClosed = false;
  return {
    process: (block) => {
      // It reckons in the numbers of 16-bit samples.
      for (let i = 0; i < block.length; i++) block[i] = (block[i] ?? 0) * 32_768;
      state.processFrame(block);
      for (let i = 0; i < block.length; i++) block[i] = (block[i] ?? 0) / 32_768;
    },
    close: () => {
      if (!isClosed) state.destroy();
      isClosed = true;
    },
  };
}

/**
 * The package is compiled for browsers: it looks whether it is in a worker before anything else, and leaves a hundred
 * names on the global object that are there to complain. So it finds a worker for as long as it looks, and the names are taken away again.
 */
function loadQuietly(): Promise<Rnnoise> {
  const names = new Set(Object.getOwnPropertyNames(globalThis));
  Object.defineProperty(globalThis, 'WorkerGlobalScope', { configurable: true, value: Object });
  try {
    return Rnnoise.load();
  } finally {
    for (const name of Object.getOwnPropertyNames(globalThis)) {
      if (!names.has(name)) Reflect.deleteProperty(globalThis, name);
    }
  }
}
