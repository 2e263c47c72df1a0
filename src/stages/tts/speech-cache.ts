/** Sound of whole sentences, kept for a while: bounded by bytes, least recently heard goes first. */
import { LRUCache } from 'lru-cache';
import type { Clock } from '../../pipeline/stage.js';
import type { SoundFolder } from './sound-folder.js';

/**
 * A sentence as its voice spoke it. Samples stay floats, so that a kept sentence is bit for bit the one that was heard
 * first, at 0.09 MB a second; 16-bit samples would hold twice as much and differ by their rounding.
 */
export interface KeptSound {
  readonly samples: Float32Array;
  /** As in the `end` of a voice's output. */
  readonly wordEnds: readonly number[];
}

export interface SpeechCacheOptions {
  /** Bound of all that is kept in memory, and again of all on disk. */
  readonly sizeBytes: number;
  /** Counts from when a sound was last heard. */
  readonly ttlMs: number;
  /** Where sound outlives the process. */
  readonly folder?: SoundFolder | undefined;
}

export interface SpeechCacheStats {
  readonly hits: number;
  /** Of the hits, those that came from disk. */
  readonly diskHits: number;
  readonly misses: number;
  readonly entries: number;
  readonly bytes: number;
  /** Thrown out to make room. */
  readonly evictions: number;
}

/** One sentence may fill this part of the cache: a long one must not throw out all the others. */
const largestPart = 0.25;
/** An entry beside its numbers: key, objects, the library's lists. */
const entryBytes = 512;

export class SpeechCache {
  /** A sound above this is not kept. */
  readonly largestBytes: number;
  readonly #entries: LRUCache<string, KeptSound>;
  readonly #folder: SoundFolder | undefined;
  #hits = 0;
  #diskHits = 0;
  #misses = 0;
  #evictions = 0;

  constructor(clock: Clock, options: SpeechCacheOptions) {
    this.largestBytes = Math.max(1, Math.floor(options.sizeBytes * largestPart));
    this.#folder = options.folder;
    this.#entries = new LRUCache({
      maxSize: Math.max(1, Math.floor(options.sizeBytes)),
      maxEntrySize: this.largestBytes,
      sizeCalculation: soundBytes,
      ttl: options.ttlMs,
      updateAgeOnGet: true,
      // The injected clock, asked every time; the library takes a start of 0 for "no TTL".
      ttlResolution: 0,
      perf: { now: () => clock.now() + 1 },
      dispose: (_sound, _key, reason) => {
        if (reason === 'evict') this.#evictions += 1;
      },
    });
  }

  get stats(): SpeechCacheStats {
    return {
      ...{ hits: this.#hits, diskHits: this.#diskHits, misses: this.#misses, evictions: this.#evictions },
      ...{ entries: this.#entries.size, bytes: this.#entries.calculatedSize },
    };
  }

  /** The kept sound, if any. Counts the hit or the miss. Never rejects. */
  async find(key: string): Promise<KeptSound | undefined> {
    const kept = this.#entries.get(key);
    if (kept !== undefined) {
      this.#hits += 1;
      return kept;
    }
    const stored = await this.#folder?.read(key);
    if (stored === undefined) {
      this.#misses += 1;
      return undefined;
    }
    this.#entries.set(key, stored);
    this.#hits += 1;
    this.#diskHits += 1;
    return stored;
  }

  /** Keeps a whole sentence; one that is too large is dropped. The samples must not change any more. */
  keep(key: string, sound: KeptSound): void {
    if (soundBytes(sound) > this.largestBytes) return;
    this.#entries.set(key, sound);
    this.#folder?.write(key, sound);
  }

  /** Forgets all sound, also on disk. */
  clear(): void {
    this.#entries.clear();
    this.#folder?.erase();
  }

  /** Resolves when everything kept so far lies on disk, where that was asked for. */
  async settled(): Promise<void> {
    await this.#folder?.settled();
  }
}

/** What a sound costs in memory. */
export function soundBytes({ samples, wordEnds }: KeptSound): number {
  return samples.byteLength + wordEnds.length * 8 + entryBytes;
}
