/** Finds the modules of a folder and loads them, each by itself: what is wrong with one is one line about it. */
import type { Stats } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { firstLine } from './load-check.js';

/** What a module exports that may be a skill, or the line about why there is nothing. */
export type LoadedModule =
  | { readonly file: string; readonly kind: 'loaded'; readonly found: readonly unknown[] }
  | { readonly file: string; readonly kind: 'refused'; readonly why: string };

export interface FoundModule {
  readonly file: string;
  readonly source: string;
}

export interface FolderContents {
  readonly modules: readonly FoundModule[];
  /** One line about each file that is not loaded, or about the folder. */
  readonly problems: readonly string[];
}

const MODULE = /^[^.].*(?<!\.d)\.(?:js|mjs|cjs|ts|mts)$/;
/** More files than this are somebody's project rather than a folder of skills, and all of them would be run. */
const MOST_MODULES = 100;
/** A module that waits for something at its top must not keep everything else waiting. */
const LONGEST_LOAD_MS = 5000;
const SKILL_KEYS = ['name', 'about', 'examples', 'phrases', 'answer'];

/** Nothing is run yet. `isWanted`: a folder that is not there is a mistake. */
export async function readFolder(folder: string, isWanted: boolean): Promise<FolderContents> {
  try {
    const stats = await stat(folder);
    if (!stats.isDirectory()) return refusal(`${folder}: not a folder; wanted a folder with skills`);
    if (isForAll(stats)) return refusal(`${folder}: ${openToAll}; nothing in it is loaded: chmod o-w it`);
    const names = (await readdir(folder)).filter((name) => MODULE.test(name)).sort();
    if (names.length > MOST_MODULES)
      return refusal(
        `${folder}: has ${names.length} modules, wanted at most ${MOST_MODULES}; is this a skills folder?`,
      );
    const read = await Promise.all(names.map((name) => readModule(join(folder, name))));
    return {
      modules: read.filter((module) => typeof module !== 'string'),
      problems: read.filter((module) => typeof module === 'string'),
    };
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' && !isWanted) return { modules: [], problems: [] };
    if (code === 'ENOENT') return refusal(`${folder}: no such folder; make it, or take it out of assistant.skills`);
    return refusal(`${folder}: cannot be read (${reasonOf(code, error)}); no skill of it is loaded`);
  }
}

function refusal(problem: string): FolderContents {
  return { modules: [], problems: [problem] };
}

async function readModule(file: string): Promise<FoundModule | string> {
  try {
    const stats = await stat(file);
    if (!stats.isFile()) return `${file}: not a file; wanted a module that exports a skill`;
    if (isForAll(stats)) return `${file}: ${openToAll}; not loaded: chmod o-w it`;
    if (/ts$/.test(file) && !readsTypeScript())
      return `${file}: Node ${process.versions.node} reads no TypeScript; compile it to .mjs, or use Node 22.18 or newer`;
    return { file, source: await readFile(file, 'utf8') };
  } catch (error) {
    return `${file}: cannot be read (${reasonOf(codeOf(error), error)})`;
  }
}

/** Runs the module. */
export async function loadModule({ file }: FoundModule): Promise<LoadedModule> {
  const { href } = pathToFileURL(file);
  try {
    const exported = await inTime(import(/* @vite-ignore */ href) as Promise<Record<string, unknown>>);
    const found = findSkills(exported);
    if (found.length > 0) return { file, kind: 'loaded', found };
    const why = 'exports no skill; wanted export default { name, about, examples, phrases, answer }';
    return { file, kind: 'refused', why };
  } catch (error) {
    return { file, kind: 'refused', why: `cannot be loaded: ${firstLine(error)}${placeOf(error, href)}` };
  }
}

/** The default export, whatever it is, and of the others what looks like a skill; each once. */
function findSkills(exported: Record<string, unknown>): unknown[] {
  const { default: main, ...named } = exported;
  const others = Object.values(named).flatMap(open).filter(looksLikeSkill);
  return [...new Set([...(main === undefined ? [] : open(main)), ...others])];
}

/** What is in a list of skills, or in an object of them, as CommonJS modules export. */
function open(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value !== 'object' || value === null || looksLikeSkill(value)) return [value];
  const inside = Object.values(value).filter(looksLikeSkill);
  return inside.length === 0 ? [value] : inside;
}

function looksLikeSkill(value: unknown): boolean {
  return typeof value === 'object' && value !== null && SKILL_KEYS.filter((key) => key in value).length > 1;
}

function inTime<T>(loading: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`not loaded within ${LONGEST_LOAD_MS / 1000} s`));
    }, LONGEST_LOAD_MS);
    loading.then(resolve, reject).finally(() => {
      clearTimeout(timer);
    });
  });
}

/** Where in the file it was thrown, if Node tells. */
function placeOf(error: unknown, href: string): string {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const at = stack.indexOf(`${href}:`);
  const line = at < 0 ? undefined : /^\d+/.exec(stack.slice(at + href.length + 1))?.[0];
  return line === undefined ? '' : ` (line ${line})`;
}

const openToAll = 'everybody on this machine may write to it';

function isForAll({ mode }: Stats): boolean {
  return process.platform !== 'win32' && (mode & 0o002) !== 0;
}

function readsTypeScript(): boolean {
  const { typescript } = process.features as { readonly typescript?: unknown };
  return typescript === 'strip' || typescript === 'transform';
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function reasonOf(code: string, error: unknown): string {
  return code === 'EACCES' || code === 'EPERM' ? 'permission denied' : firstLine(error);
}
