/** Sessions of a tiny random Whisper, and the sounds to feed them: what the recogniser's core is made of, at little cost. */
import type * as ort from 'onnxruntime-node';
import { onTestFinished } from 'vitest';
import { openSession } from '../../../src/models/onnx/session.js';
import { buildDecoder } from '../../../src/models/whisper/decoder-graph.js';
import { buildEncoder } from '../../../src/models/whisper/encoder-graph.js';
import { EncoderMemory } from '../../../src/models/whisper/encoder-memory.js';
import { LogMel, MelAnalysis } from '../../../src/models/whisper/log-mel.js';
import { openCheckpoint } from '../../../src/models/whisper/model-folder.js';
import { Weights, type Dimensions } from '../../../src/models/whisper/weights.js';
import type { TestTensor } from '../safetensors/safetensors-bytes.js';
import { tinyFolder, tinyTensors, type TinySizes } from './tiny-whisper.js';

export const tiny: TinySizes = {
  melBands: 80,
  width: 16,
  heads: 2,
  encoderLayers: 2,
  decoderLayers: 2,
  vocabulary: 60,
};

/** Numbers between −1 and 1, the same ones for the same seed. */
export function randomFloats(count: number, seed: number): Float32Array {
  let state = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

/** Each tensor has numbers of its own, large enough for attention to matter: a wrong row shows in every output. */
function livelyTensors(): TestTensor[] {
  return tinyTensors(tiny).map((tensor, seed) => {
    const { name, shape } = tensor;
    const count = shape.reduce((product, size) => product * size, 1);
    const isScale = /norm\.weight$/.test(name);
    const inputs = shape.slice(1).reduce((product, size) => product * size, 1);
    const size = shape.length === 1 || name.includes('embed') ? 0.5 : 3 / Math.sqrt(inputs);
    const values = randomFloats(count, seed).map((value) => (isScale ? 1 : 0) + size * value);
    return { ...tensor, data: Buffer.from(values.buffer) };
  });
}

/** Every one of the tiny model's weights; its file is gone after the test. */
export function tinyWeights(): Weights {
  const checkpoint = openCheckpoint(tinyFolder({ tensors: livelyTensors() }, tiny));
  onTestFinished(() => {
    checkpoint.close();
  });
  return new Weights(checkpoint);
}

/** One run of a session: what went in and what came out. */
export interface SessionRun {
  readonly feeds: ort.InferenceSession.FeedsType;
  readonly results: ort.InferenceSession.ReturnType;
}

export interface RecordedSession {
  readonly session: ort.InferenceSession;
  readonly runs: readonly SessionRun[];
}

/** In float32, so that nothing but the order of sums differs between two ways to the same result. */
export const openEncoder = (weights: Weights): Promise<RecordedSession> => record(buildEncoder(weights, 'float32'));

export function openDecoder(weights: Weights): Promise<RecordedSession> {
  const alignmentHeads = [
    [0, 1],
    [1, 0],
  ] as const;
  return record(buildDecoder(weights, { precision: 'float32', alignmentHeads }));
}

async function record(graph: Uint8Array): Promise<RecordedSession> {
  const { session } = await openSession(graph, { providers: ['cpu'], threads: 1 });
  onTestFinished(() => session.release());
  const runs: SessionRun[] = [];
  const run = async (feeds: ort.InferenceSession.FeedsType, names?: readonly string[]) => {
    const results = await (names === undefined ? session.run(feeds) : session.run(feeds, names));
    // Copied: a result may be disposed of.
    const kept = Object.entries(results).map(([name, tensor]) => [name, copyOf(tensor)] as const);
    runs.push({ feeds, results: Object.fromEntries(kept) });
    return results;
  };
  return { session: { run } as unknown as ort.InferenceSession, runs };
}

function copyOf(tensor: ort.Tensor): ort.Tensor {
  return { dims: tensor.dims, data: (tensor.data as Float32Array).slice() } as unknown as ort.Tensor;
}

const analysis = new MelAnalysis(tiny.melBands);
const SAMPLES_PER_POSITION = 320;

/** How many positions at the end of a sound are not kept: what follows may still change them. */
export function openEnd(dimensions: Dimensions): number {
  return 400 - new EncoderMemory(dimensions).settledOf(soundOf(400), { first: 0, count: 400 });
}

/** A tone that rises over noise, `positions` of 20 ms long. */
export function soundOf(positions: number, gain = 0.3): LogMel {
  const sound = new LogMel(analysis);
  appendSound(sound, positions, gain);
  return sound;
}

/** The same sound goes on. */
export function appendSound(sound: LogMel, positions: number, gain = 0.3): void {
  const from = sound.lengthSamples;
  const noise = randomFloats(positions * SAMPLES_PER_POSITION, from + 1);
  sound.append(noise.map((value, i) => gain * (0.2 * value + 0.8 * Math.sin((from + i) * (0.05 + (from + i) / 4e6)))));
}

export function floatsOf(tensor: ort.Tensor | undefined): Float32Array {
  return tensor?.data as Float32Array;
}

/** The largest difference between two arrays of one length. */
export function distance(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) return Infinity;
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] ?? NaN))), 0);
}
