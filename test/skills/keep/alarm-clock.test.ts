import { describe, expect, it } from 'vitest';
import { limits } from '../../../src/skills/keep/limits.js';
import { RING_EVERY_MS, RING_FOR_MS } from '../../../src/skills/keep/ringer.js';
import { alarmBench } from './alarm-bench.js';
import { DAY, FakeTime, HOUR, MINUTE, SECOND } from './fake-time.js';

describe('timers', () => {
  it('ring when they are over, and not before', async () => {
    const { set, time, rings, heard } = alarmBench();
    set({ kind: 'timer', label: 'pasta', durationMs: 8 * MINUTE });
    await time.advance(8 * MINUTE - 1);
    expect(rings).toEqual([]);
    await time.advance(1);
    expect(heard()).toEqual(['Your pasta timer is done.']);
  });
  it('run from when they were promised, and are none before that', async () => {
    const { alarms, time, heard } = alarmBench();
    const begin = alarms.plan({ kind: 'timer', durationMs: 10 * SECOND, atMs: 0 });
    await time.advance(4 * SECOND);
    expect(alarms.find({})).toEqual([]);
    const alarm = begin();
    expect(alarms.remainingMs(alarm)).toBe(6 * SECOND);
    expect(alarm.atMs).toBe(time.now().getTime() + 6 * SECOND);
    await time.advance(6 * SECOND);
    expect(heard()).toEqual(["Time's up. Your timer for 10 seconds is done."]);
  });
  it('ring soon when they are over before they are certain', async () => {
    const { alarms, time, heard } = alarmBench();
    const begin = alarms.plan({ kind: 'timer', durationMs: SECOND, atMs: 0 });
    await time.advance(4 * SECOND);
    begin();
    await time.advance(1);
    expect(heard()).toHaveLength(1);
  });
  it('are found by name, length and kind, soonest first', () => {
    const { alarms, set } = alarmBench();
    set({ kind: 'timer', label: 'eggs', durationMs: 6 * MINUTE });
    set({ kind: 'timer', durationMs: 5 * MINUTE });
    set({ kind: 'alarm', at: '2026-11-20T07:00:00Z' });
    set({ kind: 'reminder', label: 'call my mum', at: '2026-11-19T18:00:00Z' });
    expect(alarms.find({}).map(({ kind }) => kind)).toEqual(['timer', 'timer', 'reminder', 'alarm']);
    expect(alarms.find({ label: 'the Egg' })).toHaveLength(1);
    expect(alarms.find({ label: 'mum' })).toHaveLength(1);
    expect(alarms.find({ label: 'dad' })).toEqual([]);
    expect(alarms.find({ kind: 'timer', durationMs: 5 * MINUTE })).toHaveLength(1);
    expect(alarms.find({ atMs: Date.parse('2026-11-20T07:00:30Z') })).toMatchObject([{ kind: 'alarm' }]);
  });
  it('do not ring once they are cancelled', async () => {
    const { alarms, set, time, rings } = alarmBench();
    const alarm = set({ kind: 'timer', durationMs: MINUTE });
    alarms.cancel(alarm);
    alarms.cancel(alarm);
    await time.advance(HOUR);
    expect(rings).toEqual([]);
    expect(alarms.remainingMs(alarm)).toBe(0);
  });
  it('are refused when there are too many, or a name is too long', () => {
    const { alarms, set } = alarmBench();
    expect(() => set({ kind: 'timer', durationMs: 1, label: 'x'.repeat(limits.text + 1) })).toThrow('too long');
    while (!alarms.isFull) set({ kind: 'timer', durationMs: HOUR });
    expect(alarms.find({})).toHaveLength(limits.alarms);
    expect(() => set({ kind: 'timer', durationMs: HOUR })).toThrow('Cancel one first');
  });
});

