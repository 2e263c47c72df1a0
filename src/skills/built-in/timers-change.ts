/** Timers that run: cancelled, or made longer and shorter. */
import type { SkillContext } from '../context.js';
import { oneOf, type Choice } from '../dialogue.js';
import type { Alarm } from '../keep/alarms.js';
import { nameAlarm } from '../keep/ring-text.js';
import { joinWords, sayDuration, sayRemaining } from '../language/say-when.js';
import { snooze } from './alarms-ring.js';
import { defineSkill, type SkillAnswer, type SkillReply } from '../skill.js';
import { findTimers, missingTimer } from './timers-found.js';
import { parseTimerCancel, parseTimerChange, type TimerChangeSlots, type TimerQuery } from './timers-words.js';

export const timerCancel = defineSkill<TimerQuery>({
  name: 'timer-cancel',
  about: 'cancels a timer, or all of them',
  examples: ['cancel the timer', 'cancel the pasta timer', 'cancel all timers'],
  alike: ['stop the timer', 'turn off the timer', 'delete the timer', 'cancel my timer'],
  parse: (text, { last }) => parseTimerCancel(text, last),
  answer: (query, context) => {
    const found = findTimers(query, context);
    const rings = context.alarms.ringing().some(({ kind }) => kind === 'timer');
    // "Stop the timer" while one rings means that one.
    if (rings && query.all !== true && (found.length === 0 || Object.keys(query).length === 0)) {
      return {
        text: context.vary(['Okay.', 'All right.']),
        effect: () => {
          context.alarms.silence();
        },
      };
    }
    if (found.length === 0) return missingTimer(query);
    return found.length === 1 || query.all === true
      ? cancelThese(found, context)
      : askWhich(found, context, cancelThese);
  },
});

/** Those that were found and no others, whatever is set in the meantime. */
function cancelThese(found: readonly Alarm[], { alarms, timeZone, vary }: SkillContext): SkillAnswer {
  const effect = (): void => {
    for (const timer of found) alarms.cancel(timer);
  };
  const [only] = found;
  if (found.length > 1 || only === undefined) return { text: `I cancelled all ${found.length} timers.`, effect };
  const name = nameAlarm(only, 'the', timeZone);
  return { text: vary([`I cancelled ${name}.`, `Okay, ${name} is cancelled.`]), effect };
}

export const timerChange = defineSkill<TimerChangeSlots>({
  name: 'timer-change',
  about: 'makes a timer longer or shorter',
  examples: ['add 2 minutes to the pasta timer', 'make it 10 minutes'],
  parse: (text, { last }) => parseTimerChange(text, last),
  answer: (slots, context) => {
    const found = findTimers(slots.which, context);
    const { addMs = 0 } = slots;
    const rings = context.alarms.ringing().some(({ kind }) => kind === 'timer');
    // "2 more minutes" to a timer that rings.
    if (rings && addMs > 0 && (found.length === 0 || slots.which.latest === true)) return snooze(addMs, context);
    if (found.length === 0) return missingTimer(slots.which);
    const change = (chosen: readonly Alarm[]): SkillReply => changeThese(chosen, slots, context);
    return found.length === 1 ? change(found) : askWhich(found, context, change);
  },
});

function changeThese(found: readonly Alarm[], slots: TimerChangeSlots, { alarms, now }: SkillContext): SkillAnswer {
  const changes = found.map((timer) => {
    const leftMs = slots.toMs ?? alarms.remainingMs(timer) + (slots.addMs ?? 0);
    const atMs = now().getTime() + leftMs;
    const { label } = timer;
    const named = label === undefined ? {} : { label };
    return leftMs <= 0
      ? undefined
      : { timer, leftMs, start: alarms.plan({ kind: 'timer', durationMs: leftMs, atMs, ...named }) };
  });
  const possible = changes.filter((change) => change !== undefined);
  if (possible.length < changes.length) return { text: "It doesn't run that long any more." };
  const lefts = joinWords(possible.map(({ leftMs }) => sayRemaining(leftMs)));
  return {
    text: `Okay, ${lefts} from now.`,
    effect: () => {
      for (const { timer, start } of possible) {
        alarms.cancel(timer);
        start();
      }
    },
    result: lefts,
  };
}

function askWhich(
  found: readonly Alarm[],
  { timeZone }: SkillContext,
  onChosen: (chosen: readonly Alarm[], context: SkillContext) => SkillReply,
): SkillAnswer {
  const names = joinWords(found.map((timer) => nameAlarm(timer, 'the', timeZone)));
  return {
    text: `There are ${found.length} timers: ${names}. Which one?`,
    expects: oneOf(found.map(toChoice), onChosen),
  };
}

function toChoice(timer: Alarm): Choice<Alarm> {
  const length = timer.durationMs === undefined ? [] : [sayDuration(timer.durationMs)];
  const [first = 'timer', ...rest] = [...(timer.label === undefined ? [] : [timer.label]), ...length];
  return { names: [first, ...rest], value: timer };
}
