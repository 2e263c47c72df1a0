/** Replies kept for a while: a TTL cache in which a reply that was cut off, failed or belongs to the moment never lands. */
import { LRUCache } from 'lru-cache';
import { untilAborted } from '../../pipeline/abort.js';
import { whenCertain } from '../../pipeline/certainty.js';
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

/** Ends the making of a reply. */
type Close = (reply: string | undefined) => void;
type Claim = { readonly reply: string } | { readonly close: Close };

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

  /** The kept reply, if any. Counts the hit or the miss. */
  find(key: string): string | undefined {
    const found = this.#entries.get(key);
    if (found === undefined) this.#misses++;
    else this.#hits++;
    return found;
  }

  /**
   * The kept reply, or the one that is being made right now, or the right to make it. Whoever gets the right must call
   * `close` once: with the whole reply, or without one, so that the next in line may try.
   */
  async claim(key: string, signal: AbortSignal): Promise<Claim> {
    while (true) {
      const reply = this.#entries.get(key);
      const pending = this.#inFlight.get(key);
      if (reply === undefined && pending === undefined) {
        this.#misses++;
        return { close: this.#open(key) };
      }
      const found = reply ?? (await untilAborted(pending ?? Promise.resolve(undefined), signal));
      if (found === undefined) continue;
      this.#hits++;
      return { reply: found };
    }
  }

  #open(key: string): Close {
    let settle: Close = () => undefined;
    const pending = new Promise<string | undefined>((resolve) => {
      settle = resolve;
    });
    this.#inFlight.set(key, pending);
    return (reply) => {
      this.#inFlight.delete(key);
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
}

/** The responder with the cache in front of it. Only whole replies of the language model are kept, of certain turns. */
export function cached(responder: Responder, options: CachedOptions): Responder {
  const { cache, keyOf, mayStore } = options;
  return async function* (understood, scope) {
    const key = keyOf(understood);
    if (key === undefined) {
      yield* responder(understood, scope);
      return;
    }
    const claim = mayStore(understood) ? await cache.claim(key, scope.signal) : { reply: cache.find(key) };
    if ('close' in claim) {
      scope.probe.count('cache-miss');
      yield* keep(responder(understood, scope), { key, cache, scope, close: claim.close });
    } else if (claim.reply === undefined) {
      scope.probe.count('cache-miss');
      yield* responder(understood, scope);
    } else {
      scope.probe.count('cache-hit');
      yield { text: claim.reply, source: 'cache' };
    }
  };
}

interface Keeping {
  readonly key: string;
  readonly cache: ReplyCache;
  readonly scope: Scope;
  readonly close: Close;
}

async function* keep(reply: AsyncIterable<ReplyDelta>, keeping: Keeping): AsyncGenerator<ReplyDelta> {
  const { key, cache, scope, close } = keeping;
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
    if (good) {
      whenCertain(scope, () => {
        cache.store(key, text);
      });
    }
  }
}
