/** Spoken translation: what is said next, how fast, and what is left out when speech cannot keep up. */
import type { CaptionEvent } from '../../pipeline/captions.js';
import type { Sentence } from '../../pipeline/messages.js';

export interface InterpreterOptions {
  /** So much speech may wait, in ms at the usual pace; beyond that the oldest is left out. Default 8 s. */
  readonly mostBehindMs?: number;
  /** Fastest speech, as a factor on the voice's own pace. Default 1.25. */
  readonly fastest?: number;
  /** Told, in one line, when sentences are left out. */
  readonly onNotice: (line: string) => void;
}

/** A translation to be said. */
export interface SpokenTranslation {
  /** Of its caption. */
  readonly id: number;
  /** Ready for the synthesiser; its index counts what was said. */
  readonly sentence: Sentence;
  /** When the caption's last word was said, on the line of time of the input. */
  readonly saidMs: number;
}

/** Since it was made. */
export interface InterpreterStats {
  readonly spoken: number;
  readonly leftOut: number;
  /** Speech that waits now, and that ever waited at most, in ms at the usual pace. */
  readonly behindMs: number;
  readonly mostBehindMs: number;
}

interface Waiting {
  readonly id: number;
  readonly text: string;
  readonly saidMs: number;
}

const MOST_BEHIND_MS = 8000;
const FASTEST = 1.25;
/** Pace of a voice until it was heard: English takes about 15 characters a second, and a breath. */
const USUAL_MS_PER_CHAR = 65;
const BREATH_MS = 250;
/** How much one sentence says about the pace. */
const LEARNED = 0.2;
/** Speech becomes faster from this share of what may wait. */
const EASY_SHARE = 0.4;

/**
 * Pure: events of the translation stage go in, sentences come out in order. Only speech that was not begun is ever left
 * out, the oldest first, and somebody is told. What was in the language already is not said again.
 */
export class Interpreter {
  readonly #mostMs: number;
  readonly #fastest: number;
  readonly #onNotice: (line: string) => void;
  readonly #ends = new Map<number, number>();
  #waiting: readonly Waiting[] = [];
  #speaking: Waiting | undefined;
  #msPerChar = USUAL_MS_PER_CHAR;
  #spoken = 0;
  #leftOut = 0;
  #deepestMs = 0;

  constructor({ mostBehindMs = MOST_BEHIND_MS, fastest = FASTEST, onNotice }: InterpreterOptions) {
    this.#mostMs = mostBehindMs;
    this.#fastest = fastest;
    this.#onNotice = onNotice;
  }

  get stats(): InterpreterStats {
    return {
      ...{ spoken: this.#spoken, leftOut: this.#leftOut },
      ...{ behindMs: this.#behindMs(), mostBehindMs: this.#deepestMs },
    };
  }

  /** True when there is something to say, or something is being said: the original is quieter then. */
  get isBusy(): boolean {
    return this.#speaking !== undefined || this.#waiting.length > 0;
  }

  hear(event: CaptionEvent): void {
    if (event.kind === 'caption') {
      if (event.caption.committed) this.#ends.set(event.caption.id, event.caption.endMs);
      return;
    }
    const saidMs = this.#ends.get(event.id) ?? 0;
    this.#ends.delete(event.id);
    if (event.kind === 'untranslated' || event.translation.source === 'none') return;
    const text = event.translation.text.trim();
    if (text === '') return;
    this.#waiting = [...this.#waiting, { id: event.id, text, saidMs }];
    this.#leaveOut();
    this.#deepestMs = Math.max(this.#deepestMs, this.#behindMs());
  }

  /** What is said next; undefined while there is nothing. Call `over` when its sound has been played. */
  next(): SpokenTranslation | undefined {
    const [first, ...rest] = this.#waiting;
    if (first === undefined) return undefined;
    const speed = this.#speed();
    this.#waiting = rest;
    this.#speaking = first;
    const sentence = { index: this.#spoken, text: `${first.text} `, ...(speed === 1 ? {} : { delivery: { speed } }) };
    this.#spoken += 1;
    return { id: first.id, sentence, saidMs: first.saidMs };
  }

  /** @param soundMs how long the sentence sounded; teaches the voice's pace */
  over({ sentence: { text, delivery } }: SpokenTranslation, soundMs: number): void {
    this.#speaking = undefined;
    const chars = text.trim().length;
    if (soundMs <= BREATH_MS || chars === 0) return;
    const msPerChar = ((soundMs - BREATH_MS) * (delivery?.speed ?? 1)) / chars;
    this.#msPerChar += LEARNED * (msPerChar - this.#msPerChar);
  }

  /** How far speech is behind: from the caption's last word until its translation is heard, for what is next. */
  lagMs(nowMs: number): number {
    const oldest = this.#speaking ?? this.#waiting[0];
    return oldest === undefined ? 0 : Math.max(0, nowMs - oldest.saidMs);
  }

  #behindMs(): number {
    const all = this.#speaking === undefined ? this.#waiting : [this.#speaking, ...this.#waiting];
    return all.reduce((sum, { text }) => sum + BREATH_MS + text.length * this.#msPerChar, 0);
  }

  /** The voice's own pace while little waits, the fastest when as much waits as may. In steps: no voice glides. */
  #speed(): number {
    const share = this.#behindMs() / this.#mostMs;
    const strain = Math.min(1, Math.max(0, (share - EASY_SHARE) / (1 - EASY_SHARE)));
    return Math.round((1 + strain * (this.#fastest - 1)) * 20) / 20;
  }

  #leaveOut(): void {
    const dropped: Waiting[] = [];
    // The newest stays, however long it is.
    while (this.#waiting.length > 1 && this.#behindMs() / this.#fastest > this.#mostMs) {
      const [first, ...rest] = this.#waiting;
      if (first !== undefined) dropped.push(first);
      this.#waiting = rest;
    }
    if (dropped.length === 0) return;
    this.#leftOut += dropped.length;
    const what = dropped.length === 1 ? 'a sentence is' : `${dropped.length} sentences are`;
    this.#onNotice(`translation: the voice is ${Math.round(this.#mostMs / 1000)} s behind; ${what} shown but not said`);
  }
}
