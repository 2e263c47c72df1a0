import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { alarmBench, type AlarmBench } from './alarm-bench.js';
import { DAY, FakeTime, HOUR, MINUTE } from './fake-time.js';

const folder = mkdtempSync(join(tmpdir(), 'parley-keep-'));
let count = 0;

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Sets things, is closed, is off for a while, and is opened again with a process's clock that begins anew. */
async function restart(
  wall: string,
  {
    offMs,
    timeZone = 'UTC',
    zoneLater = timeZone,
  }: { readonly offMs: number; readonly timeZone?: string; readonly zoneLater?: string },
  set: (bench: AlarmBench) => void | Promise<void>,
): Promise<AlarmBench> {
  const file = join(folder, `${count++}.db`);
  const before = alarmBench({ file, timeZone, time: new FakeTime(wall) });
  await set(before);
  before.close();
  const time = new FakeTime(before.time.now().toISOString());
  time.off(offMs);
  return alarmBench({ file, time, timeZone: zoneLater });
}

describe('after a restart', () => {
  it('a timer rings when it would have', async () => {
    const { time, heard, alarms } = await restart('2026-11-19T12:00:00Z', { offMs: 3 * MINUTE }, async (bench) => {
      bench.set({ kind: 'timer', label: 'pasta', durationMs: 8 * MINUTE });
      await bench.time.advance(MINUTE);
    });
    expect(alarms.find({})).toMatchObject([{ label: 'pasta', durationMs: 8 * MINUTE }]);
    await time.advance(4 * MINUTE - 1);
    expect(heard()).toEqual([]);
    await time.advance(1);
    expect(heard()).toEqual(['Your pasta timer is done.']);
  });
  it('a timer goes by the clock on the wall as it was set meanwhile', async () => {
    const { time, heard } = await restart('2026-11-19T12:00:00Z', { offMs: MINUTE }, async (bench) => {
      bench.set({ kind: 'timer', label: 'pasta', durationMs: 8 * MINUTE });
      bench.time.setWall(HOUR);
      await bench.time.advance(MINUTE);
    });
    await time.advance(6 * MINUTE - 1);
    expect(heard()).toEqual([]);
    await time.advance(1);
    expect(heard()).toEqual(['Your pasta timer is done.']);
  });
  it('what was due meanwhile rings at once and says when it was due', async () => {
    const { heard, alarms, time } = await restart('2026-11-19T12:00:00Z', { offMs: 20 * HOUR }, (bench) => {
      bench.set({ kind: 'timer', label: 'pasta', durationMs: 8 * MINUTE });
      bench.set({ kind: 'reminder', label: 'call my mum', at: '2026-11-19T18:00:00Z' });
      bench.set({ kind: 'alarm', at: '2026-11-20T07:00:00Z', days: [0, 1, 2, 3, 4, 5, 6] });
    });
    expect(heard()).toEqual([
      'Your pasta timer is done. It was due at 12:08 PM yesterday. ' +
        'A reminder: call your mum. It was due at 6 PM yesterday. ' +
        'This is your alarm. It was due at 7 AM.',
    ]);
    alarms.silence();
    await time.advance(HOUR);
    expect(heard()).toEqual([]);
    expect(alarms.find({})).toMatchObject([{ atMs: Date.parse('2026-11-21T07:00:00Z') }]);
  });
  it('a repeated alarm that was missed for days rings once', async () => {
    const { heard, alarms } = await restart('2026-11-19T12:00:00Z', { offMs: 9 * DAY }, (bench) => {
      bench.set({ kind: 'alarm', at: '2026-11-20T07:00:00Z', days: [1, 5] });
    });
    expect(heard()).toEqual(['This is your alarm. It was due at 7 AM on Friday, November 20.']);
    expect(alarms.find({})).toMatchObject([{ atMs: Date.parse('2026-11-30T07:00:00Z') }]);
  });
  it('what was silenced stays silent, and what was snoozed rings', async () => {
    const { heard, time } = await restart('2026-11-19T12:00:00Z', { offMs: 0 }, async (bench) => {
      bench.set({ kind: 'timer', label: 'tea', durationMs: MINUTE });
      await bench.time.advance(MINUTE);
      bench.alarms.silence();
      bench.set({ kind: 'timer', label: 'egg', durationMs: MINUTE });
      await bench.time.advance(MINUTE);
      bench.alarms.silence(5 * MINUTE);
    });
    await time.advance(5 * MINUTE);
    expect(heard()).toEqual(['Your egg timer is done.']);
  });
  it('what rang when Parley was closed has been heard', async () => {
    const { rings, alarms } = await restart('2026-11-19T12:00:00Z', { offMs: HOUR }, async (bench) => {
      bench.set({ kind: 'timer', durationMs: MINUTE });
      await bench.time.advance(MINUTE);
      expect(bench.rings).toHaveLength(1);
    });
    expect(rings).toEqual([]);
    expect(alarms.ringing()).toEqual([]);
  });
  it('7 o’clock is 7 o’clock of the new zone', async () => {
    const { alarms, heard, time } = await restart(
      '2026-11-19T12:00:00Z',
      { offMs: HOUR, timeZone: 'Europe/Berlin', zoneLater: 'America/New_York' },
      (bench) => {
        bench.set({ kind: 'alarm', at: '2026-11-20T06:00:00Z' });
        bench.set({ kind: 'alarm', at: '2026-11-20T07:00:00Z', days: [5] });
        bench.set({ kind: 'timer', durationMs: 2 * HOUR });
      },
    );
    expect(alarms.find({ kind: 'alarm' }).map(({ atMs }) => new Date(atMs).toISOString())).toEqual([
      '2026-11-20T12:00:00.000Z',
      '2026-11-20T13:00:00.000Z',
    ]);
    await time.advance(HOUR);
    expect(heard()).toHaveLength(1);
  });
});
