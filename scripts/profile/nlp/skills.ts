/** The skills of an assistant as it is installed: no tools, none of the user's own. */
import { systemClock } from '../../../src/pipeline/clock.js';
import { builtInSkills } from '../../../src/skills/built-in/index.js';
import { createToolSkills } from '../../../src/skills/built-in/tools.js';
import type { AnySkill } from '../../../src/skills/skill.js';
import { noTools } from '../../../src/tools/tool.js';

/** In the order in which they are tried. The home and the weather are understood without tools too. */
export function installedSkills(): readonly AnySkill[] {
  return [...createToolSkills(noTools, { clock: systemClock })(), ...builtInSkills];
}
