/** What is said when something rings, and when it could not ring in time. */
import type { Here } from '../language/day.js';
import { sayBack, sayDay, sayDuration, sayTime } from '../language/say-when.js';
import type { Alarm } from './alarms.js';

export interface Rung {
  readonly alarm: Alarm;
  /** When it was to ring, ms since 1970. */
  readonly dueMs: number;
  /** It rings so much later that people must be told. */
  readonly isLate: boolean;
}

/** More would be a lecture. */
const MOST_TOLD = 5;

/** One or several sentences; at least one ring is given. */
export function ringText(rung: readonly Rung[], here: Here): string {
  const lines = rung.slice(0, MOST_TOLD).map((ring) => lineOf(ring, here));
  const more = rung.length - lines.length;
  return [...new Set(lines), ...(more > 0 ? [`And ${more} more.`] : [])].join(' ');
}

function lineOf({ alarm, dueMs, isLate }: Rung, here: Here): string {
  const text = inTimeText(alarm, isLate ? undefined : sayTime(dueMs, here.timeZone));
  if (!isLate) return text;
  const day = sayDay(dueMs, here);
  return `${text} It was due at ${sayTime(dueMs, here.timeZone)}${day === 'today' ? '' : ` ${day}`}.`;
}

/** `time`: that on the clock, where it is the right one. */
function inTimeText({ kind, label, durationMs = 0 }: Alarm, time: string | undefined): string {
  const named = label === undefined ? undefined : sayBack(label);
  if (kind === 'timer') {
    return named === undefined
      ? `Time's up. Your timer for ${sayDuration(durationMs)} is done.`
      : `Your ${named} timer is done.`;
  }
  if (kind === 'reminder') return named === undefined ? 'You wanted to be reminded now.' : `A reminder: ${named}.`;
  const what = named === undefined ? 'your alarm' : `your ${named} alarm`;
  return time === undefined ? `This is ${what}.` : `It's ${time}. This is ${what}.`;
}

/** "the pasta timer", "the alarm for 7 AM", "the reminder to call your mum". */
export function nameAlarm(alarm: Alarm, article: 'a' | 'the', timeZone: string): string {
  const { kind, label, durationMs } = alarm;
  const how = article === 'a' && kind === 'alarm' ? 'an' : article;
  if (kind === 'reminder') return label === undefined ? `${how} reminder` : `${how} reminder “${sayBack(label)}”`;
  if (label !== undefined) return `${how} ${sayBack(label)} ${kind}`;
  return kind === 'timer' && durationMs !== undefined
    ? `${how} timer for ${sayDuration(durationMs)}`
    : `${how} alarm for ${sayTime(alarm.atMs, timeZone)}`;
}
