/** Every built-in skill, in the order in which they are tried. */
import type { AnySkill } from '../skill.js';
import { alarmSkills } from './alarms.js';
import { date, time } from './calendar.js';
import { chanceSkills } from './chance.js';
import { chatSkills } from './chat.js';
import { controlSkills } from './controls.js';
import { factSkills } from './facts.js';
import { createJokeSkills } from './jokes.js';
import { listSkills } from './lists.js';
import { memorySkills } from './memory.js';
import { noteSkills } from './notes.js';
import { reminderSkills } from './reminders.js';
import { spellSkills } from './spell.js';
import { arithmetic, conversion } from './sums.js';
import { talkSkills } from './talk.js';
import { timerSkills } from './timers.js';

/** What rings comes before "stop", and what names a thing before what is said about anything. */
export const builtInSkills: readonly AnySkill[] = [
  ...[...alarmSkills, ...timerSkills, ...reminderSkills],
  ...[time, date, conversion, arithmetic],
  ...[...memorySkills, ...controlSkills, ...factSkills, ...noteSkills, ...listSkills],
  ...[...spellSkills, ...chanceSkills, ...createJokeSkills(), ...talkSkills, ...chatSkills],
];
