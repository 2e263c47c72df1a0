/** What a skill may reach while it answers. */
import type { Controls } from './controls.js';
import type { Facts } from './keep/facts.js';
import type { Lists } from './keep/lists.js';
import type { Alarms } from './keep/alarms.js';
import type { Effect, ToolBox } from '../tools/tool.js';
import type { AnySkill, LastRequest } from './skill.js';

export interface SkillContext {
  /** Fires when the turn is over: whatever still runs for it must end. */
  readonly signal: AbortSignal;
  /** How sure it is by now that the user has finished. */
  readonly turn: TurnView;
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

/** What a skill does to the world by itself, it does behind `until`, and tells how to undo it. */
export interface TurnView {
  /**
   * Resolves when something of that kind may be done: at once for a turn that nobody takes back. Rejects with the signal's
   * reason, also when the user goes on.
   */
  until(effect: Effect): Promise<void>;
  /** `undo` is called if the user goes on after all; never once that is over. To be told before it is done. */
  onTakenBack(undo: () => void): void;
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
