/** Alarms by voice: set for a time of day, once or on days of the week, and told. */
import type { SkillContext } from '../context.js';
import { readYesOrNo } from '../dialogue.js';
import type { Alarm } from '../keep/alarms.js';
import { joinWords, sayBack, sayDay, sayDuration, sayWhen } from '../language/say-when.js';
import { parseWhen, type OpenDay, type When } from '../language/when.js';
import { instantOf } from '../language/zone.js';
import { defineSkill, type AnySkill, type Expectation, type SkillAnswer, type SkillReply } from '../skill.js';
import { alarmCancel, alarmChange } from './alarms-change.js';
import { findAlarms, ringsOn, tellWhen } from './alarms-found.js';
import { alarmSnooze, alarmStop } from './alarms-ring.js';
import { parseAlarmList, parseAlarmSet, type AlarmListSlots, type AlarmSetSlots } from './alarms-words.js';

export const alarmSet = defineSkill<AlarmSetSlots>({
  name: 'alarm-set',
  about: 'sets an alarm, once or on days of the week',
  examples: ['wake me up at 7 tomorrow', 'set an alarm for 7 am every weekday'],
  parse: parseAlarmSet,
  goOn: (text, last, context) => {
    const rest = /^(?:and )?(?:another|1 more|an extra|also)(?: 1| one| alarm)?(?: (?:for|at))? (.+)$/.exec(text)?.[1];
    const { purpose } = last.slots;
    const when = rest === undefined ? undefined : parseWhen(rest, { ...context, purpose });
    return when === undefined ? undefined : { when, purpose };
  },
  answer: (slots, context) => setAlarm(slots, context),
});

function setAlarm(slots: AlarmSetSlots, context: SkillContext): SkillReply {
  const { alarms, timeZone } = context;
  const { when, label } = slots;
  const now = context.now();
  const named = label === undefined ? {} : { label };
  if (alarms.isFull) return "I can't keep more alarms than I have. Cancel one first.";
  if (when === undefined) return { text: 'For what time?', expects: timeFor(slots, {}) };
  if (when.kind === 'day') return { text: askTime(when.open, context), expects: timeFor(slots, when.open) };
  if (when.kind === 'past') {
    const over = sayWhen(when.atMs, { now, timeZone });
    return { text: `${over} is over. For what time shall I set it?`, expects: timeFor(slots, {}) };
  }
  if (when.kind === 'in') {
    const atMs = now.getTime() + when.durationMs;
    return startAlarm({ kind: 'alarm', atMs, durationMs: when.durationMs, ...named }, context);
  }
  const days = when.days === undefined ? {} : { days: when.days };
  return startAlarm({ kind: 'alarm', atMs: when.atMs, ...days, ...named }, context);
}

function startAlarm(alarm: Omit<Alarm, 'id'>, context: SkillContext): SkillAnswer {
  const { alarms, timeZone } = context;
  const told = tellWhen(alarm, context);
  const isSet = alarms
    .find({ kind: 'alarm', atMs: alarm.atMs })
    .some(({ days, label }) => days?.join('') === alarm.days?.join('') && label === alarm.label);
  if (isSet) return { text: `You already have an alarm for ${told}.` };
  const start = alarms.plan(alarm);
  const name = alarm.label === undefined ? 'alarm' : `${sayBack(alarm.label)} alarm`;
  const day = sayDay(alarm.atMs, { now: context.now(), timeZone }).replace(/^on /, '');
  const first = alarm.days === undefined ? '' : `, from ${day}`;
  const ahead = alarm.durationMs === undefined ? '' : `, in ${sayDuration(alarm.durationMs)}`;
  return {
    text: `Okay, ${name} set for ${told}${first}${ahead}.`,
    effect: () => {
      start();
    },
    result: told,
  };
}

/** "At what time tomorrow?" */
export function askTime({ day, days }: OpenDay, { now, timeZone }: SkillContext): string {
  if (days !== undefined || day === undefined) return 'At what time?';
  return `At what time ${sayDay(instantOf(day.day, 720, timeZone), { now: now(), timeZone })}?`;
}

/** The answer to "for what time?". */
function timeFor(slots: AlarmSetSlots, open: OpenDay): Expectation {
  return (text, context) => {
    if (readYesOrNo(text) === false) return 'Okay, no alarm.';
    const when = readTime(text, { ...slots, open }, context);
    return when === undefined ? undefined : setAlarm({ ...slots, when }, context);
  };
}

function readTime(
  text: string,
  { purpose, open }: Pick<AlarmSetSlots, 'purpose'> & { readonly open: OpenDay },
  { now, timeZone }: SkillContext,
): When | undefined {
  const said = text.replace(/^(?:(?:for|make it|let us say|say|set it (?:to|for)|i think) )+/, '');
  return parseWhen(said, { now: now(), timeZone, purpose, open });
}

export const alarmList = defineSkill<AlarmListSlots>({
  name: 'alarm-list',
  about: 'tells which alarms are set',
  examples: ['what alarms do i have', 'what time is my alarm'],
  alike: [
    'when is my next alarm',
    'show me my alarms',
    'what time is my alarm set for',
    'is my alarm set',
    'which alarms are set',
    'do i have any alarms',
  ],
  remembered: false,
  parse: parseAlarmList,
  answer: ({ day }, context) => {
    const set = findAlarms({}, context).filter((alarm) => day === undefined || ringsOn(alarm, day, context.timeZone));
    const [only] = set;
    if (only === undefined) return day === undefined ? 'No alarm is set.' : 'No alarm is set for that day.';
    if (set.length === 1) {
      const name = only.label === undefined ? '' : `${sayBack(only.label)} `;
      return `Your ${name}alarm is set for ${tellWhen(only, context)}.`;
    }
    const lines = set.map((alarm) =>
      alarm.label === undefined ? tellWhen(alarm, context) : `${sayBack(alarm.label)} at ${tellWhen(alarm, context)}`,
    );
    return `You have ${set.length} alarms: ${joinWords(lines)}.`;
  },
});

export const alarmSkills: readonly AnySkill[] = [alarmSnooze, alarmStop, alarmChange, alarmCancel, alarmList, alarmSet];
