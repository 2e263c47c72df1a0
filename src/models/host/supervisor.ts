/** Keeps one inference child alive: restarts with backoff, a breaker for crash loops, a bounded end. */
import { after, type HostClock } from './clock.js';
import { InferenceProcess } from './process.js';
import type { FromChild, ToChild } from './protocol.js';
import { RestartPolicy, type BreakerState } from './restart.js';

interface SupervisorEvents {
  message(message: FromChild): void;
  line(line: string): void;
  /** The child is gone, and with it everything in it. */
  died(how: string, lastLines: string): void;
  /** Decided after a death or a loss: the next attempt comes in `delayMs`; `open` says that calls should fail till then. */
  planned(delayMs: number, open: boolean): void;
  /** A child runs: load what is missing. `fresh` when it was started just now. */
  recover(fresh: boolean): void;
}

export interface SupervisorOptions {
  readonly nice: number;
  readonly clock: HostClock;
  readonly random?: () => number;
  readonly events: SupervisorEvents;
}

/** How long the child may take to free its models before it is killed. */
const CLOSE_GRACE_MS = 400;

export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #policy: RestartPolicy;
  #child: InferenceProcess | undefined;
  /** `asleep`: nothing is loaded, and there is no child until something is. */
  #state: 'new' | 'running' | 'asleep' | 'closed' = 'new';
  #killedFor: string | undefined;
  #stopPlan: (() => void) | undefined;
  #onGone: (() => void) | undefined;
  #closing: Promise<void> | undefined;
  #restarts = 0;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.#policy = new RestartPolicy(options.random);
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  get isAsleep(): boolean {
    return this.#state === 'asleep';
  }

  get restarts(): number {
    return this.#restarts;
  }

  get breaker(): BreakerState {
    return this.#policy.state(this.#options.clock.now());
  }

  /** Throws when the compiled entry is missing. Later calls do nothing. */
  start(): void {
    if (this.#state !== 'new') return;
    this.#spawn();
    this.#state = 'running';
    this.#options.events.recover(true);
  }

  send(message: ToChild): void {
    this.#child?.send(message);
  }

  /** SIGKILL: neither a busy loop nor a stopped process can refuse it. */
  kill(reason: string): void {
    this.#killedFor = reason;
    this.#child?.kill();
  }

  /** Ends a child in which nothing is loaded: it would keep what the allocator did not give back. `recoverNow` starts another. */
  sleep(): void {
    if (this.#state !== 'running' || this.#child === undefined || this.#stopPlan !== undefined) return;
    this.#state = 'asleep';
    const child = this.#child;
    this.#child = undefined;
    child.kill();
  }

  /** An engine's worker died while the child lives on. */
  lost(): void {
    this.#plan();
  }

  /** Does not wait for the planned attempt, or wakes up. */
  recoverNow(): void {
    const isWaking = this.#state === 'asleep';
    if (isWaking) this.#state = 'running';
    if (this.#state !== 'running') return;
    this.#stopPlan?.();
    this.#stopPlan = undefined;
    this.#policy.attempting();
    const fresh = this.#child === undefined;
    if (fresh) {
      if (!isWaking) this.#restarts++;
      try {
        this.#spawn();
      } catch (error) {
        this.#died(error instanceof Error ? error.message : String(error), '');
        return;
      }
    }
    this.#options.events.recover(fresh);
  }

  /** Resolves once no child is left, after `CLOSE_GRACE_MS` and a kill at the latest. */
  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  #spawn(): void {
    const { events, nice } = this.#options;
    // Of a child that was put to sleep nothing is heard any more.
    const child: InferenceProcess = new InferenceProcess(nice, {
      message: (message) => {
        if (this.#child === child) events.message(message);
      },
      line: (line) => {
        events.line(line);
      },
      exit: (how, lastLines) => {
        if (this.#child === child) this.#died(how, lastLines);
      },
    });
    this.#child = child;
  }

  #died(how: string, lastLines: string): void {
    const reason = this.#killedFor === undefined ? `died (${how})` : `was killed: ${this.#killedFor}`;
    this.#child = undefined;
    this.#killedFor = undefined;
    this.#onGone?.();
    if (this.#state !== 'running') return;
    this.#options.events.died(reason, lastLines);
    this.#plan();
  }

  #plan(): void {
    if (this.#state !== 'running') return;
    this.#stopPlan?.();
    const { clock, events } = this.#options;
    const { delayMs, open } = this.#policy.crashed(clock.now());
    this.#stopPlan = after(clock, delayMs, () => {
      this.recoverNow();
    });
    events.planned(delayMs, open);
  }

  async #end(): Promise<void> {
    this.#state = 'closed';
    this.#stopPlan?.();
    const child = this.#child;
    if (child === undefined) return;
    const gone = new Promise<void>((resolve) => {
      this.#onGone = resolve;
    });
    child.send({ kind: 'shutdown' });
    // Real time on purpose: the process on the other side knows no other.
    const timer = setTimeout(() => {
      child.kill();
    }, CLOSE_GRACE_MS);
    await gone;
    clearTimeout(timer);
  }
}
