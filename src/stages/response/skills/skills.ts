/** Every built-in skill, one for each intent. */
import { calendarSkills } from './calendar.js';
import type { Skills } from './skill.js';
import { sumSkills } from './sums.js';
import { talkSkills } from './talk.js';
import { timerSkills } from './timers.js';

export const builtInSkills: Skills = { ...talkSkills, ...calendarSkills, ...sumSkills, ...timerSkills };
