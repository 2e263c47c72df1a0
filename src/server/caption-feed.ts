/** Captions as messages: what whoever reads along over a WebSocket is told, one JSON object in each. */
import { randomUUID } from 'node:crypto';
import type { WebSocket } from '@fastify/websocket';
import type { CaptionsSettings } from '../config/captions.js';
import type { CaptionEvent, Translation } from '../pipeline/captions.js';
import { Broadcast } from './broadcast.js';
import { CaptionBook, tellCaption, type KeptCaption, type ToldCaption } from './caption-book.js';

/** Rises when a message changes so that a reader of today would misread it; what is only added does not count. */
export const feedVersion = 1;

/** How captions are meant to look here, for a page that is not told otherwise. */
export interface ShownSettings {
  readonly show: CaptionsSettings['show'];
  readonly lines: number;
  readonly lineChars: number;
  readonly holdSeconds: number;
  readonly partial: boolean;
}

/**
 * The first message, and again whenever it takes the place of what a slow reader missed or another stream begins. Ids
 * count within one `stream`: who comes back to the same stream has every caption whose id it knows.
 */
export interface Snapshot {
  readonly type: 'snapshot';
  readonly version: number;
  readonly stream: string;
  readonly settings: ShownSettings;
  /** In order; only the last one may not be committed yet. */
  readonly captions: readonly KeptCaption[];
}

export type FeedMessage =
  | Snapshot
  | ({ readonly type: 'caption' } & ToldCaption)
  | ({ readonly type: 'translation'; readonly id: number } & Translation)
  | { readonly type: 'untranslated'; readonly id: number; readonly reason: string }
  /** Said every few seconds: a reader that hears nothing at all has lost the connection. */
  | { readonly type: 'beat' };

export interface CaptionFeedOptions {
  readonly settings: CaptionsSettings;
  readonly now: () => number;
}

export class CaptionFeed {
  readonly #settings: ShownSettings;
  readonly #book: CaptionBook;
  readonly #readers: Broadcast;
  #stream: string = randomUUID();

  constructor({ settings, now }: CaptionFeedOptions) {
    const { show, lines, line_chars: lineChars, hold_seconds: holdSeconds, partial } = settings;
    this.#settings = { show, lines, lineChars, holdSeconds, partial };
    this.#book = new CaptionBook({ history: settings.history, now });
    this.#readers = new Broadcast({ snapshot: () => JSON.stringify(this.snapshot()) });
  }

  /** How many read along. */
  get readers(): number {
    return this.#readers.size;
  }

  add(socket: WebSocket): void {
    this.#readers.add(socket);
  }

  publish(event: CaptionEvent): void {
    const change = this.#book.take(event);
    if (change === 'none') return;
    if (change === 'stream') {
      this.#stream = randomUUID();
      this.#readers.send(JSON.stringify(this.snapshot()));
    } else this.#readers.send(JSON.stringify(tellEvent(event)));
  }

  beat(): void {
    this.#readers.beat(JSON.stringify({ type: 'beat' } satisfies FeedMessage));
  }

  snapshot(): Snapshot {
    const captions = this.#book.captions();
    return { type: 'snapshot', version: feedVersion, stream: this.#stream, settings: this.#settings, captions };
  }
}

function tellEvent(event: CaptionEvent): FeedMessage {
  if (event.kind === 'caption') return { type: 'caption', ...tellCaption(event.caption) };
  const { id } = event;
  if (event.kind === 'translation') return { type: 'translation', id, ...event.translation };
  return { type: 'untranslated', id, reason: event.reason };
}
