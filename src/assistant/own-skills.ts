/** The user's own skills, and the order in which they, those of tools and the built-in ones are tried. */
import type { Settings } from '../config/schema.js';
import { builtInSkills } from '../skills/built-in/index.js';
import { loadSkills, type LoadedSkills } from '../skills/load.js';
import type { AnySkill } from '../skills/skill.js';
import { normalise } from '../stages/nlp/text.js';

/** Runs what lies in the folders of the settings; never throws for what is in them. */
export function loadOwnSkills({ assistant }: Pick<Settings, 'assistant'>): Promise<LoadedSkills> {
  return loadSkills(assistant.skills, {
    builtIn: builtInSkills,
    normalise: (text) => normalise(text, { names: [assistant.name.toLowerCase()] }),
  });
}

/** A skill of the user's own takes the place of a built-in one of its name. */
export function orderSkills(own: readonly AnySkill[], tools: readonly AnySkill[]): readonly AnySkill[] {
  const replaced = new Set(own.map(({ name }) => name));
  return [...own, ...tools, ...builtInSkills.filter(({ name }) => !replaced.has(name))];
}
