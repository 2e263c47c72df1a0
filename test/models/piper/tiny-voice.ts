/** A voice of a few weights with the wiring of the real ones: text, noise, flow, conditioning, vocoder. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AttributeType,
  DataType,
  writeModel,
  type Attribute,
  type Model,
  type Node,
  type Tensor,
  type ValueInfo,
} from '../../../src/models/onnx/proto.js';

export interface TinyOptions {
  /** 0 makes a voice without speakers. */
  readonly speakers: number;
  /** Padding of the second upsampler: 1 makes a frame 4 samples, 0 does not. */
  readonly upsamplerPad: number;
  /** Without it there is nothing to cut at. */
  readonly upsamplers: boolean;
}

export const plain: TinyOptions = { speakers: 0, upsamplerPad: 1, upsamplers: true };

let seed = 1;
function weights(name: string, dims: number[], scale = 0.5): Tensor {
  const values = Float32Array.from({ length: dims.reduce((product, dim) => product * dim, 1) }, () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return (seed / 2_147_483_647 - 0.5) * 2 * scale;
  });
  return { name, dims, dataType: DataType.FLOAT, rawData: new Uint8Array(values.buffer) };
}

function longs(name: string, values: number[]): Tensor {
  const rawData = new Uint8Array(BigInt64Array.from(values.map(BigInt)).buffer);
  return { name, dims: [values.length], dataType: DataType.INT64, rawData };
}

function scalar(name: string, value: number): Tensor {
  return { name, dims: [1], dataType: DataType.FLOAT, rawData: new Uint8Array(Float32Array.of(value).buffer) };
}

const ints = (name: string, values: number[]): Attribute => ({ name, type: AttributeType.INTS, ints: values });
const int = (name: string, value: number): Attribute => ({ name, type: AttributeType.INT, i: value });
const node = (opType: string, input: string[], output: string, attribute: Attribute[] = []): Node => ({
  opType,
  input,
  output: [output],
  attribute,
});
const conv = (input: string, weight: string, output: string, width: number): Node =>
  node('Conv', [input, weight], output, [
    ints('kernel_shape', [width]),
    ints('pads', [(width - 1) / 2, (width - 1) / 2]),
  ]);
const upsample = (input: string, weight: string, output: string, pad: number): Node =>
  node('ConvTranspose', [input, weight], output, [
    ints('kernel_shape', [4]),
    ints('strides', [2]),
    ints('pads', [pad, pad]),
  ]);
const value = (name: string, elemType: number, dims: string[]): ValueInfo => ({
  name,
  type: { tensorType: { elemType, shape: { dim: dims.map((dimParam) => ({ dimParam })) } } },
});

