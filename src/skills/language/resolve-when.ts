/** From what was said about a day and a time of it to an instant. What is left open is decided as `when.ts` tells. */
import type { ClockTime } from './clock-time.js';
import type { OpenDay, PartOfDay, When, WhenOptions } from './when.js';
import { addDays, daysBetween, instantOf, nextOn, wallOf, type Day } from './zone.js';

/** What the time is for: an alarm, being woken, or a reminder. */
export type Purpose = 'alarm' | 'wake' | 'reminder';

/** Times of day for reminders of which only the part of the day was said. */
const PART_HOUR: Readonly<Record<PartOfDay, number>> = { morning: 9, afternoon: 15, evening: 19, night: 21 };
const HALF_DAY = 12 * 60;
const WHOLE_DAY = 24 * 60;

export function resolveWhen(open: OpenDay, time: ClockTime | undefined, options: WhenOptions): When {
  if (time === undefined) {
    const isOpen = open.part === undefined || options.purpose !== 'reminder';
    if (isOpen) return { kind: 'day', open };
    return settle(open, [PART_HOUR[open.part] * 60], options);
  }
  return settle(open, minutesOf(time, open, options), options);
}

/** Minutes of the day that may be meant, in order; those over a day's are behind its midnight. */
function minutesOf(time: ClockTime, { part, day, days }: OpenDay, options: WhenOptions): readonly number[] {
  const shown = time.hour * 60 + time.minute;
  if (!time.isBare) {
    const isSmallHours = part === 'night' && shown < 6 * 60;
    return [isSmallHours ? shown + WHOLE_DAY : shown];
  }
  const inMorning = shown % HALF_DAY;
  const inAfternoon = inMorning + HALF_DAY;
  if (part === 'morning') return [inMorning];
  if (part === 'afternoon' || part === 'evening') return [inAfternoon];
  if (part === 'night') return [inMorning < 6 * 60 ? inMorning + WHOLE_DAY : inAfternoon];
  const isAnotherDay = days !== undefined || (day !== undefined && !isToday(day.day, options));
  if (isAnotherDay) return [isMorning(inMorning, options.purpose) ? inMorning : inAfternoon];
  return [inMorning, inAfternoon];
}

/** Which half of a day that is not today a bare time belongs to; `minute` is that of the morning. */
function isMorning(minute: number, purpose: WhenOptions['purpose']): boolean {
  const first = { alarm: 4, wake: 1, reminder: 7 }[purpose];
  return minute >= first * 60;
}

function isToday(day: Day, { now, timeZone }: WhenOptions): boolean {
  return daysBetween(wallOf(now.getTime(), timeZone), day) === 0;
}

function settle(open: OpenDay, minutes: readonly number[], options: WhenOptions): When {
  const { timeZone } = options;
  const nowMs = options.now.getTime();
  const today = wallOf(nowMs, timeZone);
  if (open.days !== undefined) {
    const minute = minutes[0] ?? 0;
    // "every friday at midnight" rings on Saturdays.
    const days = minute < WHOLE_DAY ? open.days : open.days.map((day) => (day + 1) % 7).sort();
    return { kind: 'at', atMs: nextOn(days, minute % WHOLE_DAY, nowMs, timeZone), days };
  }
  if (open.day === undefined) return { kind: 'at', atMs: nextOf(minutes, options) };
  const { day, isWeekday } = open.day;
  const times = minutes.map((minute) => instantOf(day, minute, timeZone));
  const next = times.find((atMs) => atMs > nowMs);
  if (next !== undefined) return { kind: 'at', atMs: next };
  if (isWeekday && daysBetween(today, day) === 0) {
    const later: OpenDay = { ...open, day: { day: addDays(day, 7), isWeekday: false } };
    return settle(later, [minutes[0] ?? 0], options);
  }
  return { kind: 'past', atMs: times.at(-1) ?? nowMs };
}

/** The next time that the clock shows one of these. */
function nextOf(minutes: readonly number[], options: WhenOptions): number {
  const { now, timeZone, purpose } = options;
  const nowMs = now.getTime();
  const wall = wallOf(nowMs, timeZone);
  const nowMinute = wall.hour * 60 + wall.minute;
  const candidates = [-1, 0, 1, 2]
    .flatMap((ahead) => minutes.map((minute) => ({ ahead, minute })))
    .map(({ ahead, minute }) => ({ minute, atMs: instantOf(addDays(wall, ahead), minute, timeZone) }))
    .filter(({ atMs }) => atMs > nowMs)
    .sort((a, b) => a.atMs - b.atMs);
  const isOpen = minutes.length > 1;
  const meant = candidates.find(({ minute }) => {
    if (!isOpen) return true;
    if (purpose === 'reminder') return nowMinute < 6 * 60 || minute >= 6 * 60;
    if (purpose === 'wake' && nowMinute >= 16 * 60) return minute < HALF_DAY;
    return true;
  });
  return (meant ?? candidates[0])?.atMs ?? nowMs;
}
