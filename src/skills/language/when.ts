/**
 * Points in time from normalised English. What is left open is decided so, and every answer tells the result:
 *
 * - "at 7" without a day is the next time the clock shows 7. Of a reminder the hours from midnight to 6 are left out,
 *   unless it is night now; who wants to be woken "at 7" from 4 in the afternoon on means the morning.
 * - "tomorrow at 7", "every day at 7": the morning for 4 to 11, the afternoon for 12 to 3; of a reminder the morning for
 *   7 to 11; who wants to be woken means the morning whatever the hour, but for 12.
 * - "tomorrow at midnight" is the end of tomorrow. "At 1 tonight" is behind midnight.
 * - "friday" is the next one to come, today included while the time is ahead; "next friday" is that of next week.
 * - "tomorrow morning" alone is 9 for a reminder, and no time at all for an alarm.
 * - "in 2 days" is the same time of day, whatever the clocks do in between; "in 48 hours" is 48 hours.
 */
import { CLOCK_TIME, parseClockTime, type ClockTime } from './clock-time.js';
import { parseDay, takeRepeat, type Here, type NamedDay } from './day.js';
import { DURATION, parseDuration } from './duration.js';
import { resolveWhen, type Purpose } from './resolve-when.js';
import { addDays, instantOf, wallOf } from './zone.js';

export type PartOfDay = 'morning' | 'afternoon' | 'evening' | 'night';

export type When =
  /** A stretch from now, ms: it counts, whatever the clock on the wall does. */
  | { readonly kind: 'in'; readonly durationMs: number }
  /** ms since 1970; the first one of those that repeat on `days` (0 Sunday … 6 Saturday). */
  | { readonly kind: 'at'; readonly atMs: number; readonly days?: readonly number[] }
  /** A day without a time of it. */
  | { readonly kind: 'day'; readonly open: OpenDay }
  /** A time that is over. */
  | { readonly kind: 'past'; readonly atMs: number };

/** What was said about the day, when the time is still to be asked for. */
export interface OpenDay {
  readonly day?: NamedDay;
  readonly part?: PartOfDay;
  readonly days?: readonly number[];
}

export interface WhenOptions extends Here {
  readonly purpose: Purpose;
  /** The day that was named before: this is the answer to "at what time?". */
  readonly open?: OpenDay;
}

/** More than ten years ahead was misheard. */
const LONGEST_MS = 3653 * 86_400_000;
const STRETCH = new RegExp(`^(?:(?:in|after) )?(?:about |around |exactly )?(${DURATION})(?: from now| time)?$`);
const DAY_MS = 86_400_000;

/** Reads the whole of `text`, or gives undefined. */
export function parseWhen(text: string, options: WhenOptions): When | undefined {
  const said = text.replaceAll(/\b(?:a|the next) couple(?: of)? (?=\w)/g, '2 ');
  const stretch = STRETCH.exec(said)?.[1];
  if (stretch !== undefined) return parseStretch(stretch, options);
  const repeat = takeRepeat(said);
  const { rest, part, isToday } = takePart(repeat?.rest ?? said);
  const split = splitDayAndTime(rest, options);
  if (split === undefined) return undefined;
  const day = split.day ?? (isToday ? parseDay('today', options) : undefined);
  if (split.day !== undefined && (isToday || repeat !== undefined)) return undefined;
  const days = repeat?.days;
  if (split.time === undefined && day === undefined && part === undefined && days === undefined) return undefined;
  const open: OpenDay = {
    ...options.open,
    ...(day === undefined ? {} : { day }),
    ...(part === undefined ? {} : { part }),
    ...(days === undefined ? {} : { days }),
  };
  const found = resolveWhen(open, split.time, options);
  return found.kind === 'at' && found.atMs - options.now.getTime() > LONGEST_MS ? undefined : found;
}

/** Whole days keep the time of day; everything shorter is counted. */
function parseStretch(text: string, { now, timeZone }: Here): When | undefined {
  const durationMs = parseDuration(text);
  if (durationMs === undefined || durationMs > LONGEST_MS) return undefined;
  if (durationMs % DAY_MS !== 0 || !/day|week/.test(text)) return { kind: 'in', durationMs };
  const wall = wallOf(now.getTime(), timeZone);
  const day = addDays(wall, durationMs / DAY_MS);
  return { kind: 'at', atMs: instantOf(day, wall.hour * 60 + wall.minute, timeZone) + (now.getTime() % 60_000) };
}

const PART = '(?:early |late )?(morning|afternoon|evening|night)';
const PART_OF_DAY = new RegExp(
  String.raw`\b(?:tonight|this ${PART}|(?:in|during) the ${PART}|at ${PART})\b|(?<=[a-z\d]) ${PART}\b`,
);

/** "tomorrow morning" → "tomorrow" and the morning; "tonight" is today's night. */
function takePart(text: string): { readonly rest: string; readonly part?: PartOfDay; readonly isToday: boolean } {
  const found = PART_OF_DAY.exec(text);
  if (found === null) return { rest: text, isToday: false };
  const parts: readonly (string | undefined)[] = found.slice(1);
  const rest = `${text.slice(0, found.index)} ${text.slice(found.index + found[0].length)}`;
  const part = (parts.find((name) => name !== undefined) ?? 'night') as PartOfDay;
  const isToday = found[0] === 'tonight' || found[0].startsWith('this ');
  return { rest: rest.replaceAll(/ {2,}/g, ' ').trim(), part, isToday };
}

interface Split {
  readonly day?: NamedDay;
  readonly time?: ClockTime;
}

const AT = '(?:(?:at|by|for|around|about) (?:about |around |exactly )?)';
const TIME_ALONE = new RegExp(`^${AT}?(${CLOCK_TIME})$`);
const TIME_FIRST = new RegExp(`^${AT}?(${CLOCK_TIME}) (.+)$`);
const TIME_LAST = new RegExp(`^(.+?) (${AT}?)(${CLOCK_TIME})$`);

/** In either order. Undefined when there are words that are neither. */
function splitDayAndTime(text: string, here: Here): Split | undefined {
  if (text === '') return {};
  const alone = TIME_ALONE.exec(text)?.[1];
  if (alone !== undefined) return timed(undefined, alone);
  const day = parseDay(text, here);
  if (day !== undefined) return { day };
  const last = TIME_LAST.exec(text);
  if (last !== null) {
    const [, words = '', at = '', time = ''] = last;
    // "july 4 7": digits behind digits are no time of day unless it is said that they are.
    const isClear = at !== '' || !/\d(?:st|nd|rd|th)?$/.test(words) || !/^\d+$/.test(time);
    const found = isClear ? timed(parseDay(words, here), time) : undefined;
    if (found?.day !== undefined) return found;
  }
  const first = TIME_FIRST.exec(text);
  const found = first === null ? undefined : timed(parseDay(first[2] ?? '', here), first[1] ?? '');
  return found?.day === undefined ? undefined : found;
}

function timed(day: NamedDay | undefined, text: string): Split | undefined {
  const time = parseClockTime(text);
  if (time === undefined) return undefined;
  return day === undefined ? { time } : { day, time };
}
