/** One run at a time, the urgent ones first, whatever fails and whoever comes in between. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Gate, ranks, type Rank } from '../../../src/models/whisper/gate.js';

/** All that was promised so far has run. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

interface Job {
  readonly name: number;
  readonly rank: Rank;
}

/** A gate whose jobs end when the test says so. */
class Bench {
  readonly gate = new Gate();
  readonly started: number[] = [];
  readonly outcomes = new Map<number, string>();
  running = 0;
  #end: ((fails: boolean) => void) | undefined;

  /** The outcome comes back as soon as there is one. */
  arrive({ name, rank }: Job): void {
    const work = async (): Promise<string> => {
      this.started.push(name);
      this.running++;
      const fails = await new Promise<boolean>((resolve) => {
        this.#end = resolve;
      });
      this.running--;
      if (fails) throw new Error(`${name} failed`);
      return `${name} done`;
    };
    void this.gate.pass(rank, work).then(
      (value) => this.outcomes.set(name, value),
      (error: unknown) => this.outcomes.set(name, (error as Error).message),
    );
  }

  async finish(fails = false): Promise<void> {
    this.#end?.(fails);
    this.#end = undefined;
    await settle();
  }
}

describe('Gate', () => {
  it('lets a single job through at once and hands its result on', async () => {
    const gate = new Gate();
    expect(await gate.pass('background', async () => 3)).toBe(3);
    expect(gate.waiting).toBe(0);
  });

  it('lets finals overtake pauses, partials and the background, and keeps the order within a rank', async () => {
    const bench = new Bench();
    const arrivals: readonly Rank[] = ['background', 'background', 'partial', 'pause', 'final', 'partial', 'final'];
    for (const [name, rank] of arrivals.entries()) bench.arrive({ name, rank });
    await settle();
    expect(bench.gate.waiting).toBe(6);
    for (let i = 0; i < arrivals.length; i++) await bench.finish();
    expect(bench.started).toEqual([0, 4, 6, 3, 2, 5, 1]);
    expect(bench.gate.waiting).toBe(0);
  });

  it('lets a translation, which somebody waits for, overtake partials, which come without end', async () => {
    const bench = new Bench();
    const arrivals: readonly Rank[] = ['partial', 'partial', 'background', 'translation', 'pause', 'translation'];
    for (const [name, rank] of arrivals.entries()) bench.arrive({ name, rank });
    for (let i = 0; i < arrivals.length; i++) await bench.finish();
    expect(bench.started).toEqual([0, 4, 3, 5, 1, 2]);
  });

  it.each(['in its promise', 'at once'])('is free again after a job that throws %s', async (how) => {
    const gate = new Gate();
    const broken = gate.pass('final', () => {
      if (how === 'at once') throw new Error('out of memory');
      return Promise.reject(new Error('out of memory'));
    });
    const next = gate.pass('partial', async () => 'next');
    await expect(broken).rejects.toThrow('out of memory');
    expect(await next).toBe('next');
    expect(await gate.pass('partial', async () => 'later')).toBe('later');
  });

  it('obeys rank and order for any coming and going', async () => {
    const event = fc.oneof(
      fc.constantFrom(...ranks).map((rank) => ({ rank })),
      fc.boolean().map((fails) => ({ fails })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 30 }), async (events) => {
        const bench = new Bench();
        const waiting: Job[] = [];
        const order: number[] = [];
        const outcomes = new Map<number, string>();
        let current: number | undefined;
        const startNext = (): void => {
          waiting.sort((a, b) => ranks.indexOf(a.rank) - ranks.indexOf(b.rank) || a.name - b.name);
          current = waiting.shift()?.name;
          if (current !== undefined) order.push(current);
        };
        for (const [name, what] of events.entries()) {
          if ('rank' in what) {
            waiting.push({ name, rank: what.rank });
            bench.arrive({ name, rank: what.rank });
            await settle();
            if (current === undefined) startNext();
          } else {
            if (current !== undefined) outcomes.set(current, `${current} ${what.fails ? 'failed' : 'done'}`);
            await bench.finish(what.fails);
            startNext();
          }
          expect(bench.started).toEqual(order);
          expect(bench.outcomes).toEqual(outcomes);
          expect(bench.gate.waiting).toBe(waiting.length);
          expect(bench.running).toBe(current === undefined ? 0 : 1);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('never lets two in, however their steps interleave', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.record({ rank: fc.constantFrom(...ranks), steps: fc.nat(3), fails: fc.boolean() }), {
          maxLength: 8,
        }),
        async (scheduler, jobs) => {
          const gate = new Gate();
          let inside = 0;
          let most = 0;
          const work = async (steps: number, fails: boolean): Promise<void> => {
            most = Math.max(most, ++inside);
            for (let i = 0; i < steps; i++) await scheduler.schedule(Promise.resolve());
            inside--;
            if (fails) throw new Error('failed');
          };
          const all = jobs.map(async ({ rank, steps, fails }) => {
            await scheduler.schedule(Promise.resolve());
            return gate
              .pass(rank, () => work(steps, fails))
              .then(
                () => false,
                () => true,
              );
          });
          await scheduler.waitFor(Promise.all(all));
          expect(await Promise.all(all)).toEqual(jobs.map(({ fails }) => fails));
          expect(most).toBe(Math.min(1, jobs.length));
          expect(gate.waiting).toBe(0);
        },
      ),
      { numRuns: 200 },
    );
  });
});