describe('what rings', () => {
  it('rings again until it is silenced', async () => {
    const { alarms, set, time, rings } = alarmBench();
    set({ kind: 'timer', durationMs: MINUTE });
    await time.advance(MINUTE + 2 * RING_EVERY_MS);
    expect(rings.map(({ isAgain }) => isAgain)).toEqual([false, true, true]);
    expect(alarms.ringing()).toMatchObject([{ kind: 'timer', durationMs: MINUTE }]);
    alarms.silence();
    expect(alarms.ringing()).toEqual([]);
    await time.advance(HOUR);
    expect(rings).toHaveLength(3);
  });
  it('gives up after a while', async () => {
    const { alarms, set, time, rings } = alarmBench();
    set({ kind: 'timer', durationMs: MINUTE });
    await time.advance(HOUR);
    expect(rings).toHaveLength(RING_FOR_MS / RING_EVERY_MS);
    expect(alarms.ringing()).toEqual([]);
    expect(alarms.find({})).toEqual([]);
  });
  it('can be snoozed, again and again', async () => {
    const { alarms, set, time, heard } = alarmBench();
    set({ kind: 'alarm', at: '2026-11-19T13:00:00Z' });
    await time.advance(HOUR);
    expect(heard()).toEqual(["It's 1 PM. This is your alarm."]);
    alarms.silence(5 * MINUTE);
    expect(alarms.find({ kind: 'alarm' })).toMatchObject([{ atMs: Date.parse('2026-11-19T13:05:00Z') }]);
    await time.advance(5 * MINUTE - 1);
    expect(heard()).toEqual([]);
    await time.advance(1);
    expect(heard()).toEqual(["It's 1:05 PM. This is your alarm."]);
    alarms.silence(MINUTE);
    await time.advance(MINUTE);
    expect(heard()).toHaveLength(1);
  });
  it('is told together', async () => {
    const { set, time, rings } = alarmBench();
    set({ kind: 'timer', label: 'pasta', durationMs: MINUTE });
    set({ kind: 'timer', label: 'egg', durationMs: MINUTE });
    set({ kind: 'reminder', label: 'call my mum', at: '2026-11-19T12:01:05Z' });
    await time.advance(MINUTE);
    expect(rings[0]?.text).toBe('Your pasta timer is done. Your egg timer is done.');
    await time.advance(5 * SECOND);
    expect(rings[1]).toMatchObject({
      text: 'Your pasta timer is done. Your egg timer is done. A reminder: call your mum.',
      isAgain: false,
    });
  });
  it('may be silenced by whoever is told', async () => {
    const time = { heard: 0 };
    const bench = alarmBench({
      more: {
        onRing: () => {
          time.heard++;
          bench.alarms.silence();
        },
      },
    });
    bench.set({ kind: 'timer', durationMs: MINUTE });
    await bench.time.advance(HOUR);
    expect(time.heard).toBe(1);
  });
  it('does not stop for a listener that throws', async () => {
    const notices: string[] = [];
    let heard = 0;
    const { set, time } = alarmBench({
      more: {
        onNotice: (line) => notices.push(line),
        onRing: () => {
          heard++;
          if (heard === 1) throw new Error('no voice');
        },
      },
    });
    set({ kind: 'timer', durationMs: MINUTE });
    await time.advance(MINUTE + 2 * RING_EVERY_MS);
    expect(heard).toBeGreaterThan(1);
    expect(notices).toEqual(['alarms: no voice; trying again']);
  });
});

describe('alarms that repeat', () => {
  it('ring on their days at their time, over a change of the clocks', async () => {
    // Summer time begins on Sunday, March 28.
    const time = new FakeTime('2027-03-25T12:00:00Z');
    const bench = alarmBench({ timeZone: 'Europe/Berlin', time });
    bench.set({ kind: 'alarm', at: '2027-03-26T06:00:00Z', days: [5, 6, 0, 1] });
    const told: string[] = [];
    for (const iso of [
      '2027-03-26T06:00:00Z',
      '2027-03-27T06:00:00Z',
      '2027-03-28T05:00:00Z',
      '2027-03-29T05:00:00Z',
    ]) {
      await time.leap(Date.parse(iso) - time.now().getTime() - 1);
      told.push(...bench.heard().map((text) => `early ${text}`));
      await time.advance(1);
      told.push(...bench.heard());
      bench.alarms.silence();
    }
    expect(told).toEqual(Array(4).fill("It's 7 AM. This is your alarm."));
    expect(bench.alarms.find({})).toMatchObject([{ atMs: Date.parse('2027-04-02T05:00:00Z') }]);
  });
  it('go on when one of them was snoozed, and end when they are cancelled', async () => {
    const { set, time, alarms, heard } = alarmBench();
    set({ kind: 'alarm', at: '2026-11-19T13:00:00Z', days: [0, 1, 2, 3, 4, 5, 6] });
    await time.advance(HOUR);
    alarms.silence(10 * MINUTE);
    expect(alarms.find({}).map(({ days }) => days?.length)).toEqual([undefined, 7]);
    await time.advance(10 * MINUTE);
    expect(heard()).toHaveLength(2);
    alarms.silence();
    const [daily] = alarms.find({});
    if (daily !== undefined) alarms.cancel(daily);
    await time.advance(2 * DAY);
    expect(heard()).toEqual([]);
  });
});
