/** Timers by voice: set, list, cancel, and how long they still run. */
import type { TimerQuery } from '../../../pipeline/intent.js';
import type { Ring, Timer } from '../timers.js';
import type { Skill, SkillAnswer, SkillContext, Skills } from './skill.js';

const set: Skill<'timer-set'> = {
  remembered: true,
  answer: (slots, { timers, vary }) => {
    if (timers.isFull) return "I can't keep more timers than I have. Cancel one first.";
    const effect = timers.plan(slots);
    const what = `${slots.label === undefined ? '' : `${slots.label} timer, `}${sayDuration(slots.durationMs)}`;
    return { text: vary([`Okay, ${what}, starting now.`, `${capitalise(what)}. The timer is running.`]), effect };
  },
};

const list: Skill<'timer-list'> = {
  remembered: false,
  answer: (_slots, { timers }) => {
    const running = timers.list();
    if (running.length === 0) return 'There are no timers running.';
    const lines = running.map(
      (timer) => `${nameTimer(timer, 'a')} with ${sayDuration(timers.remainingMs(timer))} left`,
    );
    return `You have ${joinWords(lines)}.`;
  },
};

const left: Skill<'timer-left'> = {
  remembered: false,
  answer: (query, { timers }) => {
    const found = timers.find(query);
    if (found.length === 0) return missing(query);
    const lines = found.map((timer) =>
      found.length === 1 && timers.list().length === 1
        ? sayDuration(timers.remainingMs(timer))
        : `${sayDuration(timers.remainingMs(timer))} on ${nameTimer(timer, 'the')}`,
    );
    return `${capitalise(joinWords(lines))} left.`;
  },
};

const cancel: Skill<'timer-cancel'> = {
  remembered: true,
  answer: (query, context) => {
    const found = context.timers.find(query);
    if (found.length === 0) return missing(query);
    return found.length === 1 || query.all === true ? cancelThese(found, context) : askWhich(found);
  },
};

/** Those that were found and no others, whatever is set in the meantime. */
function cancelThese(found: readonly Timer[], { timers, vary }: SkillContext): SkillAnswer {
  const effect = (): void => {
    for (const timer of found) timers.cancel(timer);
  };
  const [only] = found;
  if (found.length > 1 || only === undefined) return { text: `I cancelled all ${found.length} timers.`, effect };
  const name = nameTimer(only, 'the');
  return { text: vary([`I cancelled ${name}.`, `Okay, ${name} is cancelled.`]), effect };
}

function askWhich(found: readonly Timer[]): string {
  return `There are ${found.length} timers: ${joinWords(found.map((timer) => nameTimer(timer, 'the')))}. Which one?`;
}

function missing(query: TimerQuery): string {
  if (query.label !== undefined) return `There is no ${query.label} timer running.`;
  if (query.durationMs !== undefined) return `There is no timer of ${sayDuration(query.durationMs)} running.`;
  return 'There are no timers running.';
}

/** What is said when a timer is over. */
export function ringText(ring: Ring): string {
  return ring.label === undefined
    ? `Time's up. Your timer for ${sayDuration(ring.durationMs)} is done.`
    : `Your ${ring.label} timer is done.`;
}

function nameTimer(timer: Timer, article: 'a' | 'the'): string {
  if (timer.label !== undefined) return `${article} ${timer.label} timer`;
  return `${article} timer for ${sayDuration(timer.durationMs)}`;
}

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

function joinWords(parts: readonly string[]): string {
  if (parts.length < 2) return parts[0] ?? '';
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export const timerSkills: Pick<Skills, 'timer-set' | 'timer-list' | 'timer-left' | 'timer-cancel'> = {
  'timer-set': set,
  'timer-list': list,
  'timer-left': left,
  'timer-cancel': cancel,
};
