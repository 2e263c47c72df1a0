/** Remembers whether something that others can stand in for has been of use lately, and when it is worth another try. */
import type { Clock } from '../../pipeline/stage.js';

/** After the first failure; twice as long after each further one. */
const firstMs = 10_000;
const longestMs = 300_000;

export class Circuit {
  readonly #clock: Pick<Clock, 'now'>;
  #failures = 0;
  #dueMs = 0;
  #state: 'closed' | 'open' | 'trial' = 'closed';

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** False while it is not to be relied on. */
  get isClosed(): boolean {
    return this.#state !== 'open';
  }

  /** True when it was of no use for so long that it is worth a try that nobody waits for. */
  get isDue(): boolean {
    return this.#state === 'open' && this.#clock.now() >= this.#dueMs;
  }

  /** It was of use: everything before is forgotten. */
  worked(): void {
    this.#failures = 0;
    this.#state = 'closed';
  }

  /** It may be of use again. If not, the next wait is longer than the last. */
  revived(): void {
    if (this.#state === 'open') this.#state = 'trial';
  }

  /** Failures of calls that began before the first one was known count once. Returns whether this one counted. */
  failed(): boolean {
    if (this.#state === 'open' && !this.isDue) return false;
    this.#dueMs = this.#clock.now() + Math.min(longestMs, firstMs * 2 ** this.#failures);
    this.#failures += 1;
    this.#state = 'open';
    return true;
  }
}
