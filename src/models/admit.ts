/** The only way a file gets its final name: right size, right digest, on the disk, renamed, stamped. */
import { open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ModelFile } from './catalog.js';
import { sha256File } from './digest.js';
import { ModelError } from './model-error.js';
import { addStamp } from './stamp.js';
import { digestProblem, statFile } from './store.js';

/** Verifies `part` against the catalog and gives it its name in `folder`. A part that does not fit is deleted. */
export async function admitFile(file: ModelFile, part: string, folder: string, signal: AbortSignal): Promise<void> {
  const size = (await statFile(part))?.size ?? 0;
  if (size !== file.bytes) {
    await rm(part, { force: true });
    throw new ModelError('source', `${file.name} has ${size} bytes, ${file.bytes} wanted`);
  }
  // Read back from the disk: what is checked is what the engine will load.
  const digest = await sha256File(part, { signal });
  if (digest !== file.sha256) {
    await rm(part, { force: true });
    throw new ModelError('source', digestProblem(file, digest));
  }
  await flush(part);
  const target = join(folder, file.name);
  await rename(part, target);
  await flushFolder(dirname(target));
  await addStamp(folder, file);
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes the rename itself durable where the system can (not on Windows). */
async function flushFolder(path: string): Promise<void> {
  try {
    const handle = await open(path, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // Some systems cannot open or sync a folder; the file itself is safe.
  }
}
