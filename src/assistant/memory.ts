/** What outlives a change of settings, and what of it survives a restart. */
import { uptime } from 'node:os';
import { join } from 'node:path';
import { AlarmClock } from '../skills/keep/alarm-clock.js';
import { openKeep } from '../skills/keep/database.js';
import type { Controls } from '../skills/controls.js';
import type { AnySkill } from '../skills/skill.js';
import { SkillAnswers } from '../stages/response/cache/skill-answers.js';
import { Conversations } from '../stages/response/conversations.js';
import { PauseHabit } from '../stages/turn-detection/habit.js';
import { createToolBox, type ConnectedTools } from '../tools/tool-box.js';
import { createToolSkills } from '../skills/built-in/tools.js';
import type { Settings } from '../config/schema.js';
import type { Clock } from '../pipeline/stage.js';
import { timeZoneOf, type Belongings } from './abilities.js';
import { dataFolder } from './data-folder.js';
import type { Memory, VoiceMemory } from './stages.js';
import { readVersion } from './version.js';

export interface MemoryOptions {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly controls: Controls;
  /** False for what never answers: nothing is read or written then, whatever the settings say. */
  readonly isKept: boolean;
  readonly ownSkills?: readonly AnySkill[] | undefined;
  readonly voice?: VoiceMemory;
  /** Says something unasked. Without it nothing ever rings here. */
  readonly announce?: (text: string) => void;
  readonly onNotice?: ((text: string) => void) | undefined;
  /** Wall-clock time; default the system's. */
  readonly now?: (() => Date) | undefined;
  /** 0 ≤ x < 1; default `Math.random`. */
  readonly random?: (() => number) | undefined;
}

/** The parts that somebody starts, changes and closes. */
export interface OpenMemory extends Memory {
  readonly belongings: Belongings & { readonly tools: ConnectedTools; readonly alarms: AlarmClock };
}

/** Nothing is started yet: no server, no alarm. */
export function openMemory(options: MemoryOptions): OpenMemory {
  const { settings, clock, controls, isKept, announce, onNotice, voice } = options;
  const { assistant, nlp, tools: toolSettings } = settings;
  const now = options.now ?? (() => new Date());
  const notice = onNotice === undefined ? {} : { onNotice };
  const file = isKept && assistant.memory === 'disk' ? join(dataFolder(), 'memory.db') : ':memory:';
  const keep = openKeep({ file, now, ...notice });
  const alarms = new AlarmClock({
    ...{ table: keep.alarms, clock, now, timeZone: timeZoneOf(settings) },
    sinceBootMs: () => uptime() * 1000,
    ...(announce === undefined
      ? {}
      : {
          onRing: ({ text }) => {
            announce(text);
          },
        }),
    ...notice,
  });
  const tools = createToolBox({ settings: toolSettings, clock, version: readVersion(), ...notice });
  const { max_history, context_timeout } = nlp.context_manager;
  return {
    ...{ clock, habit: new PauseHabit(), answers: new SkillAnswers(clock) },
    ...(voice === undefined ? {} : { voice }),
    conversations: new Conversations(clock, { maxHistory: max_history, timeoutMs: context_timeout * 1000 }),
    belongings: {
      ...{ alarms, lists: keep.lists, facts: keep.facts, tools, controls, now, clock },
      ownSkills: options.ownSkills ?? [],
      toolSkills: createToolSkills(tools, { clock, ...notice }),
      random: options.random ?? Math.random,
      close: async () => {
        alarms.close();
        await tools.close();
        keep.close();
      },
    },
  };
}

/** Other limits of what is remembered, other servers of tools: from now on. */
export function followSettings({ belongings, conversations }: OpenMemory, { nlp, tools }: Settings): void {
  const { max_history, context_timeout } = nlp.context_manager;
  belongings.tools.change(tools);
  conversations.configure({ maxHistory: max_history, timeoutMs: context_timeout * 1000 });
}
