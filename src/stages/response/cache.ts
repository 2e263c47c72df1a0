/** Replies kept for a while: a TTL cache in which a reply that was cut off, failed or belongs to the moment never lands. */
import { LRUCache } from 'lru-cache';
import { untilAborted } from '../../pipeline/abort.js';
import type { Understood } from '../../pipeline/intent.js';
import type { ReplyDelta } from '../../pipeline/messages.js';
import type { Clock, Scope } from '../../pipeline/stage.js';

export interface CacheOptions {
  /** Entries. */
  readonly size: number;
  readonly ttlMs: number;
}

export interface CacheStats {
  readonly hits: number;
  readonly misses: number;
  readonly entries: number;
}

export class ReplyCache {
  readonly #entries: LRUCache<string, string>;
  /** Resolves with the reply once it is whole, or with undefined when nothing came of it. */
  readonly #inFlight = new Map<string, Promise<string | undefined>>();
  #hits = 0;
  #misses = 0;

  constructor(clock: Clock, options: CacheOptions) {
    this.#entries = new LRUCache({
      max: options.size,
      ttl: options.ttlMs,
      // The injected clock, asked every time; the library takes a start of 0 for "no TTL".
      ttlResolution: 0,
      perf: { now: () => clock.now() + 1 },
    });
  }

  get stats(): CacheStats {
    return { hits: this.#hits, misses: this.#misses, entries: this.#entries.size };
  }

  /** The kept reply; while the same reply is being made, waits for that one. Counts the hit or the miss. */
  async find(key: string, signal: AbortSignal): Promise<string | undefined> {
    let found = this.#entries.get(key);
    for (let pending = this.#inFlight.get(key); found === undefined && pending !== undefined;) {
      found = await untilAborted(pending, signal);
      pending = this.#inFlight.get(key);
    }
    if (found === undefined) this.#misses++;
    else this.#hits++;
    return found;
  }

  /** Announces that a reply is being made. The caller must call the returned function once: with the whole reply, or without. */
  open(key: string): (reply?: string) => void {
    let settle: (reply: string | undefined) => void = () => undefined;
    const pending = new Promise<string | undefined>((resolve) => {
      settle = resolve;
    });
    this.#inFlight.set(key, pending);
    return (reply) => {
      if (this.#inFlight.get(key) === pending) this.#inFlight.delete(key);
      settle(reply);
    };
  }

  store(key: string, reply: string): void {
    this.#entries.set(key, reply);
  }

  clear(): void {
    this.#entries.clear();
  }
}

/** Answers what was understood. */
export type Responder = (understood: Understood, scope: Scope) => AsyncIterable<ReplyDelta>;

export interface CachedOptions {
  readonly cache: ReplyCache;
  /** Where the reply to these words may be found, or undefined when no kept reply could fit. */
  readonly keyOf: (understood: Understood) => string | undefined;
  /** Asked before the reply is made: does it depend on nothing but its key? */
  readonly mayStore: (understood: Understood) => boolean;
  /** Resolves when the turn is certain; a draft that is thrown away never does. Undefined: it is certain already. */
  readonly committed: (scope: Scope) => Promise<void> | undefined;
}

/** The responder with the cache in front of it. Only whole replies of the language model are kept. */
export function cached(responder: Responder, options: CachedOptions): Responder {
  const { cache, keyOf, mayStore } = options;
  return async function* (understood, scope) {
    const key = keyOf(understood);
    if (key === undefined) {
      yield* responder(understood, scope);
      return;
    }
    const found = await cache.find(key, scope.signal);
    scope.probe.count(found === undefined ? 'cache-miss' : 'cache-hit');
    if (found !== undefined) {
      yield { text: found, source: 'cache' };
      return;
    }
    if (!mayStore(understood)) yield* responder(understood, scope);
    else yield* keep(responder(understood, scope), { key, cache, scope, committed: options.committed(scope) });
  };
}

interface Keeping {
  readonly key: string;
  readonly cache: ReplyCache;
  readonly scope: Scope;
  readonly committed: Promise<void> | undefined;
}

async function* keep(reply: AsyncIterable<ReplyDelta>, keeping: Keeping): AsyncGenerator<ReplyDelta> {
  const { key, cache, scope, committed } = keeping;
  const close = cache.open(key);
  let text = '';
  let whole = false;
  let genuine = true;
  try {
    for await (const delta of reply) {
      text += delta.text;
      genuine &&= delta.source === 'llm';
      yield delta;
    }
    whole = true;
  } finally {
    const good = whole && genuine && text !== '' && !scope.signal.aborted;
    close(good ? text : undefined);
    if (good && committed === undefined) cache.store(key, text);
    // An abandoned draft never settles, so nothing of it is kept; a refusal is as good as none.
    else if (good) {
      committed?.then(
        () => {
          cache.store(key, text);
        },
        () => undefined,
      );
    }
  }
}
