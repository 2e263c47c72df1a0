/** Real time without its waiting: who only sleeps is not waited for, who works is. */
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { settle } from '../../../../scripts/profile/sleepers.js';
import { SkippingClock } from '../../../../scripts/profile/turns/skipping-clock.js';

const never = new AbortController().signal;
const HOUR_MS = 3_600_000;

/** Sleeps of one second that were over before `work` was. */
async function secondsDuring(clock: SkippingClock, work: Promise<unknown>): Promise<number> {
  const over = new AbortController();
  let seconds = 0;
  const counting = (async () => {
    for (;;) {
      await clock.sleep(1000, over.signal);
      seconds += 1;
    }
  })().catch(() => undefined);
  await work;
  over.abort();
  await counting;
  return seconds;
}

describe('SkippingClock', () => {
  it('skips from one sleeper to the next, in their order', async () => {
    const clock = new SkippingClock();
    const fromMs = clock.now();
    const woken: number[] = [];
    const sleep = async (hours: number): Promise<void> => {
      await clock.sleep(hours * HOUR_MS, never);
      woken.push(hours);
      expect(clock.now() - fromMs).toBeGreaterThanOrEqual(hours * HOUR_MS);
    };
    await clock.runUntil(Promise.all([sleep(3), sleep(1), sleep(2)]));
    expect(woken).toEqual([1, 2, 3]);
    expect(clock.skippedMs).toBeGreaterThan(2.9 * HOUR_MS);
  });

  it('skips nothing while somebody works, and everything once the last one rests', async () => {
    const clock = new SkippingClock();
    const rests = [clock.work(), clock.work()];
    const state = { isAwake: false };
    const sleeping = clock.sleep(HOUR_MS, never).then(() => {
      state.isAwake = true;
    });
    const watching = (async () => {
      for (const rest of rests) {
        await settle(20);
        expect([state.isAwake, clock.skippedMs]).toEqual([false, 0]);
        rest();
        // Saying so twice changes nothing.
        rest();
      }
    })();
    await clock.runUntil(Promise.all([sleeping, watching]));
    expect(state.isAwake).toBe(true);
  });

  it('lets short sleeps end in real time while somebody works', async () => {
    const clock = new SkippingClock();
    const rest = clock.work();
    await clock.runUntil(
      (async () => {
        for (let times = 0; times < 3; times++) await clock.sleep(2, never);
      })(),
    );
    expect(clock.skippedMs).toBe(0);
    rest();
  });

  it('waits for files', async () => {
    const clock = new SkippingClock();
    const path = new URL(import.meta.url).pathname;
    const read = async (): Promise<void> => {
      for (let times = 0; times < 200; times++) await readFile(path);
    };
    expect(await clock.runUntil(secondsDuring(clock, read()))).toBe(0);
    expect(await clock.runUntil(secondsDuring(clock, clock.sleep(5500, never)))).toBe(5);
  });

  it('waits for what it knows nothing of when nobody sleeps, and hands on what it throws', async () => {
    const clock = new SkippingClock();
    const outside = new Promise((resolve) => setTimeout(resolve, 20, 'done'));
    expect(await clock.runUntil(outside)).toBe('done');
    await expect(clock.runUntil(Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  });
});
