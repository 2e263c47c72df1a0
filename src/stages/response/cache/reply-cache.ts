/** Replies kept for a while, bounded by number and bytes; a reply that is being made is made once for all who ask. */
import { LRUCache } from 'lru-cache';
import { untilAborted } from '../../../pipeline/abort.js';
import type { Clock } from '../../../pipeline/stage.js';
import type { Question } from './question.js';
import type { KeptReply, ReplyFile } from './reply-file.js';

export interface CacheOptions {
  /** Entries. */
  readonly size: number;
  /** Counts from when the reply was kept; giving it again does not lengthen it. */
  readonly ttlMs: number;
  /** Bound of all that is kept, in memory and again in the file. Default 4 MB. */
  readonly sizeBytes?: number;
  /** Where replies outlive the process. */
  readonly file?: ReplyFile | undefined;
  /** Wall-clock time in ms, which also passes while the machine sleeps. Default `Date.now`. */
  readonly now?: () => number;
}

export interface CacheStats {
  /** Asked before in the same words. */
  readonly exactHits: number;
  /** Asked before in other words. */
  readonly nearHits: number;
  /** Asked while the reply was being made for somebody else. */
  readonly joins: number;
  readonly misses: number;
  /** Thrown out to make room. */
  readonly evictions: number;
  readonly entries: number;
  readonly bytes: number;
  /** Hits and joins of all that was looked up, 0…1; 0 before anything was. */
  readonly hitRate: number;
}

/** What became of a reply that was being made. */
export type Made =
  /** `isLasting`: it fits whoever asks the same; else only who asked it in the same words at the same moment. */
  | { readonly reply: string; readonly wording: string; readonly isLasting: boolean }
  /** It belongs to its own turn alone: each makes another. */
  | 'own'
  /** No answer was found. The next in line tries again, but nobody waits for a third time. */
  | 'failed'
  /** It was aborted: the next in line makes it. */
  | undefined;

/** A reply that is there, the right to make it (then `close` must be called once), or neither: make it for yourself. */
export type Claim =
  | { readonly kind: 'found'; readonly reply: string }
  | { readonly kind: 'alone' }
  | ({ readonly kind: 'make' } & Making);

export interface Making {
  readonly close: (made: Made) => void;
  /** `hurry` is called when somebody waits for the reply. */
  readonly onJoin: (hurry: () => void) => void;
  /** Keeps the reply, unless all was forgotten since it was asked for. */
  readonly keep: (reply: string) => void;
}

interface Entry {
  readonly reply: string;
  readonly wording: string;
  /** Wall-clock time at which it was kept. */
  readonly madeAtMs: number;
}

interface InFlight {
  readonly made: Promise<Made>;
  joined: boolean;
  hurry: () => void;
}

const defaultBytes = 4_000_000;
/** An entry beside its reply: keys, objects, the library's lists. */
const entryBytes = 400;

export class ReplyCache {
  readonly #entries: LRUCache<string, Entry>;
  readonly #options: CacheOptions;
  readonly #now: () => number;
  readonly #inFlight = new Map<string, InFlight>();
  readonly #counts = { exactHits: 0, nearHits: 0, joins: 0, misses: 0, evictions: 0 };
  #restored: Promise<void> | undefined;
  /** Counts how often all was forgotten: what was read or made before must not come back. */
  #clears = 0;

