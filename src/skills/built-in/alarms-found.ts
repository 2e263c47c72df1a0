/** Which alarms are meant, and how each is told. */
import type { SkillContext } from '../context.js';
import type { Alarm } from '../keep/alarms.js';
import { sayBack, sayDays, sayTime, sayWhen } from '../language/say-when.js';
import { daysBetween, wallOf, type Day } from '../language/zone.js';
import type { AlarmQueryWords } from './alarms-words.js';
import { latestOf } from './timers-found.js';

/** Soonest first. */
export function findAlarms(query: AlarmQueryWords, { alarms, timeZone }: SkillContext): readonly Alarm[] {
  const found = alarms.find({ kind: 'alarm', ...(query.label === undefined ? {} : { label: query.label }) });
  if (query.latest === true) return latestOf(found);
  const { time, day } = query;
  return found.filter(({ atMs }) => {
    const wall = wallOf(atMs, timeZone);
    const apart = time === undefined ? 0 : wall.hour * 60 + wall.minute - (time.hour * 60 + time.minute);
    return apart % (time?.isBare === true ? 720 : 1440) === 0 && (day === undefined || daysBetween(day, wall) === 0);
  });
}

/** Whether it rings on this day, its first one or one that it is repeated on. */
export function ringsOn({ atMs, days }: Pick<Alarm, 'atMs' | 'days'>, day: Day, timeZone: string): boolean {
  const ahead = daysBetween(wallOf(atMs, timeZone), day);
  const weekday = new Date(Date.UTC(day.year, day.month - 1, day.day)).getUTCDay();
  return ahead === 0 || (ahead > 0 && days?.includes(weekday) === true);
}

/** "7 AM tomorrow", "7 AM every weekday". */
export function tellWhen({ atMs, days }: Pick<Alarm, 'atMs' | 'days'>, { now, timeZone }: SkillContext): string {
  if (days !== undefined) return `${sayTime(atMs, timeZone)} ${sayDays(days)}`;
  return sayWhen(atMs, { now: now(), timeZone });
}

/** "the gym alarm for 7 AM tomorrow". */
export function tellAlarm(alarm: Alarm, context: SkillContext): string {
  const name = alarm.label === undefined ? '' : `${sayBack(alarm.label)} `;
  return `the ${name}alarm for ${tellWhen(alarm, context)}`;
}
