import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alarmBench } from './alarm-bench.js';
import { DAY, FakeTime, HOUR, MINUTE, SECOND } from './fake-time.js';

describe('the clock on the wall', () => {
  it.each([HOUR, -HOUR, 3 * DAY])('may be set by %d ms without moving a timer', async (jumpMs) => {
    const { set, time, alarms, heard } = alarmBench();
    const alarm = set({ kind: 'timer', durationMs: 10 * MINUTE });
    await time.advance(MINUTE);
    time.setWall(jumpMs);
    expect(alarms.remainingMs(alarm)).toBe(9 * MINUTE);
    expect(alarms.find({})).toMatchObject([{ atMs: time.now().getTime() + 9 * MINUTE }]);
    await time.advance(9 * MINUTE - 1);
    expect(heard()).toEqual([]);
    await time.advance(1);
    expect(heard()).toEqual(["Time's up. Your timer for 10 minutes is done."]);
  });
  it('decides when an alarm rings: within a minute of being set past it', async () => {
    const { set, time, heard } = alarmBench();
    set({ kind: 'alarm', at: '2026-11-19T14:00:00Z' });
    await time.advance(MINUTE);
    time.setWall(-HOUR);
    await time.advance(2 * HOUR);
    expect(heard()).toEqual([]);
    time.setWall(HOUR + 30 * MINUTE);
    await time.advance(MINUTE);
    expect(heard()[0]).toBe('This is your alarm. It was due at 2 PM.');
  });
  it('does not ring an alarm a second time when it is set back', async () => {
    const { set, time, alarms, heard } = alarmBench();
    set({ kind: 'alarm', at: '2026-11-19T13:00:00Z', days: [0, 1, 2, 3, 4, 5, 6] });
    await time.advance(HOUR);
    alarms.silence();
    time.setWall(-HOUR);
    await time.advance(2 * HOUR);
    expect(heard()).toHaveLength(1);
  });
  it('may go on while the machine sleeps: what was due rings late and says so', async () => {
    const { set, time, heard, alarms } = alarmBench();
    set({ kind: 'timer', label: 'pasta', durationMs: 10 * MINUTE });
    set({ kind: 'alarm', at: '2026-11-19T18:30:00Z' });
    const later = set({ kind: 'timer', label: 'bread', durationMs: 10 * HOUR });
    await time.advance(MINUTE);
    time.suspend(8 * HOUR);
    expect(alarms.remainingMs(later)).toBe(2 * HOUR - MINUTE);
    await time.advance(MINUTE);
    expect(heard()[0]).toBe(
      'Your pasta timer is done. It was due at 12:10 PM. This is your alarm. It was due at 6:30 PM.',
    );
    alarms.silence();
    heard();
    await time.advance(2 * HOUR - 2 * MINUTE);
    expect(heard()[0]).toBe('Your bread timer is done.');
  });
  it('changes to winter time without moving a timer or 7 o’clock', async () => {
    // Clocks go back in New York on 2026-11-01 at 2.
    const time = new FakeTime('2026-11-01T00:30:00-04:00');
    const { set, heard, alarms } = alarmBench({ time, timeZone: 'America/New_York' });
    set({ kind: 'timer', durationMs: 3 * HOUR });
    set({ kind: 'alarm', at: '2026-11-01T07:00:00-05:00' });
    await time.leap(3 * HOUR - 1);
    expect(heard()).toEqual([]);
    await time.advance(1);
    expect(heard()).toEqual(["Time's up. Your timer for 3 hours is done."]);
    alarms.silence();
    await time.leap(Date.parse('2026-11-01T07:00:00-05:00') - time.now().getTime());
    expect(heard()).toEqual(["It's 7 AM. This is your alarm."]);
  });
});

