/** Another version of the program in a folder of its own: out of git, built; or this build, kept from being rebuilt. */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { extract } from 'tar';
import { AudioError } from '../../../src/audio/audio-error.js';

const run = promisify(execFile);
const MOST_BYTES = 64 * 1024 * 1024;

export interface Place {
  readonly folder: string;
  readonly remove: () => Promise<void>;
}

export interface VersionOptions {
  /** Of the checkout. */
  readonly root: string;
  readonly signal: AbortSignal;
  readonly onProgress: (line: string) => void;
}

/** The commit that a name means; undefined when this is no checkout or has no such version. */
export async function findCommit(root: string, name: string): Promise<string | undefined> {
  if (name.startsWith('-')) return undefined;
  try {
    const { stdout } = await run('git', ['-C', root, 'rev-parse', '--verify', '--quiet', `${name}^{commit}`]);
    return stdout.trim();
  } catch {
    return undefined;
  }
}

/** That commit, installed and built. The checkout and its git folder stay as they are. */
export async function buildVersion(commit: string, { root, signal, onProgress }: VersionOptions): Promise<Place> {
  const place = await makePlace(commit.slice(0, 10));
  const { folder } = place;
  try {
    onProgress(`building ${commit.slice(0, 10)} …`);
    const archive = join(folder, '.version.tar');
    await run('git', ['-C', root, 'archive', '--format=tar', `--output=${archive}`, commit], { signal });
    await extract({ file: archive, cwd: folder });
    await rm(archive);
    await install(folder, root, signal);
    await execute(process.execPath, ['node_modules/typescript/bin/tsc', '-b'], { folder, signal });
    return place;
  } catch (error) {
    await place.remove();
    throw error;
  }
}

/** This build as it is now: building goes on meanwhile, and both versions run from the same disk. */
export async function copyBuild(root: string): Promise<Place> {
  const place = await makePlace('this');
  const left = new Set(['.git', 'node_modules', 'test', 'docs']);
  await cp(root, place.folder, {
    recursive: true,
    filter: (path) => !left.has(path.slice(root.length + 1)),
  });
  await symlink(join(root, 'node_modules'), join(place.folder, 'node_modules'));
  return place;
}

async function makePlace(name: string): Promise<Place> {
  const above = await mkdtemp(join(tmpdir(), 'parley-version-'));
  const folder = join(above, name);
  await mkdir(folder);
  return { folder, remove: () => rm(above, { recursive: true, force: true }) };
}

/** The same packages are not installed twice. */
async function install(folder: string, root: string, signal: AbortSignal): Promise<void> {
  const [wanted, here] = await Promise.all(
    [folder, root].map((place) => readFile(join(place, 'package-lock.json'), 'utf8')),
  );
  if (wanted === here) await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  else await execute('npm', ['ci', '--prefer-offline', '--no-audit', '--no-fund'], { folder, signal });
}

async function execute(
  command: string,
  args: readonly string[],
  { folder, signal }: { readonly folder: string; readonly signal: AbortSignal },
): Promise<void> {
  try {
    await run(command, args, { cwd: folder, signal, maxBuffer: MOST_BYTES });
  } catch (error) {
    signal.throwIfAborted();
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    const lines = `${stdout}\n${stderr}`.trim().split('\n');
    const telling = lines.filter((line) => /error TS|ERR!|ENO[A-Z]+/.test(line)).slice(0, 3);
    const reason = (telling.length > 0 ? telling : lines.slice(-3)).join(' | ');
    throw new AudioError(`${command} ${args.join(' ')} of the version in ${folder} failed: ${reason}`);
  }
}
