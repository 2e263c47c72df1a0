/** Turns scores into detections: one for each time a word is said. A pure state machine. */

export interface TriggerOptions {
  /** Score (0…1) at which each word counts as said. */
  readonly thresholds: readonly number[];
  /** No second detection, of whatever word, within this time. */
  readonly cooldownSamples: number;
}

export interface Detection {
  /** Which word, in the order of `thresholds`. */
  readonly word: number;
  readonly endSample: number;
  readonly score: number;
}

export class WakeTrigger {
  readonly #options: TriggerOptions;
  /** A word counts again only after its score has fallen: one long peak is one word. */
  readonly #ready: boolean[];
  #heardUntil = -Infinity;
  #lastHit = -Infinity;

  constructor(options: TriggerOptions) {
    this.#options = options;
    this.#ready = options.thresholds.map(() => true);
  }

  /**
   * @param endSample what was heard before is not heard again: two stretches of the stream may overlap
   * @param scores one for each word
   */
  step(endSample: number, scores: readonly number[]): Detection | undefined {
    if (endSample <= this.#heardUntil) return undefined;
    this.#heardUntil = endSample;
    let best: Detection | undefined;
    for (const [word, threshold] of this.#options.thresholds.entries()) {
      const score = scores[word] ?? 0;
      if (score < threshold) this.#ready[word] = true;
      else if (this.#ready[word] === true) {
        this.#ready[word] = false;
        if (score > (best?.score ?? 0)) best = { word, endSample, score };
      }
    }
    if (best === undefined || endSample - this.#lastHit < this.#options.cooldownSamples) return undefined;
    this.#lastHit = endSample;
    return best;
  }
}
