/** What the assistant can do besides talking: its skills, what they may reach, and how requests for them are understood. */
import { LRUCache } from 'lru-cache';
import type { Settings } from '../config/schema.js';
import type { Understood } from '../pipeline/intent.js';
import type { Clock, Scope } from '../pipeline/stage.js';
import type { SkillContext } from '../skills/context.js';
import type { Controls } from '../skills/controls.js';
import type { Alarms } from '../skills/keep/alarms.js';
import type { Facts } from '../skills/keep/facts.js';
import type { Lists } from '../skills/keep/lists.js';
import type { AnySkill, ParseContext } from '../skills/skill.js';
import { namesOfWakeWords } from '../stages/nlp/address.js';
import { isUnderstood } from '../stages/nlp/nlp.js';
import { createUnderstanding, type Understanding } from '../stages/nlp/understanding.js';
import type { Conversation } from '../stages/response/conversation.js';
import { confirmedTool } from '../stages/response/llm-tools.js';
import { turnView } from '../stages/response/turn-view.js';
import { orderSkills } from './own-skills.js';
import type { ToolBox } from '../tools/tool.js';

/** What skills may reach that outlives a change of settings. */
export interface Belongings {
  readonly alarms: Alarms;
  readonly lists: Lists;
  readonly facts: Facts;
  readonly tools: ToolBox;
  readonly controls: Controls;
  readonly clock: Clock;
  /** Skills of the user's own: tried first. */
  readonly ownSkills: readonly AnySkill[];
  /** Skills of the tools there are just now; another list when they change. */
  readonly toolSkills: () => readonly AnySkill[];
  /** Wall-clock time. */
  readonly now: () => Date;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
  /** Lets go of all of it; legal any number of times. */
  close(): Promise<void>;
}

export interface Abilities {
  /** In the order in which they are tried. */
  readonly skills: () => readonly AnySkill[];
  readonly understanding: Understanding;
  /** What a parser may look at, at this moment. */
  readonly parseContextOf: (conversation: Conversation) => Omit<ParseContext, 'language'>;
  /** What a skill may reach while it answers. */
  readonly contextOf: (conversation: Conversation) => (understood: Understood, scope: Scope) => SkillContext;
  /** Whether a skill could act on English words as they are. */
  readonly understandsIn: (conversation: Conversation) => (text: string) => boolean;
}

/** Skills with what understands them. */
interface Book {
  readonly toolSkills: readonly AnySkill[];
  readonly skills: readonly AnySkill[];
  readonly understanding: Understanding;
}

export function buildAbilities({ assistant, wake }: Settings, belongings: Belongings): Abilities {
  const { ownSkills, toolSkills, now, random, alarms, lists, facts, tools, controls, clock } = belongings;
  const { name } = assistant;
  const names = [name, ...namesOfWakeWords(wake.words)];
  const timeZone = timeZoneOf({ assistant });
  const vary = createVariety();
  // Run after a yes; nobody can ask for it.
  const hidden = [confirmedTool(clock)];
  const gather = (tools: readonly AnySkill[]): Book => {
    const skills = orderSkills(ownSkills, tools);
    return { toolSkills: tools, skills, understanding: createUnderstanding({ names, skills }) };
  };
  let book = gather(toolSkills());
  const current = (): Book => {
    const tools = toolSkills();
    if (tools !== book.toolSkills) book = gather(tools);
    return book;
  };
  const parseContextOf: Abilities['parseContextOf'] = ({ last }) => ({
    ...{ now: now(), timeZone, knows: (subject: string) => facts.get(subject) !== undefined },
    ...(last === undefined ? {} : { last }),
  });
  const understanding: Understanding = {
    understand: (text, context) => current().understanding.understand(text, context),
  };
  return {
    ...{ skills: () => current().skills, understanding, parseContextOf },
    contextOf:
      (conversation) =>
      ({ transcript }, scope) => ({
        ...{ alarms, lists, facts, tools, controls },
        ...{
          signal: scope.signal,
          turn: turnView(scope),
          now,
          timeZone,
          random,
          conversation,
          skills: [...current().skills, ...hidden],
        },
        language: transcript.language,
        assistantName: name,
        vary,
      }),
    understandsIn: (conversation) => (text) =>
      isUnderstood(understanding, text, { ...parseContextOf(conversation), language: 'en' }),
  };
}

/** Sets of lines of which the last one told is remembered. */
const MOST_SETS = 500;

/** Round and round within each set of lines, not by chance: the same session can be replayed. */
function createVariety(): SkillContext['vary'] {
  const told = new LRUCache<string, number>({ max: MOST_SETS });
  return (lines) => {
    const next = ((told.get(lines[0]) ?? -1) + 1) % lines.length;
    told.set(lines[0], next);
    return lines[next] ?? lines[0];
  };
}

/** IANA zone of the user. */
export function timeZoneOf({ assistant }: Pick<Settings, 'assistant'>): string {
  return assistant.time_zone === 'auto' ? Intl.DateTimeFormat().resolvedOptions().timeZone : assistant.time_zone;
}
