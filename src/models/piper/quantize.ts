/** Rewrites the large convolutions of the text part as products of whole numbers: a quarter of its time less. */
import { AttributeType, DataType, type Attribute, type Model, type Node, type Tensor } from '../onnx/proto.js';
import { attributeInts } from './graph-walk.js';
import { floatsOf, longs, weightsOf } from '../onnx/constants.js';

/** Below this many weights the turning and rounding costs more than the product saves. */
const worthWeights = 100_000;
/** Seven bits: AVX2 adds two products in 16 bits, and with eight bits it would run over. */
const largest = 63;

/**
 * Every large convolution along time is turned so that channels come last, rounded to 8 bits with one scale for the
 * text and one for each of its outputs, and multiplied as a matrix whose rows hold `kernel` neighbours.
 */
export function quantizeText(model: Model): Model {
  const weights = weightsOf(model.graph.initializer);
  const added: Tensor[] = [];
  const node = (model.graph.node ?? []).flatMap((made, index) => {
    const shape = suits(made, weights.get(made.input?.[1] ?? ''));
    if (shape === undefined) return [made];
    const name = `parley:int8:${index}`;
    added.push(...constantsFor(name, shape, floatsOf(weights.get(made.input?.[1] ?? ''))));
    return nodesFor(name, made, shape);
  });
  const read = new Set(node.flatMap((made) => made.input ?? []));
  const kept = (model.graph.initializer ?? []).filter((tensor) => read.has(tensor.name ?? '') || !isLarge(tensor));
  return { ...model, graph: { ...model.graph, node, initializer: [...kept, ...added] } };
}

interface KernelShape {
  readonly outputs: number;
  readonly inputs: number;
  readonly width: number;
}

function suits(node: Node, kernel: Tensor | undefined): KernelShape | undefined {
  if (node.opType !== 'Conv' || kernel === undefined || !isLarge(kernel)) return undefined;
  const [outputs = 0, inputs = 0, width = 0] = (kernel.dims ?? []).map(Number);
  const [front, behind] = attributeInts(node, 'pads');
  const isPlain = [...attributeInts(node, 'strides'), ...attributeInts(node, 'dilations')].every((step) => step === 1);
  const groups = Number(node.attribute?.find(({ name }) => name === 'group')?.i ?? 1);
  const isSame = width > 1 && front === (width - 1) / 2 && behind === front;
  return isPlain && isSame && groups === 1 && kernel.dims?.length === 3 ? { outputs, inputs, width } : undefined;
}

function isLarge(tensor: Tensor): boolean {
  const count = (tensor.dims ?? []).reduce<number>((product, dim) => product * Number(dim), 1);
  return tensor.dataType === DataType.FLOAT && count >= worthWeights;
}

function nodesFor(name: string, conv: Node, { width }: KernelShape): Node[] {
  const [x = '', , bias = ''] = conv.input ?? [];
  const taps = Array.from({ length: width }, (_, tap) => `${name}:tap${tap}`);
  const turn = { name: 'perm', type: AttributeType.INTS, ints: [0, 2, 1] };
  const made = (opType: string, input: string[], output: string[], attribute: Attribute[] = []): Node => ({
    ...{ opType, input, output, attribute },
  });
  const of = (part: string): string => `${name}:${part}`;
  return [
    made('Transpose', [x], [of('turned')], [turn]),
    made('DynamicQuantizeLinear', [of('turned')], [of('whole'), of('scale'), of('zero')]),
    made('Pad', [of('whole'), of('pads'), of('zero')], [of('padded')]),
    ...taps.map((tap, at) => made('Slice', [of('padded'), of(`from${at}`), of(`to${at}`), of('axis')], [tap])),
    made('Concat', taps, [of('rows')], [{ name: 'axis', type: AttributeType.INT, i: 2 }]),
    made('MatMulInteger', [of('rows'), of('kernel'), of('zero')], [of('sums')]),
    made('Cast', [of('sums')], [of('floats')], [{ name: 'to', type: AttributeType.INT, i: DataType.FLOAT }]),
    made('Mul', [of('scale'), of('scales')], [of('both')]),
    made('Mul', [of('floats'), of('both')], [of('product')]),
    ...(bias === '' ? [] : [made('Add', [of('product'), bias], [of('shifted')])]),
    made('Transpose', [of(bias === '' ? 'product' : 'shifted')], [...(conv.output ?? [])], [turn]),
  ];
}

/** The kernel as rows of `width` × inputs by outputs, and where each of its taps looks. */
function constantsFor(name: string, { outputs, inputs, width }: KernelShape, values: Float32Array): Tensor[] {
  const scales = new Float32Array(outputs).fill(1 / largest);
  const kernel = new Int8Array(width * inputs * outputs);
  for (let out = 0; out < outputs; out += 1) {
    const row = values.subarray(out * inputs * width, (out + 1) * inputs * width);
    const peak = row.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const scale = peak === 0 ? 1 : peak / largest;
    scales[out] = scale;
    for (const [at, value] of row.entries()) {
      const [into, tap] = [Math.floor(at / width), at % width];
      kernel[(tap * inputs + into) * outputs + out] = Math.round(value / scale);
    }
  }
  const side = (width - 1) / 2;
  return [
    constant(`${name}:kernel`, DataType.INT8, [width * inputs, outputs], kernel),
    constant(`${name}:scales`, DataType.FLOAT, [outputs], scales),
    longs(`${name}:pads`, [0, side, 0, 0, side, 0]),
    longs(`${name}:axis`, [1]),
    ...Array.from({ length: width }, (_, tap) => [
      longs(`${name}:from${tap}`, [tap]),
      // Counted from the end; the last tap reads to the very end.
      longs(`${name}:to${tap}`, [tap === width - 1 ? 2 ** 31 : tap + 1 - width]),
    ]).flat(),
  ];
}

function constant(name: string, dataType: number, dims: number[], data: Int8Array | Float32Array): Tensor {
  return { name, dataType, dims, rawData: new Uint8Array(data.buffer) };
}
