/** The stage that translates captions: they pass at once, and behind each committed one comes its translation. */
import type { Caption, CaptionEvent, KeptSound } from '../../pipeline/captions.js';
import { childController } from '../../pipeline/abort.js';
import { Channel } from '../../pipeline/channel.js';
import { readAhead } from '../../pipeline/read-ahead.js';
import type { Scope, Stage } from '../../pipeline/stage.js';
import { Backlog, type Slot } from './backlog.js';
import type { CacheStats, TranslationCache } from './cache.js';
import type { Glossary } from './glossary.js';
import { readSound } from './heard-sound.js';
import { Relay, type Relayed } from './relay.js';
import type { Said, Translator, TranslatorName } from './translator.js';

export interface TranslationOptions {
  /** ISO 639-1 code of the language that is wanted. */
  readonly to: string;
  /** Best first. */
  readonly translators: readonly Translator[];
  readonly cache: TranslationCache;
  readonly glossary: Glossary;
  /** For translators that listen; without it they are of no use. */
  readonly sound?: KeptSound | undefined;
  /** Told, in one line, when a translator cannot be used, and when it can again. */
  readonly onNotice: (line: string) => void;
  /** Captions that may wait for their translation; beyond that the oldest stays untranslated. Default 32. */
  readonly mostWaiting?: number;
}

/** Since the stage was made. */
export interface TranslationStats {
  /** Committed captions that came, and what became of them. */
  readonly captions: number;
  readonly translated: number;
  readonly untranslated: number;
  /** Of the translated, those that were in the language already. */
  readonly unneeded: number;
  /** Calls of the translators together, each of one caption or more. */
  readonly batches: number;
  /** By each engine itself. */
  readonly made: Readonly<Partial<Record<TranslatorName, number>>>;
  /** Most that ever waited at once, and those that were given up for it. */
  readonly deepest: number;
  readonly dropped: number;
  readonly cache: CacheStats;
}

export interface TranslationStage extends Stage<CaptionEvent, CaptionEvent> {
  readonly stats: TranslationStats;
}

const MOST_WAITING = 32;
/** Events between the reader and whoever reads the stage. */
const AHEAD = 16;
/** Captions remembered for the next ones. */
const REMEMBERED = 6;

/**
 * Events pass unchanged and in order; behind each committed caption, sooner or later, comes exactly one `translation` or
 * `untranslated`, in the order of the captions. No caption waits for a translation. Fails only with the signal's reason
 * or what its input throws.
 */
export function createTranslationStage(options: TranslationOptions): TranslationStage {
  const relay = new Relay(options);
  const counts = { captions: 0, translated: 0, untranslated: 0, unneeded: 0, batches: 0, deepest: 0, dropped: 0 };
  return {
    name: 'translation',
    warmUp: (signal) => relay.warmUp(signal),
    get stats() {
      return { ...counts, made: relay.made, cache: options.cache.stats };
    },
    run: (input, scope) => new Run({ ...options, relay, counts, scope }).events(input),
  };
}

type Counts = { -readonly [name in Exclude<keyof TranslationStats, 'made' | 'cache'>]: number };

interface RunOptions extends TranslationOptions {
  readonly relay: Relay;
  readonly counts: Counts;
  readonly scope: Scope;
}

class Run {
  readonly #options: RunOptions;
  readonly #backlog: Backlog;
  #before: readonly Said[] = [];
  #isOver = false;
  #wake: () => void = () => undefined;

  constructor(options: RunOptions) {
    this.#options = options;
    this.#backlog = new Backlog(options.mostWaiting ?? MOST_WAITING);
  }

  async *events(input: AsyncIterable<CaptionEvent>): AsyncGenerator<CaptionEvent, void, undefined> {
    const { controller, release } = childController(this.#options.scope.signal);
    const { signal } = controller;
    const out = new Channel<CaptionEvent>({ capacity: AHEAD, overflow: 'wait', signal });
    const fail = (error: unknown): void => {
      out.fail(error);
      controller.abort(error);
    };
    void Promise.all([this.#read(input, out, signal), this.#work(out, signal)]).then(() => {
      out.end();
    }, fail);
    try {
      yield* out;
    } finally {
      controller.abort(new Error('nobody reads the captions any more'));
      this.#wake();
      release();
    }
  }

  async #read(input: AsyncIterable<CaptionEvent>, out: Channel<CaptionEvent>, signal: AbortSignal): Promise<void> {
    try {
      for await (const event of readAhead(input, AHEAD, signal)) {
        if (!(await out.send(event))) return;
        if (event.kind === 'caption' && event.caption.committed) this.#enqueue(event.caption);
      }
    } finally {
      this.#isOver = true;
      this.#wake();
    }
  }

  #enqueue(caption: Caption): void {
    const { relay, sound, to, counts } = this.#options;
    const said: Said = { caption, translation: undefined };
    const before = this.#before;
    const wish = isIn(caption, to) ? undefined : relay.hears(caption, before);
    const heard = sound && wish && readSound(sound, caption, wish);
    const isDropped = this.#backlog.add({ caption, before, sound: heard }, said);
    this.#before = [...before, said].slice(-REMEMBERED);
    counts.captions += 1;
    counts.deepest = Math.max(counts.deepest, this.#backlog.deepest);
    if (isDropped) counts.dropped += 1;
    this.#wake();
  }

  async #work(out: Channel<CaptionEvent>, signal: AbortSignal): Promise<void> {
    for (;;) {
      for (const slot of this.#backlog.ready()) if (!(await this.#tell(slot, out))) return;
      const taken = this.#backlog.take(this.#options.relay.most);
      if (taken.length > 0) await this.#translate(taken, signal);
      else if (this.#isOver && this.#backlog.isEmpty) return;
      else if (!(await this.#news(signal))) return;
    }
  }

  async #translate(taken: readonly Slot[], signal: AbortSignal): Promise<void> {
    const { to, relay, glossary, counts, scope } = this.#options;
    const unneeded = taken.filter(({ task }) => isIn(task.caption, to));
    for (const slot of unneeded) settle(slot, { text: slot.task.caption.text, source: 'none' }, to);
    const wanted = taken.filter(({ event }) => event === undefined);
    if (wanted.length === 0) return;
    counts.batches += 1;
    const tasks = wanted.map(({ task }) => task);
    const outcomes = await relay.translate(tasks, { to, glossary, signal, clock: scope.clock });
    for (const [i, slot] of wanted.entries()) {
      settle(slot, outcomes[i] ?? { reason: 'the translation was lost' }, to);
    }
  }

  #tell({ event }: Slot, out: Channel<CaptionEvent>): Promise<boolean> {
    const { counts } = this.#options;
    if (event === undefined) return Promise.resolve(true);
    if (event.kind === 'untranslated') counts.untranslated += 1;
    else counts.translated += 1;
    if (event.kind === 'translation' && event.translation.source === 'none') counts.unneeded += 1;
    return out.send(event);
  }

  /** Resolves when something came; false when nobody cares any more. */
  async #news(signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return false;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    return !signal.aborted;
  }
}

function settle(slot: Slot, outcome: Relayed, language: string): void {
  const { id } = slot.task.caption;
  if ('reason' in outcome) {
    slot.event = { kind: 'untranslated', id, reason: outcome.reason };
    return;
  }
  const { text, source } = outcome;
  slot.said.translation = text;
  slot.event = { kind: 'translation', id, translation: { text, language, source } };
}

/** Nothing to do: it is in that language, or says nothing. */
function isIn({ language, text }: Caption, to: string): boolean {
  return language === to || !/[\p{L}\p{N}]/u.test(text);
}
