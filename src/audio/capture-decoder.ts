/** Turns what a recording tool writes to its pipe into mono samples, whatever header comes before them. */
import { ByteBlocks, concatBytes, downmix, samplesFromInt16 } from './pcm.js';
import { decodeMono } from './sample-format.js';

/** No header that a tool writes to a pipe is longer. */
const maxHeaderBytes = 4096;

/**
 * `arecord` writes a WAV header before the samples, `rec -t raw` nothing, and `sox -p` its own header and then 32-bit
 * samples. Taken for samples, a header is a click, and one of odd length turns all that follows into noise.
 */
export class CaptureDecoder {
  readonly #channels: number;
  #head: Uint8Array | undefined = new Uint8Array(0);
  #bits: 16 | 32 = 16;
  #blocks: ByteBlocks;

  constructor(channels: number) {
    this.#channels = channels;
    this.#blocks = new ByteBlocks(2 * channels);
  }

  /** Mono samples, −1…1, in an array of their own. Bytes may be cut anywhere. */
  push(bytes: Uint8Array): Float32Array {
    const audio = this.#head ? this.#skipHeader(concatBytes(this.#head, bytes)) : bytes;
    const whole = this.#blocks.push(audio);
    if (this.#bits === 32) return decodeMono(whole, 'int32', this.#channels);
    return downmix(samplesFromInt16(whole), this.#channels);
  }

  #skipHeader(head: Uint8Array): Uint8Array {
    const end = headerEnd(head);
    if (end === undefined && head.length < maxHeaderBytes) {
      this.#head = head;
      return new Uint8Array(0);
    }
    this.#head = undefined;
    if (tag(head, 0) === '.SoX') {
      this.#bits = 32;
      this.#blocks = new ByteBlocks(4 * this.#channels);
    }
    return head.subarray(end ?? 0);
  }
}

/** Where the samples begin; undefined while that cannot be told. */
function headerEnd(head: Uint8Array): number | undefined {
  if (head.length < 8) return undefined;
  if (tag(head, 0) === 'RIFF') return riffHeaderEnd(head);
  if (tag(head, 0) !== '.SoX') return 0;
  // The length field does not count the tag before it.
  const end = 4 + uint32(head, 4);
  return head.length >= end ? end : undefined;
}

function riffHeaderEnd(head: Uint8Array): number | undefined {
  for (let offset = 12; offset + 8 <= head.length; offset += 8 + uint32(head, offset + 4)) {
    if (tag(head, offset) === 'data') return offset + 8;
  }
  return undefined;
}

function tag(bytes: Uint8Array, offset: number): string {
  return String.fromCharCode(...bytes.subarray(offset, offset + 4));
}

function uint32(bytes: Uint8Array, offset: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(offset, true);
}
