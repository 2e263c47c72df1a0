/** Timers by voice: any number of them, named or not. */
import type { Alarm } from '../keep/alarms.js';
import { nameAlarm } from '../keep/ring-text.js';
import { parseDuration } from '../language/duration.js';
import { capitalise, joinWords, sayBack, sayDuration, sayRemaining } from '../language/say-when.js';
import type { SkillContext } from '../context.js';
import { readYesOrNo } from '../dialogue.js';
import { defineSkill, type AnySkill, type Expectation, type SkillReply } from '../skill.js';
import { timerCancel, timerChange } from './timers-change.js';
import { findTimers, missingTimer } from './timers-found.js';
import { parseTimerLeft, parseTimerList, parseTimerSet, type TimerQuery, type TimerSetSlots } from './timers-words.js';

export const timerSet = defineSkill<TimerSetSlots>({
  name: 'timer-set',
  about: 'sets a timer, with a name if you like',
  examples: ['set a timer for 10 minutes', 'set a pasta timer for 8 minutes'],
  parse: (text, { last }) => parseTimerSet(text, last),
  answer: (slots, context) => setTimer(slots, context),
});

function setTimer({ durationMs, label }: TimerSetSlots, { alarms, vary, now }: SkillContext): SkillReply {
  if (alarms.isFull) return "I can't keep more timers than I have. Cancel one first.";
  if (durationMs === undefined) return { text: 'For how long?', expects: durationFor(label) };
  const named = label === undefined ? {} : { label };
  const start = alarms.plan({ kind: 'timer', durationMs, atMs: now().getTime() + durationMs, ...named });
  const what = `${label === undefined ? '' : `${sayBack(label)} timer, `}${sayDuration(durationMs)}`;
  return {
    text: vary([`Okay, ${what}, starting now.`, `${capitalise(what)}. The timer is running.`]),
    effect: () => {
      start();
    },
    result: label ?? sayDuration(durationMs),
  };
}

function durationFor(label: string | undefined): Expectation {
  return (text, context) => {
    if (readYesOrNo(text) === false) return 'Okay, no timer.';
    const durationMs = parseDuration(text.replace(/^(?:(?:for|make it|about|let us say|say|set it (?:to|for)) )+/, ''));
    return durationMs === undefined
      ? undefined
      : setTimer({ durationMs, ...(label === undefined ? {} : { label }) }, context);
  };
}

export const timerList = defineSkill<object>({
  name: 'timer-list',
  about: 'tells which timers are running',
  examples: ['what timers do i have', 'list my timers'],
  alike: [
    'what timers are running',
    'show me my timers',
    'how many timers do i have',
    'which timers are set',
    'are there any timers',
    'list all timers',
  ],
  remembered: false,
  parse: parseTimerList,
  answer: (_slots, { alarms, timeZone }) => {
    const running = alarms.find({ kind: 'timer' });
    if (running.length === 0) return 'There are no timers running.';
    const told = (timer: Alarm): string =>
      `${nameAlarm(timer, 'a', timeZone)} with ${sayRemaining(alarms.remainingMs(timer))} left`;
    return `You have ${joinWords(running.map(told))}.`;
  },
});

export const timerLeft = defineSkill<TimerQuery>({
  name: 'timer-left',
  about: 'tells how long a timer still runs',
  examples: ['how much time is left', 'how long is left on the pasta timer'],
  alike: [
    'how much time is left on the timer',
    'how long is left on the timer',
    'how much longer on the timer',
    'when will the timer go off',
  ],
  remembered: false,
  parse: (text, { last }) => parseTimerLeft(text, last),
  answer: (query, context) => {
    const { alarms, timeZone } = context;
    const found = findTimers(query, context);
    if (found.length === 0) return missingTimer(query);
    const isOnly = found.length === 1 && alarms.find({ kind: 'timer' }).length === 1;
    const lines = found.map((timer) => {
      const left = sayRemaining(alarms.remainingMs(timer));
      return isOnly ? left : `${left} on ${nameAlarm(timer, 'the', timeZone)}`;
    });
    return `${capitalise(joinWords(lines))} left.`;
  },
});

export const timerSkills: readonly AnySkill[] = [timerSet, timerList, timerLeft, timerCancel, timerChange];