  constructor(clock: Clock, options: CacheOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#entries = new LRUCache({
      max: options.size,
      maxSize: options.sizeBytes ?? defaultBytes,
      sizeCalculation: ({ reply }) => reply.length * 2 + entryBytes,
      ttl: options.ttlMs,
      // The injected clock, asked every time; the library takes a start of 0 for "no TTL".
      ttlResolution: 0,
      perf: { now: () => clock.now() + 1 },
      dispose: (_entry, _key, reason) => {
        if (reason === 'evict') this.#counts.evictions += 1;
      },
    });
  }

  get stats(): CacheStats {
    this.#entries.purgeStale();
    const { exactHits, nearHits, joins, misses } = this.#counts;
    const hits = exactHits + nearHits + joins;
    return {
      ...this.#counts,
      ...{ entries: this.#entries.size, bytes: this.#entries.calculatedSize },
      hitRate: hits === 0 ? 0 : hits / (hits + misses),
    };
  }

  /** The kept reply, if any. Counts the hit or the miss. */
  find(question: Question): string | undefined {
    const found = this.#hit(question);
    if (found === undefined) this.#counts.misses += 1;
    return found;
  }

  /** The kept reply, or the one that is being made right now, or the right to make it. Rejects with the signal's reason. */
  async claim(question: Question, signal: AbortSignal): Promise<Claim> {
    for (let failures = 0; ;) {
      const reply = this.#hit(question);
      if (reply !== undefined) return { kind: 'found', reply };
      const pending = this.#inFlight.get(question.id);
      if (pending === undefined) {
        this.#counts.misses += 1;
        return this.#open(question);
      }
      pending.joined = true;
      pending.hurry();
      const made = await untilAborted(pending.made, signal);
      if (made === 'failed') failures += 1;
      if (made === undefined || (made === 'failed' && failures < 2)) continue;
      if (typeof made === 'object' && (made.isLasting || made.wording === question.wording)) {
        this.#counts.joins += 1;
        return { kind: 'found', reply: made.reply };
      }
      this.#counts.misses += 1;
      return { kind: 'alone' };
    }
  }

  /** Keeps a reply, made just now. */
  keep({ id, wording }: Question, reply: string): void {
    this.#entries.set(id, { reply, wording, madeAtMs: this.#now() });
    this.#options.file?.changed(() => this.#all());
  }

  /** Forgets all replies, also in the file. What is being made is given to those who wait for it and not kept. */
  clear(): void {
    this.#clears += 1;
    this.#inFlight.clear();
    this.#entries.clear();
    this.#options.file?.erase();
  }

  /** Takes up what the file holds, once; replies made meanwhile are newer and stay. Never rejects. */
  restore(): Promise<void> {
    return (this.#restored ??= this.#takeUp());
  }

  /** Resolves when all that is kept lies in the file, where there is one. Call it before the process ends. */
  async settled(): Promise<void> {
    await this.#restored;
    await this.#options.file?.settled();
  }

  #hit({ id, wording }: Question): string | undefined {
    const entry = this.#entries.get(id);
    if (entry === undefined) return undefined;
    if (this.#now() - entry.madeAtMs > this.#options.ttlMs) {
      this.#entries.delete(id);
      return undefined;
    }
    if (entry.wording === wording) this.#counts.exactHits += 1;
    else this.#counts.nearHits += 1;
    return entry.reply;
  }

  #open(question: Question): Claim {
    const { id } = question;
    const clears = this.#clears;
    let settle: (made: Made) => void = () => undefined;
    const made = new Promise<Made>((resolve) => {
      settle = resolve;
    });
    const pending: InFlight = { made, joined: false, hurry: () => undefined };
    this.#inFlight.set(id, pending);
    return {
      kind: 'make',
      close: (result) => {
        if (this.#inFlight.get(id) === pending) this.#inFlight.delete(id);
        settle(result);
      },
      keep: (reply) => {
        if (clears === this.#clears) this.keep(question, reply);
      },
      onJoin: (hurry) => {
        pending.hurry = hurry;
        if (pending.joined) hurry();
      },
    };
  }

  async #takeUp(): Promise<void> {
    const clears = this.#clears;
    const kept = (await this.#options.file?.read()) ?? [];
    if (clears !== this.#clears) return;
    for (const { id, wording, reply, ageMs } of kept) {
      const ttl = this.#options.ttlMs - ageMs;
      if (ttl <= 0 || this.#entries.has(id)) continue;
      this.#entries.set(id, { reply, wording, madeAtMs: this.#now() - ageMs }, { ttl });
    }
  }

  /** Least recently used first. An entry's age is the longer one of its two clocks. */
  #all(): KeptReply[] {
    const replies: KeptReply[] = [];
    for (const id of this.#entries.rkeys()) {
      const entry = this.#entries.peek(id);
      if (entry === undefined) continue;
      const { reply, wording, madeAtMs } = entry;
      const livedMs = this.#options.ttlMs - this.#entries.getRemainingTTL(id);
      replies.push({ id, wording, reply, ageMs: Math.max(livedMs, this.#now() - madeAtMs, 0) });
    }
    return replies;
  }
}
