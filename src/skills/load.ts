/** Skills of the user's own: every module in their folders, and one line about each that cannot be used. */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import envPaths from 'env-paths';
import { checkSkill } from './load-check.js';
import { letImportParley } from './load-hook.js';
import { loadModule, readFolder, type LoadedModule } from './load-module.js';
import { findUnheard, type Normalise } from './load-words.js';
import type { AnySkill } from './skill.js';

export interface LoadSkillsOptions {
  /** The folder that is used where it exists. Default: `skillsFolder()`; undefined for none. */
  readonly ownFolder?: string | undefined;
  /** Skills that come with Parley: one of the same name replaces them. */
  readonly builtIn: readonly AnySkill[];
  /** How heard text is written; unless told, phrases are not looked through for words in another form. */
  readonly normalise?: Normalise;
}

export interface LoadedSkills {
  /** In the order of folders, files and exports. */
  readonly skills: readonly AnySkill[];
  /** The file of each, by the skill's name. */
  readonly files: ReadonlyMap<string, string>;
  /** One line about each file or skill that was left out. */
  readonly problems: readonly string[];
  /** One line about what is used, but perhaps not as it was meant. */
  readonly notes: readonly string[];
}

/** `parley/skills` in the user's configuration folder (on Linux `$XDG_CONFIG_HOME` or `~/.config`). */
export function skillsFolder(): string {
  return join(envPaths('parley', { suffix: '' }).config, 'skills');
}

/**
 * Runs the modules of the folders; never throws for what is in them.
 * @param folders as in `assistant.skills`: each must exist; relative to the current folder, or `~/…`
 */
export async function loadSkills(folders: readonly string[], options: LoadSkillsOptions): Promise<LoadedSkills> {
  const own = 'ownFolder' in options ? options.ownFolder : skillsFolder();
  const named = folders.map((folder) => resolve(expandHome(folder)));
  const places = new Map<string, boolean>(own === undefined ? [] : [[resolve(own), false]]);
  for (const folder of named) places.set(folder, true);
  const contents = await Promise.all([...places].map(([folder, isWanted]) => readFolder(folder, isWanted)));
  const modules = contents.flatMap((content) => content.modules);
  letImportParley(modules.map(({ source }) => source));
  const loaded = await Promise.all(modules.map(loadModule));
  const collected = collect(loaded, options);
  return { ...collected, problems: [...contents.flatMap(({ problems }) => problems), ...collected.problems] };
}

function collect(modules: readonly LoadedModule[], { builtIn, normalise }: LoadSkillsOptions): LoadedSkills {
  const skills: AnySkill[] = [];
  const files = new Map<string, string>();
  const problems: string[] = [];
  const notes: string[] = [];
  const add = (file: string, value: unknown): void => {
    const checked = checkSkill(value);
    if (checked.kind === 'wrong') {
      problems.push(`${file}: ${checked.why}`);
      return;
    }
    const { skill } = checked;
    const { name } = skill;
    const other = files.get(name);
    if (other !== undefined) {
      const where = other === file ? 'this file' : other;
      problems.push(`${file}: skill "${name}": there is one of that name in ${where}; wanted another name`);
      return;
    }
    skills.push(skill);
    files.set(name, file);
    if (builtIn.some((known) => known.name === name))
      notes.push(`${file}: skill "${name}" replaces the built-in one of that name`);
    if (normalise !== undefined)
      notes.push(...findUnheard(skill, normalise).map((line) => `${file}: skill "${name}": ${line}`));
  };
  for (const module of modules) {
    if (module.kind === 'refused') problems.push(`${module.file}: ${module.why}`);
    else for (const value of module.found) add(module.file, value);
  }
  return { skills, files, problems, notes };
}

function expandHome(path: string): string {
  return path === '~' || /^~[\\/]/.test(path) ? join(homedir(), path.slice(1)) : path;
}
