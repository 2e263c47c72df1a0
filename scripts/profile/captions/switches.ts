/** How soon a change of language was seen: from its first word to where the captions had it, and kept to it. */
import type { Caption } from '../../../src/pipeline/captions.js';

export interface SeenSwitch {
  readonly from: string;
  readonly to: string;
  /** Where the first word of the new language begins. */
  readonly atMs: number;
  /** From there to the first telling of that caption in its language that none in another followed. */
  readonly seenAfterMs: number;
}

/** Takes every telling of every caption, in order. A pure state machine. */
export class LanguageSwitches {
  readonly seen: SeenSwitch[] = [];
  #language: string | undefined;
  /** Since when the open caption is told in its language. */
  #told: { readonly language: string; readonly sinceMs: number } | undefined;

  /** @param atMs on the line of time of the sound */
  take({ language, committed, startMs, text }: Caption, atMs: number): void {
    if (text === '') return;
    if (this.#told?.language !== language) this.#told = { language, sinceMs: atMs };
    if (!committed) return;
    const from = this.#language;
    if (from !== undefined && from !== language) {
      this.seen.push({ from, to: language, atMs: startMs, seenAfterMs: this.#told.sinceMs - startMs });
    }
    this.#language = language;
    this.#told = undefined;
  }
}
