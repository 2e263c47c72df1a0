/** Reminders by voice: set for a time, told, and cancelled. */
import type { SkillContext } from '../context.js';
import { oneOf, openAnswer, readYesOrNo } from '../dialogue.js';
import type { Alarm } from '../keep/alarms.js';
import { joinWords, sayBack, sayDays, sayDuration, sayTime, sayWhen } from '../language/say-when.js';
import { splitTail } from '../language/when-in-text.js';
import { parseWhen, type OpenDay } from '../language/when.js';
import { daysBetween, wallOf } from '../language/zone.js';
import { defineSkill, type AnySkill, type Expectation, type SkillAnswer, type SkillReply } from '../skill.js';
import { askTime } from './alarms.js';
import { silenceRinging } from './alarms-ring.js';
import {
  mannerOf,
  parseReminderCancel,
  parseReminderList,
  parseReminderSet,
  type Manner,
  type ReminderListSlots,
  type ReminderQuery,
  type ReminderSetSlots,
} from './reminders-words.js';
import { latestOf } from './timers-found.js';

export const reminderSet = defineSkill<ReminderSetSlots>({
  name: 'reminder-set',
  about: 'reminds you of something at a time',
  examples: [
    'remind me to call mum at 6',
    'remind me tomorrow to buy milk',
    'remind me in 10 minutes to check the oven',
  ],
  parse: parseReminderSet,
  goOn: (text, last, context) => {
    const rest = /^and (?:remind me )?((?:to|about|that) .+)$/.exec(text)?.[1];
    return rest === undefined ? undefined : parseReminderSet(`remind me ${rest}`, context);
  },
  answer: (slots, context) => setReminder(slots, context),
});

function setReminder(slots: ReminderSetSlots, context: SkillContext): SkillReply {
  const { when, text, trouble } = slots;
  const { alarms, timeZone } = context;
  if (alarms.isFull) return "I can't keep more reminders than I have. Cancel one first.";
  if (text === undefined) return { text: 'What shall I remind you of?', expects: whatFor(slots) };
  if (when === undefined) return { text: TIME_QUESTION[trouble ?? 'none'], expects: timeFor(slots, {}) };
  const now = context.now();
  if (when.kind === 'day') return { text: askTime(when.open, context), expects: timeFor(slots, when.open) };
  if (when.kind === 'past') {
    return {
      text: `${sayWhen(when.atMs, { now, timeZone })} is over. When shall I remind you?`,
      expects: timeFor(slots, {}),
    };
  }
  const set =
    when.kind === 'in'
      ? { atMs: now.getTime() + when.durationMs, durationMs: when.durationMs }
      : { atMs: when.atMs, ...(when.days === undefined ? {} : { days: when.days }) };
  const said = sayThing(text, slots.manner, tellTime(set, context));
  if (when.kind === 'at' && alarms.find({ kind: 'reminder', atMs: when.atMs }).some(({ label }) => label === text)) {
    return `I have that already: I'll remind you ${said}.`;
  }
  const start = alarms.plan({ kind: 'reminder', label: text, ...set });
  return {
    text: `Okay, I'll remind you ${said}.`,
    effect: () => {
      start();
    },
    result: text,
  };
}

const TIME_QUESTION = {
  none: 'When?',
  event: "I can't notice that. At what time shall I remind you?",
  repeat: 'I can repeat things on days of the week only. When shall I remind you?',
} as const;

function sayThing(text: string, manner: Manner, when: string): string {
  if (manner === 'plain') return `${when}: ${sayBack(text)}`;
  return manner === 'that' ? `${when} that ${sayBack(text)}` : `${manner} ${sayBack(text)} ${when}`;
}

/** "at 6 PM today", "in 10 minutes", "at 7 AM every day". */
function tellTime(
  { atMs, durationMs, days }: Pick<Alarm, 'atMs' | 'durationMs' | 'days'>,
  { now, timeZone }: SkillContext,
): string {
  if (durationMs !== undefined) return `in ${sayDuration(durationMs)}`;
  if (days !== undefined) return `at ${sayTime(atMs, timeZone)} ${sayDays(days)}`;
  return `at ${sayWhen(atMs, { now: now(), timeZone })}`;
}

