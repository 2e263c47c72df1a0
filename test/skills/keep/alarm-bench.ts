/** An alarm clock on a store in memory or in a file, with what it said. */
import { AlarmClock, type AlarmClockOptions } from '../../../src/skills/keep/alarm-clock.js';
import type { Alarm } from '../../../src/skills/keep/alarms.js';
import { openKeep, type Keep } from '../../../src/skills/keep/database.js';
import type { Ring } from '../../../src/skills/keep/ringer.js';
import { FakeTime } from './fake-time.js';

export interface AlarmBench {
  readonly time: FakeTime;
  readonly keep: Keep;
  readonly alarms: AlarmClock;
  readonly rings: Ring[];
  /** Texts of the rings so far, once. */
  readonly heard: () => readonly string[];
  readonly set: (alarm: Omit<Alarm, 'id' | 'atMs'> & { readonly at?: string }) => Alarm;
  readonly close: () => void;
}

export interface BenchOptions {
  readonly file?: string;
  readonly time?: FakeTime;
  readonly timeZone?: string;
  readonly more?: Partial<AlarmClockOptions>;
}

export function alarmBench(options: BenchOptions = {}): AlarmBench {
  const { file = ':memory:', time = new FakeTime('2026-11-19T12:00:00Z'), timeZone = 'UTC', more = {} } = options;
  const keep = openKeep({ file, onNotice: fail });
  const rings: Ring[] = [];
  const alarms = new AlarmClock({
    ...{ table: keep.alarms, clock: time.clock, now: time.now, sinceBootMs: time.sinceBootMs, timeZone },
    ...{ onRing: (ring: Ring) => rings.push(ring), onNotice: fail },
    ...more,
  });
  alarms.start();
  return {
    ...{ time, keep, alarms, rings },
    heard: () => rings.splice(0).map(({ text }) => text),
    set: ({ at, ...alarm }) => {
      const atMs = at === undefined ? time.now().getTime() + (alarm.durationMs ?? 0) : Date.parse(at);
      return alarms.plan({ ...alarm, atMs })();
    },
    close: () => {
      alarms.close();
      keep.close();
    },
  };
}

function fail(line: string): never {
  throw new Error(line);
}
