/** Makes a start cold: models as they were fetched, without what was worked out from them, and out of the page cache. */
import { execFile } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { packageRoot } from '../../../src/models/catalog.js';

const run = promisify(execFile);

/** Smaller files are copied: they are written to. */
const LINKED_BYTES = 1_000_000;
/** What Parley works out from a model and keeps beside it. */
const DERIVED = ['graphs'];
const NATIVE = /\.(?:node|so(?:\.\d+)*|dylib|dll|onnx)$/;
/** Files that one tool is handed at once. */
const AT_ONCE = 40;

/** A folder of models like `folder`, with nothing in it that a first start would not find. Remove it afterwards. */
export async function freshModels(folder: string): Promise<string> {
  const fresh = await mkdtemp(join(dirname(folder), 'cold-start-'));
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isDirectory() || entry.name === 'spoken') continue;
    await mkdir(join(fresh, entry.name));
    for (const file of await readdir(join(folder, entry.name), { withFileTypes: true })) {
      if (DERIVED.includes(file.name)) continue;
      const [from, to] = [join(folder, entry.name, file.name), join(fresh, entry.name, file.name)];
      if (file.isFile() && statSync(from).size > LINKED_BYTES) await symlink(from, to);
      else await cp(from, to, { recursive: true, preserveTimestamps: true });
    }
  }
  return fresh;
}

export async function removeFresh(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

/**
 * Asks the system to forget the models' and the program's files, and no others: other programs keep theirs. What another
 * process has mapped stays. Returns what was done, or why it was not, in words.
 */
export async function dropFromPageCache(models: string): Promise<string> {
  if (process.platform !== 'linux') return `kept: nobody can ask ${process.platform} to forget single files`;
  const files = [...filesBelow(models, () => true), ...programFiles()];
  let bytes = 0;
  try {
    for (let at = 0; at < files.length; at += AT_ONCE) {
      // With nothing to copy, `dd` only advises the system that the file is not needed.
      const drop = 'for f in "$@"; do dd if="$f" iflag=nocache count=0 status=none || exit 1; done';
      await run('sh', ['-c', drop, 'sh', ...files.slice(at, at + AT_ONCE)]);
    }
    for (const file of files) bytes += statSync(file).size;
  } catch (error) {
    return `kept: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}`;
  }
  return `dropped: ${Math.round(bytes / 1e6)} MB in ${files.length} files`;
}

/** The compiled program and the native libraries of its engines. */
function programFiles(): string[] {
  const require = createRequire(import.meta.url);
  const native = ['onnxruntime-node', 'node-llama-cpp'].flatMap((name) =>
    filesBelow(dirname(require.resolve(name)), (file) => NATIVE.test(file)),
  );
  return [...filesBelow(join(packageRoot(), 'dist', 'src'), (file) => file.endsWith('.js')), ...native];
}

function filesBelow(folder: string, isWanted: (name: string) => boolean): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && isWanted(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}
