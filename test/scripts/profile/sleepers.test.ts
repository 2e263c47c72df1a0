/** The queue of every clock that is not real. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settle, Sleepers } from '../../../scripts/profile/sleepers.js';

describe('Sleepers', () => {
  it('wakes everybody once, the earliest first, of equal ones the first; who has gone is not woken', async () => {
    const sleeps = fc.array(fc.record({ atMs: fc.nat(20), leaves: fc.boolean() }));
    await fc.assert(
      fc.asyncProperty(sleeps, async (list) => {
        const sleepers = new Sleepers();
        const woken: number[] = [];
        const gone: number[] = [];
        const leaving = new AbortController();
        for (const [index, { atMs, leaves }] of list.entries()) {
          sleepers.sleepUntil(atMs, leaves ? leaving.signal : undefined).then(
            () => woken.push(index),
            () => gone.push(index),
          );
        }
        leaving.abort(new Error('gone'));
        while (sleepers.wakeOne() !== undefined) await settle(1);
        await settle(1);
        const staying = [...list.entries()].filter(([, { leaves }]) => !leaves);
        expect(woken).toEqual(staying.sort(([, a], [, b]) => a.atMs - b.atMs).map(([index]) => index));
        expect(gone).toHaveLength(list.length - staying.length);
      }),
      { numRuns: 40 },
    );
  });

  it('wakes nobody before the time, and says when the next one is due', async () => {
    const sleepers = new Sleepers();
    const sleep = sleepers.sleepUntil(10);
    expect(sleepers.wakeOne(9)).toBeUndefined();
    expect(sleepers.nextMs).toBe(10);
    expect(sleepers.wakeOne(10)).toBe(10);
    expect(sleepers.nextMs).toBeUndefined();
    await sleep;
  });

  it('rejects with the reason of the signal, also when that has aborted before', async () => {
    const sleepers = new Sleepers();
    const controller = new AbortController();
    const sleep = sleepers.sleepUntil(10, controller.signal);
    controller.abort(new Error('enough'));
    await expect(sleep).rejects.toThrow('enough');
    await expect(sleepers.sleepUntil(10, controller.signal)).rejects.toThrow('enough');
    expect(sleepers.nextMs).toBeUndefined();
  });
});
