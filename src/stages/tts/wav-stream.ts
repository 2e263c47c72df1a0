/** Decodes a WAV while it arrives, whatever its header promises about a length that nobody knew yet. */
import { ByteBlocks, concatBytes } from '../../audio/pcm.js';
import { decodeMono, decodeSamples, type SampleFormat } from '../../audio/sample-format.js';

/** The message says what came instead of sound, as the end of a sentence: "a WAV with 65 channels". */
export class SoundFault extends Error {
  override readonly name = 'SoundFault';
}

interface WavFormat {
  readonly format: SampleFormat;
  readonly channels: number;
  readonly sampleRateHz: number;
  readonly blockBytes: number;
}

/** From here on a size says that it was not known: writers choose 2^31, 2^32 − 1 and numbers a little below. */
const openEndedBytes = 0x7fff_0000;
/** No chunk before the sound is longer; a size beyond it is noise. */
const longestChunkBytes = 1 << 20;

/**
 * Bytes may be cut anywhere. A size of 0 or near 2^31 or 2^32 means "to the end"; a body that ends before its promised
 * size is no fault here, as many servers write a number for show. Several WAVs in a row are one sound.
 */
export class WavStream {
  #pending: Uint8Array = new Uint8Array(0);
  #format: WavFormat | undefined;
  #blocks = new ByteBlocks(1);
  #dataBytes = 0;
  #skipBytes = 0;
  #mayBePadded = false;

  /** Known from the first sample on. */
  get sampleRateHz(): number | undefined {
    return this.#format?.sampleRateHz;
  }

  /** Mono samples, −1…1, in an array of their own. Throws a `SoundFault` for what is no WAV, or none that can be read. */
  push(bytes: Uint8Array): Float32Array {
    this.#pending = this.#pending.length === 0 ? bytes : concatBytes(this.#pending, bytes);
    const parts: Float32Array[] = [];
    while (this.#pending.length > 0 && this.#step(parts));
    this.#pending = this.#pending.slice();
    return joined(parts);
  }

  /** Whether it got on: false while the next bytes are needed. */
  #step(parts: Float32Array[]): boolean {
    if (this.#dataBytes > 0) {
      const data = this.#take(Math.min(this.#pending.length, this.#dataBytes));
      this.#dataBytes -= data.length;
      const { format, channels } = this.#known();
      parts.push(decodeMono(this.#blocks.push(data), format, channels));
      return true;
    }
    if (this.#skipBytes > 0) {
      this.#skipBytes -= this.#take(Math.min(this.#pending.length, this.#skipBytes)).length;
      return true;
    }
    // Some writers forget the byte that fills an odd chunk up; where it exists it is 0.
    if (this.#mayBePadded && this.#pending[0] === 0) this.#take(1);
    this.#mayBePadded = false;
    return this.#readChunk();
  }

  #readChunk(): boolean {
    if (this.#pending.length < 8) return false;
    const id = String.fromCharCode(...this.#pending.subarray(0, 4));
    const bytes = viewOf(this.#pending).getUint32(4, true);
    if (id === 'RIFF' || id === 'RF64') return this.#takeWhole(12) !== undefined;
    if (id === 'data') {
      this.#take(8);
      this.#blocks = new ByteBlocks(this.#known().blockBytes);
      this.#dataBytes = bytes === 0 || bytes >= openEndedBytes ? Infinity : bytes;
      this.#mayBePadded = bytes % 2 === 1;
      return true;
    }
    if (bytes > longestChunkBytes) throw new SoundFault('a WAV with a broken header');
    if (id !== 'fmt ') {
      this.#take(8);
      this.#skipBytes = bytes;
      this.#mayBePadded = bytes % 2 === 1;
      return true;
    }
    const chunk = this.#takeWhole(8 + bytes);
    if (chunk !== undefined) this.#setFormat(readFormat(chunk.subarray(8)));
    return chunk !== undefined;
  }

  #setFormat(format: WavFormat): void {
    if (this.#format && this.#format.sampleRateHz !== format.sampleRateHz) {
      throw new SoundFault(`a WAV that changes from ${this.#format.sampleRateHz} to ${format.sampleRateHz} Hz`);
    }
    this.#format = format;
  }

  #known(): WavFormat {
    if (!this.#format) throw new SoundFault('a WAV without a format');
    return this.#format;
  }

  #take(bytes: number): Uint8Array {
    const taken = this.#pending.subarray(0, bytes);
    this.#pending = this.#pending.subarray(bytes);
    return taken;
  }

  #takeWhole(bytes: number): Uint8Array | undefined {
    return this.#pending.length < bytes ? undefined : this.#take(bytes);
  }
}

/** The body of a `fmt ` chunk (RIFF/WAVE, WAVEFORMATEXTENSIBLE). */
function readFormat(body: Uint8Array): WavFormat {
  if (body.length < 16) throw new SoundFault('a WAV whose format is cut short');
  const view = viewOf(body);
  // The extensible form keeps the true codec in the first bytes of a GUID.
  const codec =
    view.getUint16(0, true) === 0xfffe && body.length >= 26 ? view.getUint16(24, true) : view.getUint16(0, true);
  const channels = view.getUint16(2, true);
  const sampleRateHz = view.getUint32(4, true);
  const bits = view.getUint16(14, true);
  const name = codec === 1 ? `int${bits}` : codec === 3 ? `float${bits}` : '';
  if (!(name in decodeSamples)) throw new SoundFault(`a WAV of codec 0x${codec.toString(16)} with ${bits} bits`);
  if (channels < 1 || channels > 64) throw new SoundFault(`a WAV with ${channels} channels`);
  if (sampleRateHz < 1000 || sampleRateHz > 768_000)
    throw new SoundFault(`a WAV with ${sampleRateHz} samples per second`);
  return { format: name as SampleFormat, channels, sampleRateHz, blockBytes: (bits / 8) * channels };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function joined(parts: readonly Float32Array[]): Float32Array {
  if (parts.length === 1 && parts[0]) return parts[0];
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
