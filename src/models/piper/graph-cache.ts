/** Keeps the parts of a cut voice beside its weights, so that only the first start pays for the cut. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { DRAFT_ENDING, markUsed, sweepUnused } from '../kept-graphs.js';
import { readModel, writeModel, type Model } from '../onnx/proto.js';
import { cutVoice, type Seam, type Uncut } from './cut.js';
import { quantizeText } from './quantize.js';

/** A cut voice as the runtime takes it: paths where the folder could be written, else bytes. */
export interface CutGraphs {
  readonly text: string | Uint8Array;
  readonly flow?: string | Uint8Array;
  readonly decoder: string | Uint8Array;
  readonly seam: Seam;
  /** `disk`: found or written beside the weights. `memory`: the folder could not be written. */
  readonly kept: 'disk' | 'memory';
}

/** Number format of the text part's large weights. */
export type ComputeType = 'float32' | 'int8';

/** To be raised with every change of what `cutVoice` writes. */
const graphVersion = 6;
const manifestName = 'cut.json';
const sampledBytes = 1 << 18;

const count = z.number().int().min(0);
const windowedPart = z.object({
  main: z.string(),
  beside: z.array(z.string()),
  contextFrames: count,
  crops: z.array(z.object({ perFrame: count, reach: count })),
});
const manifestSchema = z.object({
  sha256: z.record(z.string(), z.string().length(64)),
  seam: z.object({
    flow: windowedPart.optional(),
    decoder: windowedPart,
    durations: z.string().optional(),
    audio: z.string(),
    hopSamples: z.number().int().min(1),
  }),
});

/** The parts of the voice at `weightsPath`, from `<folder>/graphs/<key>/` when they lie there undamaged. */
export async function loadCutGraphs(
  weightsPath: string,
  folder: string,
  computeType: ComputeType,
): Promise<CutGraphs | Uncut> {
  const target = join(folder, 'graphs', await weightsKey(weightsPath, computeType));
  const cached = await readCache(target);
  if (cached !== undefined) {
    await markUsed(target);
    return cached;
  }
  const cut = cutVoice(await readGraph(weightsPath));
  if ('reason' in cut) return cut;
  const text = computeType === 'int8' ? quantizeText(cut.text) : cut.text;
  const parts: Record<string, Uint8Array> = { text: writeModel(text), decoder: writeModel(cut.decoder) };
  if (cut.flow !== undefined) parts['flow'] = writeModel(cut.flow);
  const written = await writeCache(target, parts, cut.seam);
  await sweepUnused(dirname(target));
  return written ?? { ...partsOf(parts, cut.seam), kept: 'memory' };
}

function partsOf<T extends string | Uint8Array>(
  parts: Readonly<Record<string, T>>,
  seam: Seam,
): { text: T; decoder: T; flow?: T; seam: Seam } {
  const { text, decoder, flow } = parts;
  if (text === undefined || decoder === undefined || (flow === undefined) !== (seam.flow === undefined)) {
    throw new Error('a part of the cut voice is missing');
  }
  return { text, decoder, seam, ...(flow === undefined ? {} : { flow }) };
}

async function readGraph(path: string): Promise<Model> {
  try {
    return readModel(await readFile(path));
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}; fetch the voice again`, { cause: error });
  }
}

/** Weights of two voices differ everywhere, so their size and three samples tell them apart without reading it all. */
async function weightsKey(path: string, computeType: ComputeType): Promise<string> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const digest = createHash('sha256').update(`${graphVersion}:${computeType}:${size}`);
    for (const at of [0, Math.floor(size / 2), Math.max(0, size - sampledBytes)]) {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(sampledBytes), 0, sampledBytes, at);
      digest.update(buffer.subarray(0, bytesRead));
    }
    return digest.digest('hex').slice(0, 16);
  } finally {
    await file.close();
  }
}

/** Undefined for a cache that is missing or damaged in any way: it is made anew then. */
async function readCache(target: string): Promise<CutGraphs | undefined> {
  try {
    const manifest = manifestSchema.parse(JSON.parse(await readFile(join(target, manifestName), 'utf8')));
    const paths: Record<string, string> = {};
    for (const [name, wanted] of Object.entries(manifest.sha256)) {
      const path = join(target, `${name}.onnx`);
      if (sha256(await readFile(path)) !== wanted) return undefined;
      paths[name] = path;
    }
    const { durations, flow, ...rest } = manifest.seam;
    const seam = {
      ...rest,
      ...(durations === undefined ? {} : { durations }),
      ...(flow === undefined ? {} : { flow }),
    };
    return { ...partsOf(paths, seam), kept: 'disk' };
  } catch {
    return undefined;
  }
}

/** All files appear at once, by the rename of their folder. Undefined where nothing can be written. */
async function writeCache(
  target: string,
  parts: Readonly<Record<string, Uint8Array>>,
  seam: Seam,
): Promise<CutGraphs | undefined> {
  const draft = `${target}.${randomUUID()}${DRAFT_ENDING}`;
  try {
    await mkdir(draft, { recursive: true });
    for (const [name, bytes] of Object.entries(parts)) await writeFile(join(draft, `${name}.onnx`), bytes);
    const hashes = Object.fromEntries(Object.entries(parts).map(([name, bytes]) => [name, sha256(bytes)]));
    await writeFile(join(draft, manifestName), JSON.stringify({ sha256: hashes, seam }));
    await rm(target, { recursive: true, force: true });
    await rename(draft, target);
  } catch {
    // A full or read-only disk, or another process that was quicker: whatever lies there now is checked again.
    await rm(draft, { recursive: true, force: true }).catch(() => undefined);
  }
  return readCache(target);
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
