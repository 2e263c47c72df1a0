/** What is said to something that rings: stop, and not yet. */
import type { SkillContext } from '../context.js';
import { DURATION, parseDuration } from '../language/duration.js';
import { sayDuration } from '../language/say-when.js';
import { defineSkill, type LastRequest, type SkillAnswer } from '../skill.js';

export interface SnoozeSlots {
  readonly snoozeMs: number;
}

/** Where no time is said. */
const SNOOZE_MS = 10 * 60_000;
const LONGEST_SNOOZE_MS = 24 * 3_600_000;

/** Silences what rings; undefined when nothing does. For "stop", "cancel" and "be quiet", before they mean anything else. */
export function silenceRinging({ alarms, vary }: Pick<SkillContext, 'alarms' | 'vary'>): SkillAnswer | undefined {
  if (alarms.ringing().length === 0) return undefined;
  return {
    text: vary(['Okay.', 'All right.']),
    effect: () => {
      alarms.silence();
    },
  };
}

const SNOOZE = new RegExp(
  `^(?:(?:hit )?snooze(?: (?:it|that|the alarm|my alarm|again))?(?: (?:for|by))?(?: another)?(?: (?<first>${DURATION}))?|(?:let me sleep|ring again|wake me(?: up)? again|remind me again)(?: (?:for|in))?(?: another)?(?: (?<second>${DURATION})(?: more| longer)?)?|(?:just |give me |let me have )?(?:another )?(?<third>${DURATION}) (?:more|longer)(?: sleep)?)$`,
);

function parseSnooze(said: string, last: LastRequest | undefined): SnoozeSlots | undefined {
  // "2 more minutes" behind a timer makes that one longer.
  if (last?.skill.startsWith('timer-') === true && !/snooze|sleep|again/.test(said)) return undefined;
  const text = said.replace(/(?<=\b(?:\d+|an?|half an?)) more (\w+)/, ' $1 more').replaceAll(/ {2,}/g, ' ');
  const groups = SNOOZE.exec(text)?.groups;
  if (groups === undefined) return undefined;
  const time = Object.values(groups as Readonly<Record<string, string | undefined>>).find((part) => part !== undefined);
  const snoozeMs = time === undefined ? SNOOZE_MS : parseDuration(time);
  return snoozeMs === undefined || snoozeMs > LONGEST_SNOOZE_MS ? undefined : { snoozeMs };
}

export const alarmSnooze = defineSkill<SnoozeSlots>({
  name: 'alarm-snooze',
  about: 'silences what rings, and lets it ring again later',
  examples: ['snooze', 'snooze for 5 minutes', '5 more minutes'],
  remembered: false,
  parse: (text, { last }) => parseSnooze(text, last),
  answer: ({ snoozeMs }, context) =>
    context.alarms.ringing().length === 0 ? 'Nothing is ringing.' : snooze(snoozeMs, context),
});

/** Only where something rings. */
export function snooze(snoozeMs: number, { alarms }: Pick<SkillContext, 'alarms'>): SkillAnswer {
  return {
    text: `Okay, again in ${sayDuration(snoozeMs)}.`,
    effect: () => {
      alarms.silence(snoozeMs);
    },
  };
}

const STOP =
  /^(?:(?:stop|end|silence|turn off|switch off|shut off|cut) (?:the )?(?:ringing|beeping|buzzing|noise|sound)|stop (?:ringing|beeping|buzzing)|dismiss(?: it)?|(?:(?:ok|okay|all right|alright|yes) )?i am (?:up|awake)(?: (?:now|already))?)$/;

export const alarmStop = defineSkill<object>({
  name: 'alarm-stop',
  about: 'silences what rings',
  examples: ['stop ringing', "i'm awake"],
  remembered: false,
  parse: (text) => (STOP.test(text) ? {} : undefined),
  answer: (_slots, context) => silenceRinging(context) ?? 'Nothing is ringing.',
});
