/** Folders of graphs that were written beside weights: those that nobody uses any longer go. */
import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';

/** Ends the name of a folder that is still being written. */
export const DRAFT_ENDING = '.part';
/** A younger draft may still be in work; an older one belongs to a process that was killed. */
const LONGEST_DRAFT_MS = 3_600_000;
/** Two versions of the program on one machine keep their graphs as long as both are started now and then. */
const UNUSED_MS = 30 * 24 * 3_600_000;

/** Where nothing can be written, nothing is removed either. */
export async function markUsed(folder: string): Promise<void> {
  const now = new Date();
  await utimes(folder, now, now).catch(() => undefined);
}

/** Removes what is in the folder and was not used for a month, and drafts that nobody works on. */
export async function sweepUnused(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    const ageMs = Date.now() - ((await stat(path).catch(() => undefined))?.mtimeMs ?? Infinity);
    const limitMs = name.endsWith(DRAFT_ENDING) ? LONGEST_DRAFT_MS : UNUSED_MS;
    if (ageMs > limitMs) await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}
