/** Alarms that are set: cancelled, or moved to another time. */
import type { SkillContext } from '../context.js';
import { oneOf } from '../dialogue.js';
import type { Alarm } from '../keep/alarms.js';
import { joinWords, sayTime } from '../language/say-when.js';
import { parseWhen } from '../language/when.js';
import { nextOn, wallOf } from '../language/zone.js';
import { defineSkill, type SkillAnswer, type SkillReply } from '../skill.js';
import { findAlarms, tellAlarm, tellWhen } from './alarms-found.js';
import { silenceRinging } from './alarms-ring.js';
import { parseAlarmCancel, parseAlarmChange, type AlarmChangeSlots, type AlarmQueryWords } from './alarms-words.js';

export const alarmCancel = defineSkill<AlarmQueryWords>({
  name: 'alarm-cancel',
  about: 'cancels an alarm, or all of them',
  examples: ['cancel my alarm', 'cancel the 7 am alarm', 'cancel all alarms'],
  alike: ['turn off the alarm', 'delete my alarm', 'stop the alarm', 'switch off my alarm'],
  parse: parseAlarmCancel,
  answer: (query, context) => {
    const found = findAlarms(query, context);
    const isPlain = Object.keys(query).length === 0;
    const silenced = isPlain || found.length === 0 ? silenceRinging(context) : undefined;
    if (silenced !== undefined) return silenced;
    if (found.length === 0) return missing(query, context);
    return found.length === 1 || query.all === true
      ? cancelThese(found, context)
      : askWhich(found, context, cancelThese);
  },
});

function cancelThese(found: readonly Alarm[], context: SkillContext): SkillAnswer {
  const effect = (): void => {
    for (const alarm of found) context.alarms.cancel(alarm);
  };
  const [only] = found;
  if (found.length > 1 || only === undefined) return { text: `I cancelled all ${found.length} alarms.`, effect };
  return { text: `Okay, I cancelled ${tellAlarm(only, context)}.`, effect };
}

function missing(query: AlarmQueryWords, { alarms }: SkillContext): string {
  return Object.keys(query).length === 0 || alarms.find({ kind: 'alarm' }).length === 0
    ? 'No alarm is set.'
    : 'There is no such alarm.';
}

export const alarmChange = defineSkill<AlarmChangeSlots>({
  name: 'alarm-change',
  about: 'moves an alarm to another time',
  examples: ['change my alarm to 8', 'move my 7 am alarm to 7 30'],
  parse: parseAlarmChange,
  answer: (slots, context) => {
    const found = findAlarms(slots.which, context);
    if (found.length === 0) return missing(slots.which, context);
    const move = (chosen: readonly Alarm[]): SkillReply => moveThese(chosen, slots, context);
    return found.length === 1 ? move(found) : askWhich(found, context, move);
  },
});

function moveThese(found: readonly Alarm[], { to }: AlarmChangeSlots, context: SkillContext): SkillReply {
  const { alarms, now, timeZone } = context;
  const moves = found.flatMap((old) => {
    const { year, month, day } = wallOf(old.atMs, timeZone);
    const open = { day: { day: { year, month, day }, isWeekday: false } };
    const when = parseWhen(to, { now: now(), timeZone, purpose: 'alarm', open });
    if (when?.kind !== 'at') return [];
    const days = when.days ?? old.days;
    const wall = wallOf(when.atMs, timeZone);
    const minute = wall.hour * 60 + wall.minute;
    const atMs = days === undefined ? when.atMs : nextOn(days, minute, now().getTime(), timeZone);
    const named = old.label === undefined ? {} : { label: old.label };
    const moved = { kind: 'alarm' as const, atMs, ...(days === undefined ? {} : { days }), ...named };
    return [{ old, moved, start: alarms.plan(moved) }];
  });
  if (moves.length < found.length) return 'That time is over.';
  return {
    text: `Okay, the alarm is now set for ${joinWords(moves.map(({ moved }) => tellWhen(moved, context)))}.`,
    effect: () => {
      for (const { old, start } of moves) {
        alarms.cancel(old);
        start();
      }
    },
  };
}

function askWhich(
  found: readonly Alarm[],
  context: SkillContext,
  onChosen: (chosen: readonly Alarm[], context: SkillContext) => SkillReply,
): SkillAnswer {
  const names = joinWords(found.map((alarm) => tellAlarm(alarm, context)));
  const choices = found.map((alarm) => {
    const time = sayTime(alarm.atMs, context.timeZone).toLowerCase().replace(':', ' ');
    const told = tellWhen(alarm, context).toLowerCase();
    const bare = time.replace(/ [ap]m$/, '');
    const label = alarm.label === undefined ? [] : [alarm.label];
    return {
      names: [time, told, told.replace(':', ' '), bare, bare.replace(' ', ':'), ...label] as const,
      value: alarm,
    };
  });
  return { text: `There are ${found.length} alarms: ${names}. Which one?`, expects: oneOf(choices, onChosen) };
}
