/** Turns convolutions in whole numbers back into float: without VNNI instructions they are two to three times slower. */
import { DataType, type Graph, type Node, type Tensor } from '../onnx/proto.js';
import { GraphWalk } from '../piper/graph-walk.js';
import { readersOf, scalarOf, type Readers } from './readers.js';

/** One quantised convolution and what belongs to it, as dynamic quantisation writes it. */
interface QuantizedConvolution {
  readonly node: Node;
  /** Float input before its quantisation. */
  readonly input: string;
  readonly weights: string;
  readonly zeroPoint: string;
  readonly scale: string;
  /** Float bias; absent where the layer has none. */
  readonly bias: string | undefined;
  /** Float output. */
  readonly output: string;
}

/**
 * `ConvInteger` with its quantiser before and its scale behind becomes `Conv` on the float tensors. Convolutions wired in
 * another way, or with a scale for each channel, stay as they are.
 * Returns the number of those replaced.
 */
export function replaceIntegerConvolutions(graph: Graph): number {
  const walk = new GraphWalk(graph);
  const readers = readersOf(graph);
  const found = new Map<string, QuantizedConvolution>();
  const unfolded: Tensor[] = [];
  for (const node of graph.node ?? []) {
    if (node.opType !== 'ConvInteger') continue;
    const parts = findParts(node, walk, readers);
    const weights = parts === undefined ? undefined : floatWeights(graph, parts);
    if (parts === undefined || weights === undefined) continue;
    found.set(parts.output, parts);
    unfolded.push(weights);
  }
  graph.initializer = [...(graph.initializer ?? []), ...unfolded];
  // The float node stands where the last node of its group stood: all it reads is made by then.
  graph.node = (graph.node ?? []).map((node) => {
    const parts = found.get(node.output?.[0] ?? '');
    return parts === undefined ? node : floatNode(parts);
  });
  dropUnused(graph);
  return found.size;
}

function findParts(node: Node, walk: GraphWalk, readers: Readers): QuantizedConvolution | undefined {
  const [data = '', weights = '', , zeroPoint = ''] = node.input ?? [];
  const quantizer = walk.maker(data);
  const [inputScale = ''] = quantizer?.output?.slice(1) ?? [];
  const only = (name: string): Node | undefined => {
    const all = readers.get(name) ?? [];
    return all.length === 1 ? all[0] : undefined;
  };
  let next = only(node.output?.[0] ?? '');
  let bias: string | undefined;
  if (next?.opType === 'Add') {
    bias = biasBehind(next.input?.find((name) => name !== node.output?.[0]) ?? '', walk);
    if (bias === undefined) return undefined;
    next = only(next.output?.[0] ?? '');
  }
  const scaled = next?.opType === 'Cast' ? only(next.output?.[0] ?? '') : undefined;
  const scales = scaled?.input?.find((name) => name !== next?.output?.[0]) ?? '';
  const scale = walk.maker(scales)?.input?.find((name) => name !== inputScale) ?? '';
  const isUsual =
    quantizer?.opType === 'DynamicQuantizeLinear' &&
    scaled?.opType === 'Mul' &&
    [weights, zeroPoint, scale].every((name) => walk.isWeight(name));
  if (!isUsual) return undefined;
  const [input = '', output = ''] = [quantizer.input?.[0], scaled.output?.[0]];
  return { node, input, weights, zeroPoint, scale, bias, output };
}

/** Goes back from the bias in whole numbers to the float weights it is rounded from. */
function biasBehind(name: string, walk: GraphWalk): string | undefined {
  for (let node = walk.maker(name); node !== undefined; node = walk.maker(node.input?.[0] ?? '')) {
    if (!['Reshape', 'Cast', 'Floor', 'Div'].includes(node.opType)) return undefined;
    const [from = ''] = node.input ?? [];
    if (node.opType === 'Div') return walk.isWeight(from) ? from : undefined;
  }
  return undefined;
}

function floatNode(parts: QuantizedConvolution): Node {
  const { input, output, bias, node } = parts;
  return {
    opType: 'Conv',
    name: `${output}_float`,
    input: [input, weightsName(parts), ...(bias === undefined ? [] : [bias])],
    output: [output],
    attribute: node.attribute ?? [],
  };
}

const weightsName = ({ output }: QuantizedConvolution): string => `${output}_float_weights`;

/** Unfolded here and not by the runtime, which would keep the memory of every step between. */
function floatWeights(graph: Graph, parts: QuantizedConvolution): Tensor | undefined {
  const weights = graph.initializer?.find(({ name }) => name === parts.weights);
  const zero = bytesOf(graph.initializer?.find(({ name }) => name === parts.zeroPoint));
  const scale = scalarOf(graph, parts.scale);
  const bytes = bytesOf(weights);
  // One zero and one scale for all channels: so dynamic quantisation does it for convolutions.
  if (bytes === undefined || zero?.length !== 1 || scale === undefined) return undefined;
  const offset = zero[0] ?? 0;
  const values = new Float32Array(bytes.length);
  for (let at = 0; at < bytes.length; at += 1) values[at] = ((bytes[at] ?? 0) - offset) * scale;
  const rawData = new Uint8Array(values.buffer);
  return { name: weightsName(parts), dataType: DataType.FLOAT, rawData, dims: weights?.dims ?? [] };
}

/** Elements of a weight in bytes. Single ones are often kept as a list of numbers instead. */
function bytesOf(tensor: Tensor | undefined): ArrayLike<number> | undefined {
  if (tensor?.dataType !== DataType.UINT8 && tensor?.dataType !== DataType.INT8) return undefined;
  const { rawData: raw, int32Data: listed } = tensor;
  if (raw === undefined || raw.length === 0) return listed ?? [];
  return tensor.dataType === DataType.UINT8 ? raw : new Int8Array(raw.buffer, raw.byteOffset, raw.byteLength);
}

/** Nodes and weights that nothing reads any more. */
export function dropUnused(graph: Graph): void {
  const walk = new GraphWalk(graph);
  const outputs = (graph.output ?? []).map((value) => value.name);
  graph.node = walk.before(outputs);
  const read = new Set([...outputs, ...graph.node.flatMap((node) => walk.reads(node))]);
  graph.initializer = (graph.initializer ?? []).filter((tensor) => read.has(tensor.name ?? ''));
}
