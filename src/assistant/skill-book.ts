/** Which skills there are, where they come from, and what words mean to them: without engines, alarms or a voice. */
import type { Settings } from '../config/schema.js';
import { systemClock } from '../pipeline/clock.js';
import { createToolSkills } from '../skills/built-in/tools.js';
import { skillsFolder } from '../skills/load.js';
import type { AnySkill, ParseContext } from '../skills/skill.js';
import { namesOfWakeWords } from '../stages/nlp/address.js';
import { createUnderstanding, type Meaning } from '../stages/nlp/understanding.js';
import { createToolBox } from '../tools/tool-box.js';
import { timeZoneOf } from './abilities.js';
import { loadOwnSkills, orderSkills } from './own-skills.js';
import { readVersion } from './version.js';

export interface SkillRow {
  readonly name: string;
  readonly about: string;
  readonly examples: readonly string[];
  readonly source: 'built-in' | 'own' | 'tool';
  /** Of a skill of the user's own. */
  readonly file?: string;
}

export interface SkillBook {
  /** In the order in which they are tried. */
  readonly rows: readonly SkillRow[];
  /** Where the user's own skills lie; it need not exist. */
  readonly folder: string;
  /** One line about each file or skill that is left out. */
  readonly problems: readonly string[];
  /** One line about what is used, but perhaps not as it was meant. */
  readonly notes: readonly string[];
  /** As at the beginning of a conversation. Changes nothing. */
  understand(text: string): Meaning;
}

export interface SkillBookOptions {
  readonly signal: AbortSignal;
  /** One line about a server whose tools are missing. */
  readonly onNotice: (line: string) => void;
}

/** Servers of tools have this long to say what they offer. */
const TOOLS_MS = 5000;

/** Starts the servers of tools and ends them again; nothing where none is configured. */
export async function openSkillBook(settings: Settings, options: SkillBookOptions): Promise<SkillBook> {
  const [own, tools] = await Promise.all([loadOwnSkills(settings), readToolSkills(settings, options)]);
  const skills = orderSkills(own.skills, tools);
  const understanding = createUnderstanding({
    names: [settings.assistant.name, ...namesOfWakeWords(settings.wake.words)],
    skills,
  });
  const understand = (text: string): Meaning => understanding.understand(text, freshContext(settings));
  return {
    rows: skills.map(({ name, about, examples }) => {
      const file = own.files.get(name);
      const source = file !== undefined ? 'own' : tools.some((tool) => tool.name === name) ? 'tool' : 'built-in';
      return { name, about, examples, source, ...(file === undefined ? {} : { file }) };
    }),
    folder: skillsFolder(),
    problems: own.problems,
    notes: [...own.notes, ...own.skills.flatMap((skill) => misreadExamples(skill, understand))],
    understand,
  };
}

async function readToolSkills(
  settings: Settings,
  { signal, onNotice }: SkillBookOptions,
): Promise<readonly AnySkill[]> {
  const box = createToolBox({ settings: settings.tools, clock: systemClock, version: readVersion(), onNotice });
  try {
    box.start();
    await box.settled(TOOLS_MS, signal);
    return createToolSkills(box, { clock: systemClock, onNotice })();
  } finally {
    await box.close();
  }
}

function freshContext(settings: Settings): ParseContext {
  return { language: 'en', now: new Date(), timeZone: timeZoneOf(settings) };
}

/** What its author says that people say, and what would be understood instead. */
function misreadExamples({ name, examples }: AnySkill, understand: (text: string) => Meaning): string[] {
  return examples.flatMap((example) => {
    const { intent } = understand(example);
    if (intent?.name === name) return [];
    const instead = intent === undefined ? 'by no skill' : `as ${intent.name}`;
    return [`skill "${name}": its example "${example}" is understood ${instead}`];
  });
}
