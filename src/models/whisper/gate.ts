/** Lets one run of a model through at a time: what a user waits for overtakes what nobody waits for. */

/** In the order of urgency. Somebody waits for a translation, and partials come without end: behind them it would starve. */
export const ranks = ['final', 'pause', 'translation', 'partial', 'background'] as const;
export type Rank = (typeof ranks)[number];

export class Gate {
  readonly #waiting: Readonly<Record<Rank, (() => void)[]>> = {
    ...{ final: [], pause: [], translation: [], partial: [], background: [] },
  };
  #busy = false;

  /** Runs that wait, of every rank. */
  get waiting(): number {
    return ranks.reduce((sum, rank) => sum + this.#waiting[rank].length, 0);
  }

  /** Waits for its turn, then works. Of one rank, who came first goes first. */
  async pass<T>(rank: Rank, work: () => Promise<T>): Promise<T> {
    if (this.#busy) {
      await new Promise<void>((resolve) => {
        this.#waiting[rank].push(resolve);
      });
    }
    this.#busy = true;
    try {
      return await work();
    } finally {
      this.#next();
    }
  }

  /** Hands over without a gap in which somebody new could slip in ahead of those who wait. */
  #next(): void {
    for (const rank of ranks) {
      const resolve = this.#waiting[rank].shift();
      if (resolve === undefined) continue;
      resolve();
      return;
    }
    this.#busy = false;
  }
}
