/** When an answer may be begun before the endpoint, and whether what was begun still fits. */
import type { Draft } from './draft.js';
import type { FinalTranscript, PartialTranscript } from './messages.js';

export interface SpeculationOptions {
  readonly enabled: boolean;
  /** Words of an earlier turn: with them, what the partial says is not all that will be answered. */
  readonly carried: Promise<string>;
  /** Begins an answer to these words. */
  readonly begin: (words: FinalTranscript) => Draft;
}

export class Speculation {
  readonly #options: SpeculationOptions;
  #draft: Draft | undefined;
  #paused = false;
  /** False as long as nobody knows whether words are carried over, and for good when they are. */
  #standsAlone = false;

  constructor(options: SpeculationOptions) {
    this.#options = options;
    void options.carried.then((words) => {
      this.#standsAlone = words === '';
    });
  }

  pause(): void {
    this.#paused = true;
  }

  /** The voice goes on: what was begun for the pause is void. */
  resume(): void {
    this.#paused = false;
    this.drop();
  }

  /** Begins a draft when the recogniser has read everything up to a pause that still lasts. */
  consider({ text, language, atPause }: PartialTranscript): void {
    const { enabled, begin } = this.#options;
    if (!enabled || !this.#standsAlone || !this.#paused || !atPause || text === '') return;
    if (this.#draft?.fits(text) === true) return;
    this.drop();
    this.#draft = begin({ kind: 'final', text, language, words: [] });
  }

  /** The draft, if its words are those of the turn; else it is dropped. */
  take(final: FinalTranscript): Draft | undefined {
    if (this.#draft?.fits(final.text) !== true) this.drop();
    return this.#draft;
  }

  drop(): void {
    this.#draft?.drop();
    this.#draft = undefined;
  }
}
