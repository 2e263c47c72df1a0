/** What the clock on the wall shows in a time zone, and the instant at which it shows it. */

export interface Day {
  readonly year: number;
  /** 1…12 */
  readonly month: number;
  readonly day: number;
}

export interface WallTime extends Day {
  /** 0…23 */
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** Making a format takes a thousand times as long as using it. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
      ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
    });
    formats.set(timeZone, format);
  }
  return format;
}

/** `atMs`: since 1970. Throws RangeError for a zone that the runtime does not know. */
export function wallOf(atMs: number, timeZone: string): WallTime {
  const found = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 };
  for (const { type, value } of formatOf(timeZone).formatToParts(atMs)) {
    if (type in found) found[type as keyof typeof found] = Number(value);
  }
  return found;
}

/** Minutes that the zone is ahead of UTC at that instant. */
export function offsetMinutes(atMs: number, timeZone: string): number {
  return Math.round((asIfUtc(wallOf(atMs, timeZone)) - atMs) / MINUTE_MS);
}

/**
 * The instant at which the wall shows this, ms since 1970. A time that the clocks skip is as much later as they skip; of
 * a time that comes twice it is the first one.
 */
export function instantOf(day: Day, minuteOfDay: number, timeZone: string): number {
  const shownMs = asIfUtc({ ...day, hour: 0, minute: 0, second: 0 }) + minuteOfDay * MINUTE_MS;
  const before = offsetMinutes(shownMs - DAY_MS, timeZone) * MINUTE_MS;
  const after = offsetMinutes(shownMs + DAY_MS, timeZone) * MINUTE_MS;
  for (const offset of [before, after]) {
    if (offsetMinutes(shownMs - offset, timeZone) * MINUTE_MS === offset) return shownMs - offset;
  }
  return shownMs - before;
}

function asIfUtc({ year, month, day, hour, minute, second }: WallTime): number {
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

export function addDays(day: Day, count: number): Day {
  const date = new Date(Date.UTC(day.year, day.month - 1, day.day + count));
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** 0 Sunday … 6 Saturday */
export function weekdayOf({ year, month, day }: Day): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay();
}

/** How many days `to` is after `from`. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.UTC(to.year, to.month - 1, to.day) - Date.UTC(from.year, from.month - 1, from.day)) / DAY_MS);
}

/** The next time that the wall shows `minuteOfDay` on one of these weekdays, strictly after `afterMs`. */
export function nextOn(days: readonly number[], minuteOfDay: number, afterMs: number, timeZone: string): number {
  const today = wallOf(afterMs, timeZone);
  // Two weeks: a time of day that the clocks skip may fall on the day after.
  for (let ahead = -1; ahead < 14; ahead++) {
    const day = addDays(today, ahead);
    if (!days.includes(weekdayOf(day))) continue;
    const atMs = instantOf(day, minuteOfDay, timeZone);
    if (atMs > afterMs) return atMs;
  }
  throw new RangeError('no day of the week to ring on');
}
