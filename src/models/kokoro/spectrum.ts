/** Writes a short-time Fourier transform as one convolution: the runtime's own is slow and uses one thread. */
import { AttributeType, DataType, type Graph, type Node, type Tensor } from '../onnx/proto.js';
import { longs } from '../onnx/constants.js';
import { numbersOf, scalarOf } from './readers.js';

/**
 * Far below any sound. The lowest and the highest bin have no imaginary part; where their real part is negative, its sign
 * decides between a phase of π and −π, and the network was trained with a transform that gives π.
 */
const speck = 1e-30;

/** Returns the number of transforms replaced; those without a constant window stay as they are. */
export function replaceTransforms(graph: Graph): number {
  const replacements = new Map<Node, { nodes: Node[]; weights: Tensor[] }>();
  for (const node of graph.node ?? []) {
    const made = node.opType === 'STFT' ? convolutionFor(graph, node) : undefined;
    if (made !== undefined) replacements.set(node, made);
  }
  graph.node = (graph.node ?? []).flatMap((node) => replacements.get(node)?.nodes ?? [node]);
  graph.initializer = [...(graph.initializer ?? []), ...[...replacements.values()].flatMap(({ weights }) => weights)];
  return replacements.size;
}

/** In: [1, samples]. Out: [1, frames, bins, 2], as the operator STFT gives it with `onesided` set. */
function convolutionFor(graph: Graph, node: Node): { nodes: Node[]; weights: Tensor[] } | undefined {
  const [signal = '', stepName = '', windowName = '', lengthName = ''] = node.input ?? [];
  const step = scalarOf(graph, stepName);
  const window = numbersOf(graph, windowName);
  const length = lengthName === '' ? window?.length : scalarOf(graph, lengthName);
  const isOneSided = Number(node.attribute?.find(({ name }) => name === 'onesided')?.i ?? 1) === 1;
  if (step === undefined || window === undefined || window.length !== length || !isOneSided) return undefined;
  const output = node.output?.[0] ?? '';
  const bins = Math.floor(length / 2) + 1;
  const named = (ending: string): string => `${output}_${ending}`;
  const ints = (name: string, values: number[]) => ({ name, type: AttributeType.INTS, ints: values });
  return {
    nodes: [
      { opType: 'Unsqueeze', input: [signal, named('axis')], output: [named('signal')] },
      {
        opType: 'Conv',
        name: named('convolution'),
        input: [named('signal'), named('basis'), named('bias')],
        output: [named('rows')],
        attribute: [ints('kernel_shape', [length]), ints('strides', [step])],
      },
      { opType: 'Reshape', input: [named('rows'), named('shape')], output: [named('parts')] },
      { opType: 'Transpose', input: [named('parts')], output: [output], attribute: [ints('perm', [0, 3, 2, 1])] },
    ],
    weights: [
      floats(named('basis'), [2 * bins, 1, length], fourierBasis(window, bins)),
      floats(
        named('bias'),
        [2 * bins],
        Float32Array.from({ length: 2 * bins }, (_, row) => (row < bins ? 0 : speck)),
      ),
      longs(named('axis'), [1]),
      longs(named('shape'), [1, 2, bins, -1]),
    ],
  };
}

/** Rows of cosines, then of sines with the sign of the forward transform, each times the window. */
function fourierBasis(window: readonly number[], bins: number): Float32Array {
  const length = window.length;
  const row = (bin: number, wave: (turns: number) => number): number[] =>
    window.map((weight, index) => weight * wave(((bin * index) % length) / length));
  const all = Array.from({ length: bins }, (_, bin) => bin);
  const sine = (turns: number): number => ((2 * turns) % 1 === 0 ? 0 : -Math.sin(2 * Math.PI * turns));
  return Float32Array.from([
    ...all.flatMap((bin) => row(bin, (turns) => Math.cos(2 * Math.PI * turns))),
    ...all.flatMap((bin) => row(bin, sine)),
  ]);
}

function floats(name: string, dims: number[], values: Float32Array): Tensor {
  return { name, dims, dataType: DataType.FLOAT, rawData: new Uint8Array(values.buffer) };
}
