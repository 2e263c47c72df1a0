/** Every skill that reaches outside: phrases of the settings for tools, the home, the weather. */
import type { Clock } from '../../pipeline/stage.js';
import type { Tool, ToolBox } from '../../tools/tool.js';
import type { AnySkill } from '../skill.js';
import { createHomeExtras } from './home-extras.js';
import { hasHome } from './home-house.js';
import { createHomeSkills } from './home.js';
import { phraseSkill } from './tools-phrases.js';
import { createWeatherSkill } from './weather.js';

export interface ToolSkillOptions {
  readonly clock: Clock;
  /** One line about phrases of the settings that cannot be read. */
  readonly onNotice?: (text: string) => void;
}

/** A home that is controlled by other tools than Home Assistant's: phrases or the language model know how. */
const OTHER_HOME = /(?:^|[_\W])(?:lights?|lamps?|switch|devices?|thermostat|turn_on|turn_off|smart_?home)(?:$|[_\W])/i;

/**
 * Gives the skills for the tools there are at this moment: the same array as long as the tools are the same. What the
 * settings have phrases for comes first. The home and the weather are always there, if only to say what is missing.
 */
export function createToolSkills(tools: ToolBox, options: ToolSkillOptions): () => readonly AnySkill[] {
  const told = new Set<string>();
  const onNotice = (text: string): void => {
    if (!told.has(text)) options.onNotice?.(text);
    told.add(text);
  };
  let known: readonly Tool[] | undefined;
  let skills: readonly AnySkill[] = [];
  return () => {
    const list = tools.list();
    if (list === known) return skills;
    known = list;
    const { clock } = options;
    const phrased = list.flatMap((tool) => phraseSkill(tool, { tools, clock, onNotice }) ?? []);
    const isElsewhere = !hasHome(tools) && list.some(({ name }) => OTHER_HOME.test(name));
    const home = isElsewhere ? [] : [...createHomeExtras({ tools, clock }), ...createHomeSkills({ tools, clock })];
    const all = [...phrased, ...home, createWeatherSkill({ tools, clock })];
    // Where there is nothing to call, what is missing may be said at once.
    skills = list.length > 0 ? all : all.map((skill) => ({ ...skill, runs: 'draft' as const }));
    return skills;
  };
}
