/** Captions, and translators that do as they are told. */
import type { Caption, CaptionEvent } from '../../../src/pipeline/captions.js';
import type { Clock } from '../../../src/pipeline/stage.js';
import type { Outcome, Task, TranslateRequest, Translator } from '../../../src/stages/translation/translator.js';

/** A second of speech for each caption, and a pause of 0.2 s behind it. */
export function caption(id: number, text: string, more: Partial<Caption> = {}): Caption {
  const startMs = id * 1200;
  return {
    ...{ id, text, stable: text, language: 'de', committed: true, startMs, endMs: startMs + 1000 },
    ...{ words: [], end: 'sentence' },
    ...more,
  };
}

export function told(of: Caption): CaptionEvent {
  return { kind: 'caption', caption: of };
}

export interface FakeTranslator extends Translator {
  /** The texts of every call. */
  readonly calls: string[][];
}

export type Work = (task: Task, request: TranslateRequest) => Outcome | Promise<Outcome>;

/** Says `<text>` unless told otherwise. */
export function fakeTranslator(more: Partial<Translator> & { readonly work?: Work } = {}): FakeTranslator {
  const { work = ({ caption: { text } }) => ({ text: `<${text}>` }), ...rest } = more;
  const calls: string[][] = [];
  return {
    ...{ name: 'openai', model: 'fake', most: 1, timeoutMs: 1000, calls },
    refuses: () => Promise.resolve(undefined),
    async translate(tasks, request) {
      calls.push(tasks.map(({ caption: { text } }) => text));
      return Promise.all(tasks.map(async (task) => work(task, request)));
    },
    ...rest,
  };
}

/** Time that stands still until it is moved. */
export class HandClock implements Clock {
  #nowMs = 0;
  #sleepers: { readonly atMs: number; readonly wake: () => void }[] = [];

  now(): number {
    return this.#nowMs;
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#sleepers.push({ atMs: this.#nowMs + ms, wake: resolve });
      signal.addEventListener('abort', () => {
        reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
      });
    });
  }

  move(ms: number): void {
    this.#nowMs += ms;
    const due = this.#sleepers.filter(({ atMs }) => atMs <= this.#nowMs);
    this.#sleepers = this.#sleepers.filter(({ atMs }) => atMs > this.#nowMs);
    for (const { wake } of due) wake();
  }
}
