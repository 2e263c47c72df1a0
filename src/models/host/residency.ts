/** Which engines stay in memory: the one that was used longest ago rests first when memory runs short. */

export interface ResidencyOptions {
  /** Resident memory of the child from which engines are put to rest; undefined for no limit. */
  readonly budgetBytes?: number | undefined;
  /** An engine that nobody has used for this long rests whatever memory is left; undefined for never. */
  readonly idleMs?: number | undefined;
}

/** A loaded engine. */
export interface Resident {
  readonly name: string;
  /** Calls that have not ended. */
  readonly calls: number;
}

/** Whoever was used so recently is likely to be used again within the same turn. */
const RECENT_MS = 5000;
/** Memory is given back some time after an engine rests; until then the next one is not judged. */
const SETTLE_MS = 3000;

/** A pure state machine; times are of one monotonic clock. */
export class Residency {
  readonly #options: ResidencyOptions;
  readonly #usedMs = new Map<string, number>();
  #restedMs = -Infinity;
  #isOver = false;

  constructor(options: ResidencyOptions) {
    this.#options = options;
  }

  used(name: string, nowMs: number): void {
    this.#usedMs.set(name, nowMs);
  }

  /** The engines that should rest now: all that are idle for too long, or one for lack of memory. */
  choose(engines: readonly Resident[], rssBytes: number, nowMs: number): readonly string[] {
    const { budgetBytes, idleMs } = this.#options;
    for (const { name, calls } of engines) if (calls > 0 || !this.#usedMs.has(name)) this.used(name, nowMs);
    const free = engines
      .filter(({ calls }) => calls === 0)
      .map(({ name }) => ({ name, idle: nowMs - (this.#usedMs.get(name) ?? nowMs) }))
      .sort((a, b) => b.idle - a.idle);
    this.#isOver = budgetBytes !== undefined && rssBytes > budgetBytes;
    const idle = idleMs === undefined ? [] : free.filter((one) => one.idle >= idleMs);
    const mayJudge = this.#isOver && nowMs - this.#restedMs >= SETTLE_MS;
    const chosen = idle.length > 0 || !mayJudge ? idle : free.filter((one) => one.idle >= RECENT_MS).slice(0, 1);
    if (chosen.length > 0) this.#restedMs = nowMs;
    return chosen.map(({ name }) => name);
  }

  /** More memory is taken than the budget allows, as of the last choice. */
  get isOver(): boolean {
    return this.#isOver;
  }
}
