/** What a press of the talk key means: hold to talk, begin and end, or switch a microphone that cuts by itself. */

export type TalkMode = 'hold' | 'toggle' | 'hands-free';

export type TalkEvent =
  /** The key goes down, and again as often as the keyboard repeats it. */
  | { readonly kind: 'press'; readonly atMs: number }
  | { readonly kind: 'release'; readonly atMs: number }
  /** From elsewhere: a key bound by the desktop, a command. */
  | { readonly kind: 'toggle' | 'start' | 'stop' | 'cancel' }
  /** The take has ended by itself: silence, the longest length, a fault. */
  | { readonly kind: 'ended' };

/** `start` opens the microphone for a take, `stop` ends it and has it written, `cancel` throws it away. */
export type TalkAction = 'start' | 'stop' | 'cancel';

export interface TalkOptions {
  readonly mode: TalkMode;
  /** With `hold`, a shorter press leaves the microphone open until the next one. */
  readonly tapMs: number;
}

/**
 * Holds no timer: everything follows from the events. With `hands-free`, `start` and `stop` switch listening, and takes
 * come and go in between (`ended` changes nothing then).
 */
export class TalkKey {
  readonly #options: TalkOptions;
  #isOpen = false;
  #downAtMs: number | undefined;
  /** This press opened the microphone, so that its release may close it. */
  #isHolding = false;

  constructor(options: TalkOptions) {
    this.#options = options;
  }

  /** Whether the microphone is open for a take, or, with `hands-free`, for any. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** @returns what is to be done now; undefined when nothing changes */
  take(event: TalkEvent): TalkAction | undefined {
    switch (event.kind) {
      case 'press':
        return this.#press(event.atMs);
      case 'release':
        return this.#release(event.atMs);
      case 'toggle':
        return this.#isOpen ? this.#close('stop') : this.#open();
      case 'start':
        return this.#isOpen ? undefined : this.#open();
      case 'stop':
      case 'cancel':
        return this.#isOpen ? this.#close(event.kind) : undefined;
      case 'ended':
        if (this.#options.mode !== 'hands-free') this.#close('stop');
        return undefined;
    }
  }

  #press(atMs: number): TalkAction | undefined {
    // The keyboard repeats what is held.
    if (this.#downAtMs !== undefined) return undefined;
    this.#downAtMs = atMs;
    if (this.#isOpen) return this.#close('stop');
    this.#isHolding = this.#options.mode === 'hold';
    return this.#open();
  }

  #release(atMs: number): TalkAction | undefined {
    const downAtMs = this.#downAtMs;
    this.#downAtMs = undefined;
    const wasHolding = this.#isHolding && this.#isOpen;
    this.#isHolding = false;
    if (!wasHolding || downAtMs === undefined || atMs - downAtMs < this.#options.tapMs) return undefined;
    return this.#close('stop');
  }

  #open(): TalkAction {
    this.#isOpen = true;
    return 'start';
  }

  #close(how: 'stop' | 'cancel'): TalkAction {
    this.#isOpen = false;
    this.#isHolding = false;
    return how;
  }
}
