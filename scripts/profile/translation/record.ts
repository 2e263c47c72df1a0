/** What was shown of a translated programme, and when. */
import type { Caption, CaptionEvent } from '../../../src/pipeline/captions.js';
import { systemClock } from '../../../src/pipeline/clock.js';
import type { TranslateRequest, Task, Translator } from '../../../src/stages/translation/translator.js';
import { WordLags } from '../captions/word-lags.js';

/** A committed caption and what came behind it. */
export interface Shown {
  readonly caption: Caption;
  /** On the line of time of the sound. */
  readonly committedMs: number;
  /** Undefined as long as neither a translation nor the reason for none was shown. */
  outcome: { readonly atMs: number; readonly text: string | undefined; readonly note: string } | undefined;
}

/** Checks what the contract promises while it records. */
export class Record {
  readonly shown: Shown[] = [];
  readonly words = new WordLags();
  /** Captions that were told again although they were committed, or not in their order. */
  retractions = 0;
  #next = 0;

  take(event: CaptionEvent, atMs: number): void {
    if (event.kind === 'caption') {
      this.words.take(event.caption, atMs);
      if (event.caption.id < this.shown.length) this.retractions += 1;
      if (event.caption.committed) this.shown.push({ caption: event.caption, committedMs: atMs, outcome: undefined });
      return;
    }
    const own = this.shown[event.id];
    if (own === undefined || own.outcome !== undefined || event.id !== this.#next) this.retractions += 1;
    this.#next = event.id + 1;
    if (own === undefined) return;
    own.outcome =
      event.kind === 'translation'
        ? { atMs, text: event.translation.text, note: event.translation.source }
        : { atMs, text: undefined, note: event.reason };
  }
}

/** How long calls of translators took. */
export class Stopwatch {
  /** For each sentence, its share of its call. */
  readonly sentenceMs: number[] = [];
  callMs = 0;
  /** When each caption's last call began and ended, by the system's clock. */
  readonly calls = new Map<number, { readonly begunMs: number; readonly doneMs: number }>();

  watch(translator: Translator): Translator {
    return {
      ...translator,
      translate: async (tasks: readonly Task[], request: TranslateRequest) => {
        const begunMs = systemClock.now();
        try {
          return await translator.translate(tasks, request);
        } finally {
          const doneMs = systemClock.now();
          const tookMs = doneMs - begunMs;
          this.callMs += tookMs;
          for (const { caption } of tasks) this.calls.set(caption.id, { begunMs, doneMs });
          this.sentenceMs.push(...tasks.map(() => tookMs / tasks.length));
        }
      },
    };
  }
}
