/** Keeps what the encoder made of whole sounds: a second look, in another language or by another listener, costs nothing. */
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Effort } from './effort.js';
import type { EncodedAudio } from './encoder.js';

const DEFAULT_BYTES = 64 << 20;

export class EncodedCache {
  readonly #entries: LRUCache<string, EncodedAudio>;
  readonly #effort: Effort;

  constructor(effort: Effort, maxBytes = DEFAULT_BYTES) {
    this.#effort = effort;
    this.#entries = new LRUCache({ maxSize: maxBytes, sizeCalculation: sizeBytes });
  }

  /** The encoding of these samples in a window of so many positions; made by `encode` when it is not at hand. */
  async get(samples: Float32Array, positions: number, encode: () => Promise<EncodedAudio>): Promise<EncodedAudio> {
    const key = `${positions} ${digest(samples)}`;
    const kept = this.#entries.get(key);
    if (kept !== undefined) {
      this.#effort.cacheHits++;
      return kept;
    }
    this.#effort.cacheMisses++;
    const fresh = await encode();
    this.#entries.set(key, fresh);
    return fresh;
  }
}

function digest(samples: Float32Array): string {
  return createHash('sha1')
    .update(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength))
    .digest('base64');
}

function sizeBytes({ feeds, bias }: EncodedAudio): number {
  return Object.values(feeds).reduce((sum, { data }) => sum + 4 * data.length, bias.byteLength);
}
