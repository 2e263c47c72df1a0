/** What a skill is: slots in, a short spoken reply out. */
import type { Intent, IntentName, IntentSlots } from '../../../pipeline/intent.js';
import type { Conversation } from '../conversation.js';
import type { Timers } from '../timers.js';

export interface SkillContext {
  readonly conversation: Conversation;
  readonly timers: Timers;
  /** Wall-clock time, for telling it; never for measuring. */
  readonly now: () => Date;
  /** IANA zone of the user. */
  readonly timeZone: string;
  /** What the assistant is called. */
  readonly assistantName: string;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
  /** One of several ways to say the same thing, another one each time. */
  readonly vary: (lines: readonly [string, ...string[]]) => string;
}

/** Skill replies are never cached: they are faster than a look-up, and many depend on the time or on what is running. */
export interface Skill<N extends IntentName> {
  /** Whether later answers may depend on the exchange; false for small talk. */
  readonly remembered: boolean;
  /** Changes nothing by itself: it may be asked for a turn that is taken back. What is to change, the effect does. */
  answer(slots: IntentSlots[N], context: SkillContext): string | SkillAnswer;
}

export interface SkillAnswer {
  readonly text: string;
  /** Happens once the turn is certain, which may be after the text was said. */
  readonly effect?: () => void;
}

/** One skill for every intent. */
export type Skills = { readonly [N in IntentName]: Skill<N> };

/** Small talk: no effects, and nobody refers back to it. */
export function say(...lines: readonly [string, ...string[]]): Skill<never> {
  return { remembered: false, answer: (_slots, context) => context.vary(lines) };
}

export function runSkill(skills: Skills, intent: Intent, context: SkillContext): SkillAnswer {
  const answer = answerWith(skills, intent, context);
  return typeof answer === 'string' ? { text: answer } : answer;
}

function answerWith<N extends IntentName>(
  skills: Skills,
  intent: { readonly name: N; readonly slots: IntentSlots[N] },
  context: SkillContext,
): string | SkillAnswer {
  return skills[intent.name].answer(intent.slots, context);
}
