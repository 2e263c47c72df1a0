/** When a figure is worth an alert, and when it is well again: pure, with hysteresis, so that nothing flutters. */

export const alertNames = ['latency', 'errors', 'cpu', 'memory', 'queue'] as const;
export type AlertName = (typeof alertNames)[number];

export interface AlertChange {
  readonly name: AlertName;
  readonly kind: 'raised' | 'cleared';
  readonly value: number;
  readonly limit: number;
}

export interface ThresholdOptions {
  readonly name: AlertName;
  readonly limit: number;
  /** It must be beyond the limit, and later below it, for so long. */
  readonly holdMs: number;
}

/** Well again is below this share of the limit: what hovers at it is told once. */
const CLEAR_SHARE = 0.9;

/** A figure that should stay below a limit. */
export class Threshold {
  readonly #options: ThresholdOptions;
  #isRaised = false;
  /** Since when the figure asks for a change. */
  #sinceMs: number | undefined;

  constructor(options: ThresholdOptions) {
    this.#options = options;
  }

  get isRaised(): boolean {
    return this.#isRaised;
  }

  /** @param value undefined while nobody knows it: nothing changes then */
  step(value: number | undefined, nowMs: number): AlertChange | undefined {
    const { name, limit, holdMs } = this.#options;
    if (value === undefined) return undefined;
    const asks = this.#isRaised ? value < CLEAR_SHARE * limit : value > limit;
    this.#sinceMs = asks ? (this.#sinceMs ?? nowMs) : undefined;
    if (this.#sinceMs === undefined || nowMs - this.#sinceMs < holdMs) return undefined;
    this.#sinceMs = undefined;
    this.#isRaised = !this.#isRaised;
    return { name, kind: this.#isRaised ? 'raised' : 'cleared', value, limit };
  }
}

/** The last so many values: what they amount to, once there are enough of them. */
export class Recent {
  readonly #most: number;
  readonly #least: number;
  #values: readonly number[] = [];

  constructor(most: number, least: number) {
    this.#most = most;
    this.#least = least;
  }

  add(value: number): void {
    this.#values = [...this.#values, value].slice(-this.#most);
  }

  get mean(): number | undefined {
    if (this.#values.length < this.#least) return undefined;
    return this.#values.reduce((sum, value) => sum + value, 0) / this.#values.length;
  }

  get median(): number | undefined {
    if (this.#values.length < this.#least) return undefined;
    const sorted = [...this.#values].sort((a, b) => a - b);
    const middle = sorted.length >> 1;
    const [low = 0, high = 0] = sorted.length % 2 === 1 ? [sorted[middle], sorted[middle]] : sorted.slice(middle - 1);
    return (low + high) / 2;
  }

  /**
   * By how much what waits has grown: the least of the second half above the most of the first. Work that comes and goes
   * has a low point in both halves, and is no growth. 0 or less: it does not grow.
   */
  get growth(): number | undefined {
    if (this.#values.length < this.#most) return undefined;
    const half = this.#values.length >> 1;
    return Math.min(...this.#values.slice(half)) - Math.max(...this.#values.slice(0, half));
  }
}
