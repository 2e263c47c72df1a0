/** Packages as trees of files: a folder, or a wheel (which is a zip archive) read in place. */
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { openPromise } from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import { errorLine, ModelError } from '../model-error.js';
import { statFile } from '../store.js';

/** Read access to one package's files by their relative paths. */
export interface Tree {
  /** A stream of the member's bytes, or undefined when the package has no such member. */
  open(member: string): Promise<Readable | undefined>;
  close(): void;
}

export function folderTree(folder: string): Tree {
  return {
    async open(member) {
      const path = join(folder, member);
      const found = await statFile(path);
      return found?.isFile() === true ? createReadStream(path) : undefined;
    },
    close: () => undefined,
  };
}

/** Opens a zip archive; only its directory is read now. */
export async function zipTree(path: string): Promise<Tree> {
  let zip: ZipFile;
  try {
    zip = await openPromise(path, { lazyEntries: true, autoClose: false });
  } catch (error) {
    throw new ModelError('source', `the package is not a readable zip archive: ${errorLine(error)}`, { cause: error });
  }
  const entries = new Map<string, Entry>();
  try {
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);
  } catch (error) {
    zip.close();
    throw new ModelError('source', `the package's directory is damaged: ${errorLine(error)}`, { cause: error });
  }
  return {
    async open(member) {
      const entry = entries.get(member);
      return entry === undefined ? undefined : zip.openReadStreamPromise(entry);
    },
    close: () => {
      zip.close();
    },
  };
}
