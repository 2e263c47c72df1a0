/** The models folder: where it is, what lies in it, and whether that is what the catalog promises. */
import type { Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import envPaths from 'env-paths';
import { loadCatalog } from './catalog.js';
import type { Catalog, ModelEntry, ModelFile } from './catalog.js';
import { sha256File } from './digest.js';
import type { DigestOptions } from './digest.js';
import { errorCode, formatBytes, ModelError } from './model-error.js';
import { addStamp, dropStamp, isStamped, readStamp } from './stamp.js';

/** Where a model lies and in what state. */
export interface ModelLocation {
  /** The id or path that was asked for. */
  readonly ref: string;
  readonly state: 'present' | 'missing' | 'damaged';
  readonly folder: string;
  /** Absolute paths, the main file first; they exist when the state is `present`. */
  readonly files: readonly string[];
  /** Whether every file is known to have the catalog's digest; false for a user's own path. */
  readonly verified: boolean;
  /** One line about a missing or damaged file. */
  readonly problem?: string;
  readonly entry?: ModelEntry;
}

/** `PARLEY_MODELS`, or `parley/models` in the user's cache folder (on Linux `$XDG_CACHE_HOME` or `~/.cache`). */
export function modelsFolder(env: NodeJS.ProcessEnv = process.env): string {
  const own = env['PARLEY_MODELS'];
  if (own !== undefined && own !== '') return resolve(expandHome(own));
  const xdg = env['XDG_CACHE_HOME'];
  // The XDG rules say that a relative path is to be ignored.
  if (process.platform === 'linux' && (xdg === undefined || !isAbsolute(xdg))) {
    return join(homedir(), '.cache', 'parley', 'models');
  }
  if (process.platform === 'linux' && xdg !== undefined) return join(xdg, 'parley', 'models');
  return join(envPaths('parley', { suffix: '' }).cache, 'models');
}

/** Whether a configured model is a path of the user's own rather than an id of the catalog. */
export function isModelPath(ref: string): boolean {
  return /[\\/]/.test(ref) || ref.startsWith('~') || ref.startsWith('.');
}

function expandHome(path: string): string {
  return path === '~' || /^~[\\/]/.test(path) ? join(homedir(), path.slice(1)) : path;
}

/** The store on `PARLEY_MODELS` or the cache folder, with the catalog that ships with Parley. */
export function openStore(env: NodeJS.ProcessEnv = process.env): ModelStore {
  const folder = modelsFolder(env);
  return new ModelStore(folder, loadCatalog(folder));
}

export class ModelStore {
  /** Absolute path of the models folder; it need not exist yet. */
  readonly folder: string;
  readonly catalog: Catalog;
  constructor(folder: string, catalog: Catalog) {
    this.folder = folder;
    this.catalog = catalog;
  }

  folderOf(id: string): string {
    return join(this.folder, id);
  }

  /** Looks at sizes and stamps only: cheap at every start. Throws ModelError('usage') for an unknown id. */
  async locate(ref: string): Promise<ModelLocation> {
    if (isModelPath(ref)) return locatePath(ref);
    const entry = this.catalog.get(ref);
    const folder = this.folderOf(entry.id);
    const stamp = await readStamp(folder);
    const checks = await Promise.all(
      entry.files.map(async (file) => {
        const found = await statFile(join(folder, file.name));
        return { problem: sizeProblem(file, found), missing: !found, stamped: found && isStamped(stamp, file, found) };
      }),
    );
    const files = entry.files.map((file) => join(folder, file.name));
    const problems = checks.flatMap((check) => check.problem ?? []);
    const shared = { ref, folder, files, entry };
    if (problems.length === 0) {
      return { ...shared, state: 'present', verified: checks.every((check) => check.stamped === true) };
    }
    const damaged = checks.some((check) => check.problem !== undefined && !check.missing);
    return { ...shared, state: damaged ? 'damaged' : 'missing', verified: false, problem: problems.join('; ') };
  }

  /** Reads every byte of a model and compares digests, whatever the stamps say; stamps the good files. */
  async verify(id: string, options: DigestOptions = {}): Promise<ModelLocation> {
    const location = await this.locate(id);
    const { entry, folder } = location;
    if (location.state !== 'present' || entry === undefined) return location;
    let before = 0;
    for (const file of entry.files) {
      const start = before;
      const digest = await sha256File(join(folder, file.name), {
        signal: options.signal,
        onBytes: (bytes) => options.onBytes?.(start + bytes),
      });
      if (digest !== file.sha256) {
        await dropStamp(folder, file);
        return { ...location, state: 'damaged', verified: false, problem: digestProblem(file, digest) };
      }
      before += file.bytes;
      await addStamp(folder, file);
    }
    return { ...location, verified: true };
  }

  /** The first model of a list of preferences that is present, and those before it that are not. */
  async firstPresent(refs: readonly string[]): Promise<{ found?: ModelLocation; absent: readonly ModelLocation[] }> {
    const absent: ModelLocation[] = [];
    for (const ref of refs) {
      const location = await this.locate(ref);
      if (location.state === 'present') return { found: location, absent };
      absent.push(location);
    }
    return { absent };
  }
}

/** Undefined when there is no such file; a broken link counts as none. */
export async function statFile(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return undefined;
    throw new ModelError('disk', `cannot read ${path}: ${errorCode(error) ?? 'unknown fault'}`, { cause: error });
  }
}

function sizeProblem(file: ModelFile, found: Stats | undefined): string | undefined {
  if (!found) return `${file.name} is missing`;
  if (!found.isFile()) return `${file.name} is not a file`;
  if (found.size !== file.bytes) return `${file.name} has ${found.size} bytes, ${file.bytes} wanted`;
  return undefined;
}

/** The line for a file whose digest is not the catalog's. */
export function digestProblem(file: ModelFile, digest: string): string {
  return `${file.name} (${formatBytes(file.bytes)}) has sha256 ${digest.slice(0, 12)}…, ${file.sha256.slice(0, 12)}… wanted`;
}

async function locatePath(ref: string): Promise<ModelLocation> {
  const path = resolve(expandHome(ref));
  const found = await statFile(path);
  const missing = { ref, state: 'missing', folder: dirname(path), files: [path], verified: false } as const;
  if (!found) return { ...missing, problem: `${path} does not exist` };
  if (found.isDirectory()) {
    const names = (await readdir(path, { withFileTypes: true })).filter((item) => !item.isDirectory());
    const files = names.map((item) => join(path, item.name)).sort();
    if (files.length > 0) return { ref, state: 'present', folder: path, files, verified: false };
    return { ...missing, folder: path, problem: `${path} is empty` };
  }
  if (found.size === 0) return { ...missing, state: 'damaged', problem: `${basename(path)} is empty (0 bytes)` };
  return { ref, state: 'present', folder: dirname(path), files: [path], verified: false };
}
