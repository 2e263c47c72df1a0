/** When to start again after a crash: exponential backoff with jitter, and a breaker for crash loops. Pure. */

const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 30_000;
const JITTER = 0.2;
/** More crashes than this inside the window open the breaker. */
const MAX_CRASHES = 5;
const WINDOW_MS = 60_000;
/** An open breaker lets one attempt through after this long. */
const PROBE_MS = 30_000;

export type BreakerState = 'closed' | 'open' | 'half-open';

export interface RestartDecision {
  /** Until the next attempt. */
  readonly delayMs: number;
  /** True: calls fail until then instead of waiting. */
  readonly open: boolean;
}

export class RestartPolicy {
  readonly #random: () => number;
  #crashesMs: number[] = [];
  #state: BreakerState = 'closed';

  /** `random` yields 0 ≤ x < 1. */
  constructor(random: () => number = Math.random) {
    this.#random = random;
  }

  state(nowMs: number): BreakerState {
    if (this.#state === 'half-open' && this.#recent(nowMs) === 0) this.#state = 'closed';
    return this.#state;
  }

  /** Something died at `nowMs` (monotonic). */
  crashed(nowMs: number): RestartDecision {
    const before = this.state(nowMs);
    this.#crashesMs.push(nowMs);
    const recent = this.#recent(nowMs);
    if (before === 'half-open' || recent > MAX_CRASHES) {
      this.#state = 'open';
      return { delayMs: PROBE_MS, open: true };
    }
    const delayMs = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (recent - 1));
    return { delayMs: delayMs * (1 + JITTER * (2 * this.#random() - 1)), open: false };
  }

  /** An attempt begins. */
  attempting(): void {
    if (this.#state === 'open') this.#state = 'half-open';
  }

  #recent(nowMs: number): number {
    this.#crashesMs = this.#crashesMs.filter((atMs) => nowMs - atMs < WINDOW_MS);
    return this.#crashesMs.length;
  }
}