/** Names without meaning: the seams must be found by the wiring. */
export function tinyModel(options: TinyOptions): Model {
  seed = 1;
  const voiced = options.speakers > 0;
  const nodes: Node[] = [
    node('Cast', ['input'], 'a', [int('to', DataType.FLOAT)]),
    node('Unsqueeze', ['a', 'axis1'], 'b'),
    node('Gather', ['scales', 'i0'], 'noisy'),
    node('Gather', ['scales', 'i1'], 'long'),
    // Every phoneme lasts ceil(2.3 · length) frames by the durations, and always 3 in truth.
    node('Mul', ['b', 'zero'], 'c'),
    node('Add', ['c', 'd23'], 'd'),
    node('Mul', ['d', 'long'], 'e'),
    node('Ceil', ['e'], 'f'),
    node('Mul', ['f', 'zero'], 'f0'),
    node('Add', ['b', 'f0'], 'b1'),
    node('Unsqueeze', ['b1', 'axis3'], 'g'),
    node('Expand', ['g', 'thrice'], 'h'),
    node('Reshape', ['h', 'flat'], 'i'),
    node('Mul', ['i', 'zero'], 'm0'),
    node('Add', ['m0', 'one'], 'mask'),
    conv('i', 'w1', 'mean', 1),
    node('RandomNormalLike', ['mean'], 'rand'),
    node('Mul', ['rand', 'noisy'], 'noise'),
    node('Add', ['mean', 'noise'], 'p'),
    conv('p', 'w2', 'q', 5),
    node('Mul', ['q', 'mask'], 'r'),
    node('Tanh', ['r'], 's'),
    node('Add', ['s', 'p'], 't'),
    node('Mul', ['t', 'mask'], 'z'),
    conv('z', 'w3', 'u0', 7),
    ...(voiced
      ? [
          node('Gather', ['emb', 'sid'], 'g0'),
          node('Unsqueeze', ['g0', 'axis2'], 'g1'),
          conv('g1', 'w4', 'g2', 1),
          node('Add', ['u0', 'g2'], 'u'),
        ]
      : []),
    node('LeakyRelu', [voiced ? 'u' : 'u0'], 'v'),
    ...(options.upsamplers
      ? [
          upsample('v', 'w5', 'x', 1),
          node('LeakyRelu', ['x'], 'x1'),
          upsample('x1', 'w6', 'y', options.upsamplerPad),
          node('LeakyRelu', ['y'], 'y1'),
          conv('y1', 'w7', 'y2', 7),
        ]
      : [conv('v', 'w8', 'y2', 7)]),
    node('Tanh', ['y2'], 'y3'),
    node('Unsqueeze', ['y3', 'axis2'], 'out'),
  ];
  const initializer = [
    ...[scalar('zero', 0), scalar('one', 1), scalar('d23', 2.3)],
    ...[longs('axis1', [1]), longs('axis2', [2]), longs('axis3', [3]), longs('i0', [0]), longs('i1', [1])],
    ...[longs('thrice', [1, 1, 1, 3]), longs('flat', [1, 1, -1])],
    ...[weights('w1', [4, 1, 1], 0.1), weights('w2', [4, 4, 5]), weights('w3', [8, 4, 7]), weights('w4', [8, 4, 1], 1)],
    ...[weights('w5', [8, 4, 4]), weights('w6', [4, 2, 4]), weights('w7', [1, 2, 7]), weights('w8', [1, 8, 7])],
    weights('emb', [Math.max(1, options.speakers), 4], 2),
  ];
  const input = [
    value('input', DataType.INT64, ['batch', 'ids']),
    value('input_lengths', DataType.INT64, ['batch']),
    value('scales', DataType.FLOAT, ['three']),
    ...(voiced ? [value('sid', DataType.INT64, ['batch'])] : []),
  ];
  const output = [value('out', DataType.FLOAT, ['batch', 'one', 'mono', 'time'])];
  const read = new Set(nodes.flatMap((made) => made.input ?? []));
  const used = initializer.filter((tensor) => read.has(tensor.name ?? ''));
  const graph = { name: 'tiny', node: nodes, initializer: used, input, output };
  return { irVersion: 8, producerName: 'test', graph, opsetImport: [{ domain: '', version: 15 }] };
}

export const tinyConfig = {
  audio: { sample_rate: 22_050 },
  espeak: { voice: 'en-us' },
  inference: { noise_scale: 0, length_scale: 1, noise_w: 0 },
  phoneme_id_map: Object.fromEntries(
    Array.from("_^$ !',-.:;?abdefhijklmnopstuvwzæðŋɐɑɔəɚɛɜɡɪɹɾʃʊʌʒˈˌːθᵻ").map((phoneme, id) => [phoneme, [id]]),
  ),
};

/** A folder with the voice in it, without noise: the same ids give the same sound. */
export async function tinyFolder(options: TinyOptions): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tiny-voice-'));
  const config = { ...tinyConfig, num_speakers: Math.max(1, options.speakers) };
  await writeFile(join(folder, 'tiny.onnx'), writeModel(tinyModel(options)));
  await writeFile(join(folder, 'tiny.onnx.json'), JSON.stringify(config));
  return folder;
}
