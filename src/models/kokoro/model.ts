/** A loaded Kokoro: tokens and a style in, sound and its plan out. Source: StyleTTS 2 (Li et al. 2023) with iSTFTNet. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Tensor, type InferenceSession } from 'onnxruntime-node';
import { readModel, writeModel } from '../onnx/proto.js';
import { openSession, type SessionOptions } from '../onnx/session.js';
import { openDurations } from './durations.js';
import { dropUnused, replaceIntegerConvolutions } from './float-convolutions.js';
import { fuseNorms } from './norms.js';
import { replaceTransforms } from './spectrum.js';
import { styleSize } from './voices.js';

export const kokoroRateHz = 24_000;

export interface KokoroSound {
  readonly samples: Float32Array;
  /** Samples that each token lasts. */
  readonly durations: readonly number[];
}

export interface KokoroText {
  /** With a pad at both ends, at most 512. */
  readonly ids: readonly number[];
  /** 256 numbers. */
  readonly style: Float32Array;
  /** Speaking rate; 1 is the voice's own. */
  readonly speed: number;
}

export class KokoroModel {
  readonly provider: string;
  readonly #session: InferenceSession;
  readonly #names: KokoroNames;
  #isClosed = false;

  private constructor(session: InferenceSession, names: KokoroNames, provider: string) {
    this.#session = session;
    this.#names = names;
    this.provider = provider;
  }

  /** Loads the only graph in the folder. Throws one line when there is none, or one that is no Kokoro. */
  static async load(folder: string, options: SessionOptions): Promise<KokoroModel> {
    const path = await findGraph(folder);
    const { graph, durations } = await readGraph(path);
    const { session, provider } = await openSession(graph, options);
    return new KokoroModel(session, namesIn(session, { durations, path }), provider);
  }

  /** One run: it blocks the thread until all of the sound is made. */
  async speak({ ids, style, speed }: KokoroText): Promise<KokoroSound> {
    const { tokens, audio, durations } = this.#names;
    const outputs = await this.#session.run({
      [tokens]: new Tensor('int64', BigInt64Array.from(ids.map(BigInt)), [1, ids.length]),
      style: new Tensor('float32', style, [1, styleSize]),
      speed: new Tensor('float32', Float32Array.of(speed), [1]),
    });
    const samples = outputs[audio]?.data as Float32Array;
    const frames = Array.from(outputs[durations]?.data as BigInt64Array, Number);
    const total = frames.reduce((sum, count) => sum + count, 0);
    return { samples, durations: frames.map((count) => (count * samples.length) / total) };
  }

  /** Legal any number of times. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#session.release();
  }
}

/** Tensors that exports call differently. */
interface KokoroNames {
  readonly tokens: string;
  readonly audio: string;
  readonly durations: string;
}

function namesIn(
  { inputNames, outputNames }: InferenceSession,
  { durations, path }: { durations: string; path: string },
): KokoroNames {
  const tokens = inputNames.find((name) => name === 'tokens' || name === 'input_ids');
  const audio = outputNames.find((name) => name !== durations);
  if (tokens === undefined || audio === undefined || !inputNames.includes('style') || !inputNames.includes('speed')) {
    throw new Error(`${path}: got inputs ${inputNames.join(', ')}, wanted tokens, style, speed; fetch the model again`);
  }
  return { tokens, audio, durations };
}

async function findGraph(folder: string): Promise<string> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.onnx'));
  const [only] = names;
  if (only !== undefined && names.length === 1) return join(folder, only);
  const got = names.length === 0 ? 'no .onnx file' : names.join(', ');
  throw new Error(`tts.kokoro.model: got ${got} in ${folder}, wanted exactly one .onnx file; fetch the model again`);
}

/** The graph as it is quickest here. */
async function readGraph(path: string): Promise<{ graph: Uint8Array; durations: string }> {
  try {
    const model = readModel(await readFile(path));
    replaceIntegerConvolutions(model.graph);
    fuseNorms(model.graph);
    replaceTransforms(model.graph);
    const durations = openDurations(model.graph);
    dropUnused(model.graph);
    return { graph: writeModel(model), durations };
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}`, { cause: error });
  }
}
