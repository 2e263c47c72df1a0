/** Translated sentences, kept for a while. */
import { LRUCache } from 'lru-cache';
import type { Clock } from '../../pipeline/stage.js';

export interface CacheOptions {
  /** Sentences; 0 keeps none. */
  readonly size: number;
  readonly ttlMs: number;
  readonly clock: Pick<Clock, 'now'>;
}

export interface CacheStats {
  readonly hits: number;
  readonly misses: number;
  readonly entries: number;
}

/** What a translation depends on. */
export interface CacheKey {
  readonly text: string;
  readonly from: string;
  readonly to: string;
  /** Engine and model. */
  readonly engine: string;
  readonly glossary: string;
}

export class TranslationCache {
  readonly #entries: LRUCache<string, string> | undefined;
  #hits = 0;
  #misses = 0;

  constructor({ size, ttlMs, clock }: CacheOptions) {
    // The injected clock, asked every time; the library takes a start of 0 for "no TTL".
    const perf = { now: () => clock.now() + 1 };
    this.#entries = size === 0 ? undefined : new LRUCache({ max: size, ttl: ttlMs, ttlResolution: 0, perf });
  }

  get stats(): CacheStats {
    return { hits: this.#hits, misses: this.#misses, entries: this.#entries?.size ?? 0 };
  }

  /** Counts the hit or the miss. */
  find(key: CacheKey): string | undefined {
    const found = this.#entries?.get(nameOf(key));
    if (found === undefined) this.#misses += 1;
    else this.#hits += 1;
    return found;
  }

  keep(key: CacheKey, translation: string): void {
    this.#entries?.set(nameOf(key), translation);
  }
}

/** Capitals and marks may change what a sentence means; the spaces around it do not. */
function nameOf({ text, from, to, engine, glossary }: CacheKey): string {
  return JSON.stringify([text.normalize('NFC').replace(/\s+/gu, ' ').trim(), from, to, engine, glossary]);
}
