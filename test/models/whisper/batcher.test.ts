import { describe, expect, it } from 'vitest';
import { Batcher } from '../../../src/models/whisper/batcher.js';

/** A batcher whose runs wait until they are let go. */
function held(most: number) {
  const runs: { jobs: readonly number[]; release: (error?: Error) => void }[] = [];
  const batcher = new Batcher<number, string>({
    most: () => most,
    run: (jobs) =>
      new Promise((resolve, reject) => {
        const release = (error?: Error): void => {
          if (error === undefined) resolve(jobs.map(String));
          else reject(error);
        };
        runs.push({ jobs, release });
      }),
  });
  return { batcher, runs };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('Batcher', () => {
  it('starts a lone job at once and takes those that came meanwhile together', async () => {
    const { batcher, runs } = held(3);
    const results = Promise.all([1, 2, 3, 4, 5].map((job) => batcher.submit(job)));
    expect(runs.map(({ jobs }) => jobs)).toEqual([[1]]);
    runs[0]?.release();
    await turn();
    expect(runs[1]?.jobs).toEqual([2, 3, 4]);
    runs[1]?.release();
    await turn();
    runs[2]?.release();
    expect(await results).toEqual(['1', '2', '3', '4', '5']);
  });

  it('lets every job go its own way where company does not pay', async () => {
    const { batcher, runs } = held(1);
    const results = Promise.all([1, 2].map((job) => batcher.submit(job)));
    await turn();
    expect(runs.map(({ jobs }) => jobs)).toEqual([[1], [2]]);
    for (const { release } of runs) release();
    expect(await results).toEqual(['1', '2']);
  });

  it('tells all jobs of a run that failed, and goes on', async () => {
    const { batcher, runs } = held(2);
    const results = Promise.allSettled([1, 2, 3, 4].map((job) => batcher.submit(job)));
    runs[0]?.release();
    await turn();
    runs[1]?.release(new Error('out of memory'));
    await turn();
    runs[2]?.release();
    expect((await results).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
  });
});
