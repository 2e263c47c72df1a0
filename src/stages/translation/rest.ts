/** Leaves alone what has failed: the first time for ten seconds, then for twice as long each time. */

const FIRST_MS = 10_000;
const LONGEST_MS = 300_000;

export class Rest {
  #failures = 0;
  #untilMs = -Infinity;

  /** Since it last worked. */
  get hasFailed(): boolean {
    return this.#failures > 0;
  }

  isOver(nowMs: number): boolean {
    return nowMs >= this.#untilMs;
  }

  begin(nowMs: number): void {
    this.#untilMs = nowMs + Math.min(LONGEST_MS, FIRST_MS * 2 ** this.#failures);
    this.#failures += 1;
  }

  end(): void {
    this.#failures = 0;
    this.#untilMs = -Infinity;
  }
}