describe('long waits', () => {
  it('are waited for in pieces that Node’s timers can take', async () => {
    const { set, time, heard } = alarmBench();
    set({ kind: 'reminder', label: 'pay the rent', at: '2026-12-19T12:00:00Z' });
    set({ kind: 'timer', label: 'moon', durationMs: 30 * DAY });
    await time.advance(MINUTE);
    await time.leap(30 * DAY - 2 * MINUTE);
    expect(heard()).toEqual([]);
    await time.advance(MINUTE);
    expect(heard()).toEqual(['A reminder: pay the rent. Your moon timer is done.']);
    expect(time.longestSleepMs).toBeLessThan(2 ** 31);
    expect(time.longestSleepMs).toBeLessThanOrEqual(MINUTE);
  });
});

describe('whatever happens', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('advance' as const), ms: fc.integer({ min: 1, max: 400 * SECOND }) }),
    fc.record({ kind: fc.constant('wall' as const), ms: fc.integer({ min: -HOUR, max: HOUR }) }),
    fc.record({ kind: fc.constant('suspend' as const), ms: fc.integer({ min: 10 * SECOND, max: HOUR }) }),
    fc.record({ kind: fc.constant('timer' as const), ms: fc.integer({ min: 1, max: 600 * SECOND }) }),
    fc.record({ kind: fc.constant('alarm' as const), ms: fc.integer({ min: 1, max: 600 * SECOND }) }),
    fc.record({ kind: fc.constant('snooze' as const), ms: fc.integer({ min: SECOND, max: 300 * SECOND }) }),
  );

  it('each rings exactly once and never early', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (steps) => {
        await runSteps(steps);
      }),
      { numRuns: 60 },
    );
  }, 120_000);
});

interface Step {
  readonly kind: 'advance' | 'wall' | 'suspend' | 'timer' | 'alarm' | 'snooze';
  readonly ms: number;
}

/** Counts the seconds that pass beside the clock under test; everything that rings is silenced or snoozed at once. */
async function runSteps(steps: readonly Step[]): Promise<void> {
  const time = new FakeTime('2026-11-19T12:00:00Z');
  let passedMs = 0;
  let snoozeMs: number | undefined;
  const due = new Map<string, { readonly endMs?: number; readonly atMs: number }>();
  const rung = new Map<string, number>();
  const passed = (): number => passedMs + time.clock.now();
  const bench = alarmBench({
    time,
    more: {
      onRing: ({ alarms }) => {
        for (const { label = '' } of alarms) {
          const { endMs, atMs } = due.get(label) ?? { atMs: 0 };
          // A boot clock of another process would tell sleeps to a few ms only.
          expect(endMs === undefined ? time.now().getTime() : passed()).toBeGreaterThanOrEqual(endMs ?? atMs);
          rung.set(label, (rung.get(label) ?? 0) + 1);
          if (snoozeMs !== undefined) {
            due.set(label, { endMs: passed() + snoozeMs, atMs: 0 });
            rung.set(label, 0);
          }
        }
        bench.alarms.silence(snoozeMs);
        snoozeMs = undefined;
      },
    },
  });
  for (const [index, { kind, ms }] of steps.entries()) {
    const label = `number ${index}`;
    if (kind === 'advance') await time.advance(ms);
    else if (kind === 'wall') time.setWall(ms);
    else if (kind === 'snooze') snoozeMs = ms;
    else if (kind === 'suspend') {
      time.suspend(ms);
      passedMs += ms;
    } else {
      const atMs = time.now().getTime() + ms;
      due.set(label, kind === 'timer' ? { endMs: passed() + ms, atMs } : { atMs });
      bench.alarms.plan({ kind, label, atMs, ...(kind === 'timer' ? { durationMs: ms } : {}) })();
    }
  }
  await time.advance(HOUR);
  await time.leap(DAY);
  // What rang only now may have been snoozed.
  await time.advance(6 * MINUTE);
  expect([...due.keys()].map((label) => [label, rung.get(label)])).toEqual([...due.keys()].map((label) => [label, 1]));
  expect(time.sleeping).toBe(1);
  bench.close();
  await time.advance(MINUTE);
  expect(time.sleeping).toBe(0);
}
