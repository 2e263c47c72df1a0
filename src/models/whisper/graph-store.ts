/** Keeps the graphs that were written for a model beside its weights, and trusts none whose digest is wrong. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DRAFT_ENDING, markUsed, sweepUnused } from '../kept-graphs.js';
import type { TensorFile, Variable } from '../tensors/tensor-file.js';

/** Rises with every change of what is written. */
const GRAPH_VERSION = 4;
const SAMPLES = 4;
const SAMPLE_BYTES = 1024;
const MANIFEST = 'manifest.json';

/** File name → its bytes. */
export type GraphFiles = ReadonlyMap<string, Uint8Array>;

export interface StoredGraphs {
  readonly files: GraphFiles;
  readonly bytes: number;
  /** Why the graphs are in memory only; absent when they lie on disk. */
  readonly unsaved?: string;
}

/**
 * Tells weights apart by their names, shapes, types and samples of every tensor: hashing all of them costs a start its
 * speed. `about` is what else decides the graphs, such as sizes and heads that come from another file; any JSON value.
 */
export function graphKey(file: TensorFile, computeType: string, about: unknown = null): string {
  const hash = createHash('sha256').update(JSON.stringify([GRAPH_VERSION, computeType, file.sizeBytes, about]));
  for (const variable of file.variables.values()) {
    hash.update(JSON.stringify([variable.name, variable.elementType, variable.shape]));
    for (const sample of sampleOf(file, variable)) hash.update(sample);
  }
  return hash.digest('hex').slice(0, 20);
}

/** Small tensors whole, of large ones the beginning, the end and places between. */
function sampleOf(file: TensorFile, variable: Variable): Buffer[] {
  const spare = variable.lengthBytes - SAMPLE_BYTES;
  if (spare <= SAMPLES * SAMPLE_BYTES) return [file.read(variable)];
  return Array.from({ length: SAMPLES }, (_, i) =>
    file.read(variable, Math.floor((spare * i) / (SAMPLES - 1)), SAMPLE_BYTES),
  );
}

/** The graphs under `modelFolder/graphs/key`; made by `build` and stored when they are absent or damaged. */
export async function loadGraphs(
  modelFolder: string,
  key: string,
  build: () => Promise<GraphFiles>,
): Promise<StoredGraphs> {
  const folder = join(modelFolder, 'graphs', key);
  const stored = await readGraphs(folder);
  if (stored !== undefined) {
    await markUsed(folder);
    return { files: stored, bytes: totalBytes(stored) };
  }
  const files = await build();
  const unsaved = await saveGraphs(folder, files);
  await sweepUnused(dirname(folder));
  return { files, bytes: totalBytes(files), ...(unsaved === undefined ? {} : { unsaved }) };
}

/** Undefined when anything is missing or differs from the manifest. */
async function readGraphs(folder: string): Promise<GraphFiles | undefined> {
  try {
    const digests = JSON.parse(await readFile(join(folder, MANIFEST), 'utf8')) as unknown;
    if (typeof digests !== 'object' || digests === null) return undefined;
    const files = new Map<string, Uint8Array>();
    for (const [name, wanted] of Object.entries(digests)) {
      const bytes = await readFile(join(folder, name));
      if (digest(bytes) !== wanted) return undefined;
      files.set(name, bytes);
    }
    return files.size === 0 ? undefined : files;
  } catch {
    return undefined;
  }
}

/** Writes under another name first, so that a half-written folder never has the final one. Returns why it could not. */
async function saveGraphs(folder: string, files: GraphFiles): Promise<string | undefined> {
  const temporary = `${folder}.${randomUUID().slice(0, 8)}${DRAFT_ENDING}`;
  try {
    await mkdir(temporary, { recursive: true });
    const digests: Record<string, string> = {};
    for (const [name, bytes] of files) {
      await writeFile(join(temporary, name), bytes);
      digests[name] = digest(bytes);
    }
    await writeFile(join(temporary, MANIFEST), JSON.stringify(digests));
    await rm(folder, { recursive: true, force: true });
    await rename(temporary, folder);
    return undefined;
  } catch (error) {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
    return error instanceof Error ? error.message : String(error);
  }
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function totalBytes(files: GraphFiles): number {
  let bytes = 0;
  for (const content of files.values()) bytes += content.byteLength;
  return bytes;
}