/** The answer to "when?". */
function timeFor(slots: ReminderSetSlots, open: OpenDay): Expectation {
  return (text, context) => {
    if (readYesOrNo(text) === false) return 'Okay, no reminder.';
    const said = text
      .replace(/^(?:(?:make it|let us say|say|i think|remind me) )+/, '')
      .replace(/^for (?=\D|\d+$)/, '');
    const options = { now: context.now(), timeZone: context.timeZone, purpose: 'reminder' as const, open };
    const when = parseWhen(said, options);
    return when === undefined
      ? undefined
      : setReminder({ text: slots.text ?? '', manner: slots.manner, when }, context);
  };
}

/** The answer to "what shall I remind you of?"; a time in it counts where none was said before. */
function whatFor(slots: ReminderSetSlots): Expectation {
  return openAnswer({
    onText: (said, context) => {
      const { when: known } = slots;
      const open = known?.kind === 'day' ? { open: known.open } : {};
      const options = { now: context.now(), timeZone: context.timeZone, purpose: 'reminder' as const, ...open };
      const tail = splitTail(said, options);
      const isOpen = known === undefined || known.kind === 'day';
      const found = isOpen && tail.when !== undefined ? tail : { rest: said, when: known };
      const manner = mannerOf(/^(to|about|that) /.exec(found.rest)?.[1]);
      const text = found.rest.replace(/^(?:to|about|that) /, '');
      if (text === '') return undefined;
      const when = found.when === undefined ? {} : { when: found.when };
      return setReminder({ text, manner, ...when }, context);
    },
  });
}

export const reminderList = defineSkill<ReminderListSlots>({
  name: 'reminder-list',
  about: 'tells what you will be reminded of',
  examples: ['what are my reminders', 'do i have any reminders tomorrow'],
  alike: ['what reminders do i have', 'show me my reminders', 'read my reminders', 'do i have any reminders'],
  remembered: false,
  parse: parseReminderList,
  answer: ({ day }, context) => {
    const { alarms, timeZone } = context;
    const all = alarms.find({ kind: 'reminder' });
    const found = all.filter(({ atMs }) => day === undefined || daysBetween(day, wallOf(atMs, timeZone)) === 0);
    if (found.length === 0)
      return day === undefined ? 'There are no reminders.' : 'There are no reminders for that day.';
    const count = found.length === 1 ? 'one reminder' : `${found.length} reminders`;
    return `You have ${count}: ${joinWords(found.map((reminder) => tell(reminder, context)))}.`;
  },
});

/** "call your mum at 6 PM today": how long it was set for matters no more. */
function tell({ label, atMs, days }: Alarm, context: SkillContext): string {
  const when = tellTime({ atMs, ...(days === undefined ? {} : { days }) }, context);
  return label === undefined ? when : `${sayBack(label)} ${when}`;
}

export const reminderCancel = defineSkill<ReminderQuery>({
  name: 'reminder-cancel',
  about: 'cancels a reminder, or all of them',
  examples: ['cancel the reminder to call mum', 'cancel all my reminders'],
  parse: (text, { last }) => parseReminderCancel(text, last),
  answer: (query, context) => {
    const named = query.label === undefined ? {} : { label: query.label };
    const all = context.alarms.find({ kind: 'reminder', ...named });
    const found = query.latest === true ? latestOf(all) : all;
    const silenced = found.length === 0 ? silenceRinging(context) : undefined;
    if (silenced !== undefined) return silenced;
    if (found.length === 0) return query.label === undefined ? 'There are no reminders.' : 'There is no such reminder.';
    if (found.length === 1 || query.all === true) return cancelThese(found, context);
    const names = joinWords(found.map((reminder) => tell(reminder, context)));
    return {
      text: `There are ${found.length} reminders: ${names}. Which one?`,
      expects: oneOf(
        found.map((value) => ({ names: [value.label ?? 'reminder'] as const, value })),
        cancelThese,
      ),
    };
  },
});

function cancelThese(found: readonly Alarm[], context: SkillContext): SkillAnswer {
  const [only] = found;
  const isOne = found.length === 1 && only !== undefined;
  return {
    text: isOne ? `Okay, I won't remind you: ${tell(only, context)}.` : `I cancelled all ${found.length} reminders.`,
    effect: () => {
      for (const reminder of found) context.alarms.cancel(reminder);
    },
  };
}

export const reminderSkills: readonly AnySkill[] = [reminderCancel, reminderList, reminderSet];
