/** What was said lately, with its translations: the state that whoever joins late is told. */
import type { Caption, CaptionEvent, Translation } from '../pipeline/captions.js';

/** A caption as the feed tells it; `type` says so where it stands alone. */
export type ToldCaption = Omit<Caption, 'words'>;

export interface KeptCaption extends ToldCaption {
  readonly translation?: Translation;
  /** Why there is none. */
  readonly untranslated?: string;
  /** Since it changed last. */
  readonly ageMs: number;
}

interface Entry {
  caption: ToldCaption;
  translation?: Translation;
  untranslated?: string;
  changedAtMs: number;
}

export interface CaptionBookOptions {
  /** Captions kept. */
  readonly history: number;
  /** Monotonic, ms. */
  readonly now: () => number;
}

/** What an event did: nothing that anybody needs to hear of, a change, or the begin of another stream. */
export type BookChange = 'none' | 'change' | 'stream';

export class CaptionBook {
  readonly #history: number;
  readonly #now: () => number;
  /** In the order of their ids. */
  readonly #entries = new Map<number, Entry>();
  #lastId = -1;

  constructor({ history, now }: CaptionBookOptions) {
    this.#history = history;
    this.#now = now;
  }

  take(event: CaptionEvent): BookChange {
    if (event.kind !== 'caption') return this.#complete(event);
    const { caption } = event;
    // Ids only rise within a stream: a smaller one is the first of the next stream.
    const isNew = caption.id < this.#lastId || (this.#entries.get(caption.id)?.caption.committed ?? false);
    if (isNew) this.#entries.clear();
    this.#lastId = caption.id;
    this.#entries.set(caption.id, { caption: tellCaption(caption), changedAtMs: this.#now() });
    for (const id of this.#entries.keys()) {
      if (this.#entries.size <= this.#history) break;
      this.#entries.delete(id);
    }
    return isNew ? 'stream' : 'change';
  }

  captions(): KeptCaption[] {
    return [...this.#entries.values()].map(({ caption, changedAtMs, translation, untranslated }) => ({
      ...caption,
      ...(translation === undefined ? {} : { translation }),
      ...(untranslated === undefined ? {} : { untranslated }),
      ageMs: Math.max(0, Math.round(this.#now() - changedAtMs)),
    }));
  }

  #complete(event: Exclude<CaptionEvent, { kind: 'caption' }>): BookChange {
    const entry = this.#entries.get(event.id);
    if (entry === undefined) return 'none';
    if (event.kind === 'translation') entry.translation = event.translation;
    else entry.untranslated = event.reason;
    entry.changedAtMs = this.#now();
    return 'change';
  }
}

/** The times of single words stay here: a reader needs the text. */
export function tellCaption({ id, text, stable, language, committed, startMs, endMs, end }: Caption): ToldCaption {
  const times = { startMs: Math.round(startMs), endMs: Math.round(endMs) };
  return { id, text, stable, language, committed, ...times, ...(end === undefined ? {} : { end }) };
}
