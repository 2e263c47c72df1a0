/** What is likely to be asked just now: the skills' own words, and the names that the user gave. */
import { hintsOf, type SkillHints } from '../skills/hints.js';
import type { AnySkill } from '../skills/skill.js';
import type { Abilities, Belongings } from './abilities.js';

/** Names beyond these are too many to be likely. */
const MOST_NAMES = 200;

/** Asked at every turn; made anew only when skills or names have changed. */
export function hintsFrom({ skills }: Abilities, { lists, ownSkills }: Belongings): () => SkillHints {
  let made: { readonly from: readonly AnySkill[]; readonly things: string; readonly hints: SkillHints } | undefined;
  return () => {
    const from = skills();
    const names = lists.names().slice(-MOST_NAMES);
    const things = names.join('\n');
    if (made?.from !== from || made.things !== things) {
      const own = ownSkills.map(({ name }) => name);
      made = { from, things, hints: hintsOf(from, { own, things: names }) };
    }
    return made.hints;
  };
}
