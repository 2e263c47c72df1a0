/** Timers that ring: any number of them, named or not, on the injected clock. */
import type { TimerQuery } from '../../pipeline/intent.js';
import type { Clock } from '../../pipeline/stage.js';

export interface Timer {
  readonly label?: string;
  readonly durationMs: number;
  /** On the clock's time line. */
  readonly endsAtMs: number;
}

export interface Ring {
  readonly label?: string;
  readonly durationMs: number;
}

export interface TimersOptions {
  readonly clock: Clock;
  /** Called once when a timer is over. */
  readonly onRing: (ring: Ring) => void;
}

/** More than anybody wants, and a bound on what a runaway can set. */
const MOST_TIMERS = 50;

export class Timers {
  readonly #options: TimersOptions;
  readonly #running = new Map<Timer, AbortController>();

  constructor(options: TimersOptions) {
    this.#options = options;
  }

  /** True when no further timer can be set. */
  get isFull(): boolean {
    return this.#running.size >= MOST_TIMERS;
  }

  /** Starts a timer. Throws when there are too many already. */
  set(timer: { readonly durationMs: number; readonly label?: string }): Timer {
    return this.plan(timer)();
  }

  /**
   * A timer that counts from now on, but is one only once the returned function was called. That throws when there are
   * too many already, and rings soon where the time is over by then.
   */
  plan(timer: { readonly durationMs: number; readonly label?: string }): () => Timer {
    const started: Timer = { ...timer, endsAtMs: this.#options.clock.now() + timer.durationMs };
    return () => {
      if (this.isFull) throw new Error(`${MOST_TIMERS} timers are running already`);
      const controller = new AbortController();
      this.#running.set(started, controller);
      void this.#wait(started, controller.signal);
      return started;
    };
  }

  /** Soonest first. */
  list(): readonly Timer[] {
    return [...this.#running.keys()].sort((a, b) => a.endsAtMs - b.endsAtMs);
  }

  /** Those that fit, soonest first. Without a label or a duration every timer fits. */
  find(query: TimerQuery): readonly Timer[] {
    return this.list().filter(
      (timer) =>
        (query.label === undefined || sameLabel(timer.label, query.label)) &&
        (query.durationMs === undefined || timer.durationMs === query.durationMs),
    );
  }

  remainingMs(timer: Timer): number {
    return Math.max(0, timer.endsAtMs - this.#options.clock.now());
  }

  /** One that is over already stays so. */
  cancel(timer: Timer): void {
    this.#running.get(timer)?.abort();
    this.#running.delete(timer);
  }

  /** Cancels them all, silently. */
  close(): void {
    for (const timer of this.list()) this.cancel(timer);
  }

  async #wait(timer: Timer, signal: AbortSignal): Promise<void> {
    try {
      await this.#options.clock.sleep(this.remainingMs(timer), signal);
    } catch {
      // Cancelled.
      return;
    }
    if (!this.#running.delete(timer)) return;
    this.#options.onRing({
      durationMs: timer.durationMs,
      ...(timer.label === undefined ? {} : { label: timer.label }),
    });
  }
}

/** "egg" is "eggs" to people. */
function sameLabel(a: string | undefined, b: string): boolean {
  const plain = (label: string): string => label.toLowerCase().replace(/s$/, '');
  return a !== undefined && plain(a) === plain(b);
}
