/** Gathers jobs that wait anyway, so that they are done together where that is quicker. */

export interface BatchOptions<Job, Result> {
  /** Does several jobs at once; results in their order. */
  readonly run: (jobs: readonly Job[]) => Promise<readonly Result[]>;
  /** Jobs done together; 1 lets every job go its own way. */
  readonly most: () => number;
}

interface Waiting<Job, Result> {
  readonly job: Job;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/** Nobody is kept waiting for company: a job that comes alone starts at once, those that come meanwhile go together. */
export class Batcher<Job, Result> {
  readonly #options: BatchOptions<Job, Result>;
  #waiting: Waiting<Job, Result>[] = [];
  #isRunning = false;

  constructor(options: BatchOptions<Job, Result>) {
    this.#options = options;
  }

  async submit(job: Job): Promise<Result> {
    if (this.#options.most() === 1) return this.#runAlone(job);
    return new Promise<Result>((resolve, reject) => {
      this.#waiting.push({ job, resolve, reject });
      if (!this.#isRunning) void this.#runAll();
    });
  }

  async #runAlone(job: Job): Promise<Result> {
    const [result] = await this.#options.run([job]);
    return result as Result;
  }

  async #runAll(): Promise<void> {
    this.#isRunning = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, this.#options.most());
      this.#waiting = this.#waiting.slice(batch.length);
      try {
        const results = await this.#options.run(batch.map(({ job }) => job));
        for (const [i, { resolve }] of batch.entries()) resolve(results[i] as Result);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#isRunning = false;
  }
}
