/** What a skill may reach while it answers. */
import type { Controls } from './controls.js';
import type { Facts } from './keep/facts.js';
import type { Lists } from './keep/lists.js';
import type { Alarms } from './keep/alarms.js';
import type { ToolBox } from '../tools/tool.js';
import type { AnySkill, LastRequest } from './skill.js';

export interface SkillContext {
  /** Fires when the turn is over: whatever still runs for it must end. */
  readonly signal: AbortSignal;
  /** ISO 639-1, of what was said. */
  readonly language: string;
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
  readonly conversation: ConversationView;
  /** Timers, alarms and reminders. */
  readonly alarms: Alarms;
  readonly lists: Lists;
  readonly facts: Facts;
  readonly controls: Controls;
  readonly tools: ToolBox;
  /** Every skill there is. */
  readonly skills: readonly AnySkill[];
}

/** What was said so far, as far as skills need it. */
export interface ConversationView {
  /** What the user heard last, or an empty text. */
  lastHeard(): string;
  /** What the user said before this turn, or an empty text. */
  lastSaid(): string;
  readonly last: LastRequest | undefined;
  /** Forgets what was said; nothing that is kept for good. */
  clear(): void;
}
