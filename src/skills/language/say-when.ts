/** Times and stretches of time as they are told: "7 AM tomorrow", "8 minutes and 30 seconds", "every weekday". */
import type { Here } from './day.js';
import { daysBetween, wallOf, type WallTime } from './zone.js';

const UNITS: readonly (readonly [ms: number, name: string])[] = [
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
  [1000, 'second'],
];

/** "8 minutes and 30 seconds"; anything that still runs has at least a second. */
export function sayDuration(durationMs: number): string {
  let rest = Math.max(1000, Math.ceil(durationMs / 1000) * 1000);
  const parts: string[] = [];
  for (const [ms, name] of UNITS) {
    const count = Math.floor(rest / ms);
    rest -= count * ms;
    if (count > 0) parts.push(`${count} ${name}${count === 1 ? '' : 's'}`);
  }
  return joinWords(parts);
}

/** What is left of a long time is told without its seconds: nobody waits for them. */
export function sayRemaining(durationMs: number): string {
  const stepMs = durationMs > 86_400_000 ? 3_600_000 : durationMs > 3_600_000 ? 60_000 : 1000;
  return sayDuration(Math.ceil(durationMs / stepMs) * stepMs);
}

/** "7 AM", "3:30 PM", "noon", "midnight". */
export function sayTime(atMs: number, timeZone: string): string {
  return sayWallTime(wallOf(atMs, timeZone));
}

function sayWallTime({ hour, minute }: Pick<WallTime, 'hour' | 'minute'>): string {
  if (minute === 0 && hour % 12 === 0) return hour === 0 ? 'midnight' : 'noon';
  const minutes = minute === 0 ? '' : `:${String(minute).padStart(2, '0')}`;
  return `${hour % 12 || 12}${minutes} ${hour < 12 ? 'AM' : 'PM'}`;
}

/** "today", "tomorrow", "on Friday", "on Friday, December 4", "on January 3, 2028". */
export function sayDay(atMs: number, { now, timeZone }: Here): string {
  const today = wallOf(now.getTime(), timeZone);
  const day = wallOf(atMs, timeZone);
  const ahead = daysBetween(today, day);
  const near = { '-1': 'yesterday', '0': 'today', '1': 'tomorrow' }[String(ahead)];
  if (near !== undefined) return near;
  const isNear = ahead > 0 && ahead < 7;
  const isThisYear = day.year === today.year || (ahead > 0 && ahead < 180);
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    ...(isNear || isThisYear ? { weekday: 'long' } : { year: 'numeric' }),
    ...(isNear ? {} : { month: 'long', day: 'numeric' }),
  });
  return `on ${format.format(atMs)}`;
}

/** "7 AM tomorrow", "noon on Friday". */
export function sayWhen(atMs: number, here: Here): string {
  return `${sayTime(atMs, here.timeZone)} ${sayDay(atMs, here)}`;
}

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** "every day", "every weekday", "every Monday and Wednesday". */
export function sayDays(days: readonly number[]): string {
  const known = [...days].sort((a, b) => a - b).join('');
  if (known === '0123456') return 'every day';
  if (known === '12345') return 'every weekday';
  if (known === '06') return 'every weekend';
  return `every ${joinWords(known.split('').map((day) => WEEKDAYS[Number(day)] ?? ''))}`;
}

/** Above this nobody listens to the end of a list. */
const MOST_TOLD = 6;

/** "a, b and c"; of many the first ones. */
export function joinWords(parts: readonly string[]): string {
  if (parts.length < 2) return parts[0] ?? '';
  const isLong = parts.length > MOST_TOLD;
  const told = isLong ? [...parts.slice(0, MOST_TOLD - 1), `${parts.length - MOST_TOLD + 1} more`] : parts;
  return `${told.slice(0, -1).join(', ')} and ${told.at(-1) ?? ''}`;
}

const SEEN_FROM_HERE = new Map([
  ['i', 'you'],
  ['me', 'you'],
  ['my', 'your'],
  ['mine', 'yours'],
  ['myself', 'yourself'],
  ['am', 'are'],
]);

/** What the user said of themselves, said to them: "call my mum" → "call your mum". */
export function sayBack(text: string): string {
  return text.replaceAll(/\b(?:i|me|my|mine|myself|am)\b/g, (word, at: number) =>
    // "7 am" is a time.
    word === 'am' && !text.slice(0, at).endsWith('i ') ? word : (SEEN_FROM_HERE.get(word) ?? word),
  );
}

export function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
