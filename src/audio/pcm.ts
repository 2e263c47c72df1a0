/** 16-bit little-endian PCM bytes to samples and back, whatever the bytes' alignment. */

/** `bytes` as samples −1…1. A view into a shared pool is fine; an odd last byte is ignored. */
export function samplesFromInt16(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const samples = new Float32Array(bytes.byteLength >> 1);
  for (let i = 0; i < samples.length; i++) samples[i] = view.getInt16(2 * i, true) / 32_768;
  return samples;
}

/** `samples` × `gain` as 16-bit little-endian PCM; clipped, and NaN becomes silence. */
export function int16FromSamples(samples: Float32Array, gain = 1): Uint8Array {
  const bytes = new Uint8Array(2 * samples.length);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < samples.length; i++) {
    const scaled = Math.round((samples[i] ?? 0) * gain * 32_768);
    view.setInt16(2 * i, Math.max(-32_768, Math.min(32_767, scaled)), true);
  }
  return bytes;
}

/** Interleaved samples as mono: the mean of the channels. `interleaved.length` must be a multiple of `channels`. */
export function downmix(interleaved: Float32Array, channels: number): Float32Array {
  if (channels === 1) return interleaved;
  const mono = new Float32Array(Math.floor(interleaved.length / channels));
  for (let i = 0; i < mono.length; i++) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) sum += interleaved[i * channels + channel] ?? 0;
    mono[i] = sum / channels;
  }
  return mono;
}

/** Cuts a byte stream at block borders: what does not fill a block waits for the next bytes. */
export class ByteBlocks {
  readonly #blockBytes: number;
  #carried = new Uint8Array(0);

  constructor(blockBytes: number) {
    this.#blockBytes = blockBytes;
  }

  /** Bytes held back until the rest of their block comes. */
  get carriedBytes(): number {
    return this.#carried.length;
  }

  /** Whole blocks. A view of `bytes` where nothing was carried over, else a copy. */
  push(bytes: Uint8Array): Uint8Array {
    const joined = this.#carried.length === 0 ? bytes : concatBytes(this.#carried, bytes);
    const whole = joined.length - (joined.length % this.#blockBytes);
    this.#carried = joined.slice(whole);
    return joined.subarray(0, whole);
  }
}

/** One array after the other, in a new array of its own. */
export function concatBytes(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}

/** One stretch of samples after the other, in a new array of its own. */
export function concatSamples(first: Float32Array, second: Float32Array): Float32Array {
  const joined = new Float32Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}
