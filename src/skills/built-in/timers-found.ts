/** Which timers a query means, and what is said when there are none such. */
import type { SkillContext } from '../context.js';
import type { Alarm } from '../keep/alarms.js';
import { sayBack, sayDuration } from '../language/say-when.js';
import type { TimerQuery } from './timers-words.js';

/** Soonest first. */
export function findTimers({ latest, label, durationMs }: TimerQuery, { alarms }: SkillContext): readonly Alarm[] {
  const named = label === undefined ? {} : { label };
  const timed = durationMs === undefined ? {} : { durationMs };
  const found = alarms.find({ kind: 'timer', ...named, ...timed });
  return latest === true ? latestOf(found) : found;
}

/** The one that was set last: numbers rise. */
export function latestOf(alarms: readonly Alarm[]): readonly Alarm[] {
  const [latest] = [...alarms].sort((a, b) => b.id - a.id);
  return latest === undefined ? [] : [latest];
}

export function missingTimer({ label, durationMs }: TimerQuery): string {
  if (label !== undefined) return `There is no ${sayBack(label)} timer running.`;
  if (durationMs !== undefined) return `There is no timer for ${sayDuration(durationMs)} running.`;
  return 'There are no timers running.';
}
