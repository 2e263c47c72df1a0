/** Decides when it pays to listen for wake words: while somebody may be speaking. A pure state machine. */

export interface GateOptions {
  /** Speech probability (0…1) from which a frame may be a voice. Low: a word that is not listened to is lost. */
  readonly openAt: number;
  /** How long it stays open behind the last such frame: a word is known only a while after it ends. */
  readonly holdSamples: number;
}

/** `opens` and `open` want this frame heard, `closes` and `closed` do not. */
export type GateStep = 'opens' | 'open' | 'closes' | 'closed';

export class WakeGate {
  readonly #options: GateOptions;
  #openUntil: number | undefined;

  constructor(options: GateOptions) {
    this.#options = options;
  }

  /** @param endSample position after the frame; `probability` 0…1 */
  step(endSample: number, probability: number): GateStep {
    const wasOpen = this.#openUntil !== undefined;
    if (probability >= this.#options.openAt) {
      this.#openUntil = endSample + this.#options.holdSamples;
      return wasOpen ? 'open' : 'opens';
    }
    if (this.#openUntil === undefined) return 'closed';
    if (endSample <= this.#openUntil) return 'open';
    this.#openUntil = undefined;
    return 'closes';
  }

  /** Closed, whatever was heard. */
  shut(): void {
    this.#openUntil = undefined;
  }
}
