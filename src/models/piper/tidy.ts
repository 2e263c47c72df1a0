/** Rewrites the text part so that it makes the same numbers with fewer and larger operators. */
import { AttributeType, type Attribute, type Model, type Node, type Tensor, type ValueInfo } from '../onnx/proto.js';
import { attributeInts, GraphWalk } from './graph-walk.js';
import { floatsOf, longsOf, weightsOf, type Weights } from '../onnx/constants.js';

/** First version of ONNX with LayerNormalization; the one before whose operators are read alike. */
const normOpset = 17;
const oldestOpset = 13;

/**
 * Three rewrites, each by structure: normalisations that the exporter spelt out become one operator, padding goes into
 * the convolution behind it, and masks that are all ones for a single text are left out. A fifth of the text part's
 * time on a CPU.
 */
export function tidyText(model: Model): Model {
  const walk = new GraphWalk(model.graph);
  return alive(fuseNorms(foldPads(dropMasks(model, (name) => isMask(walk, name)))));
}

/**
 * The same graph without the sizes that the exporter declared for what goes in and out. Where sizes can be followed through
 * the graph, ONNX Runtime 1.30 spends 0.2 s more, a quarter of a voice's loading, on planning the memory of its two thousand
 * results; nothing is gained by that, as how long a text is shows only when it is spoken.
 */
export function forgetSizes(model: Model): Model {
  const unsized = (values: readonly ValueInfo[] | undefined): ValueInfo[] =>
    (values ?? []).map(({ name, type }) => {
      const elemType = type?.tensorType?.elemType;
      return { name, ...(elemType === undefined ? {} : { type: { tensorType: { elemType } } }) };
    });
  const { input, output } = model.graph;
  return { ...model, graph: { ...model.graph, input: unsized(input), output: unsized(output), valueInfo: [] } };
}

/** x − mean, over the root of the mean square, times weight, plus bias: nine nodes. */
function fuseNorms(model: Model): Model {
  const opset = model.opsetImport?.find(({ domain = '' }) => domain === '');
  const version = Number(opset?.version ?? 0);
  if (version < oldestOpset || version > normOpset) return model;
  const walk = new GraphWalk(model.graph);
  const weights = weightsOf(model.graph.initializer);
  const node = (model.graph.node ?? []).map((made) => normEndingAt(made, walk, weights) ?? made);
  const opsetImport = (model.opsetImport ?? []).map((known) =>
    known === opset ? { ...known, version: normOpset } : known,
  );
  return { ...model, opsetImport, graph: { ...model.graph, node } };
}

function normEndingAt(shift: Node, walk: GraphWalk, weights: Weights): Node | undefined {
  const before = (node: Node | undefined, opType: string, input = 0): Node | undefined => {
    const found = walk.maker(node?.input?.[input] ?? '');
    return found?.opType === opType ? found : undefined;
  };
  const [, bias = ''] = shift.input ?? [];
  const scale = shift.opType === 'Add' ? before(shift, 'Mul') : undefined;
  const [, weight = ''] = scale?.input ?? [];
  const quotient = before(scale, 'Div');
  const centred = before(quotient, 'Sub');
  const padded = before(before(quotient, 'Sqrt', 1), 'Add');
  const variance = before(padded, 'ReduceMean');
  const square = before(variance, 'Pow');
  const mean = before(centred, 'ReduceMean', 1);
  const [x = ''] = centred?.input ?? [];
  const epsilon = numberOf(weights.get(padded?.input?.[1] ?? ''));
  const isNorm =
    epsilon !== undefined &&
    weights.get(weight)?.dims?.length === 1 &&
    weights.get(bias)?.dims?.length === 1 &&
    numberOf(weights.get(square?.input?.[1] ?? '')) === 2 &&
    square?.input?.[0] === centred?.output?.[0] &&
    mean?.input?.[0] === x &&
    [mean, variance].every((node) => node !== undefined && attributeInts(node, 'axes').join() === '-1');
  if (!isNorm) return undefined;
  const attribute: Attribute[] = [
    { name: 'axis', type: AttributeType.INT, i: -1 },
    { name: 'epsilon', type: AttributeType.FLOAT, f: epsilon },
  ];
  return { opType: 'LayerNormalization', input: [x, weight, bias], output: shift.output ?? [], attribute };
}

/** Zeros in front and behind, then a convolution that adds none: one convolution. */
function foldPads(model: Model): Model {
  const walk = new GraphWalk(model.graph);
  const weights = weightsOf(model.graph.initializer);
  const node = (model.graph.node ?? []).map((made) => {
    const pad = made.opType === 'Conv' ? walk.maker(made.input?.[0] ?? '') : undefined;
    if (pad?.opType !== 'Pad' || (pad.input?.[2] ?? '') !== '' || !isConstantMode(pad)) return made;
    const amounts = longsOf(weights.get(pad.input?.[1] ?? ''));
    const [, , front = 0, , , behind = 0] = amounts;
    const isAlongTime = amounts.length === 6 && amounts.every((amount, index) => index % 3 === 2 || amount === 0);
    if (!isAlongTime || front < 0 || behind < 0 || attributeInts(made, 'pads').some((amount) => amount !== 0))
      return made;
    const attribute = (made.attribute ?? []).map((known) =>
      known.name === 'pads' ? { ...known, ints: [front, behind] } : known,
    );
    return { ...made, attribute, input: [pad.input?.[0] ?? '', ...(made.input ?? []).slice(1)] };
  });
  return { ...model, graph: { ...model.graph, node } };
}

function isConstantMode(pad: Node): boolean {
  const mode = pad.attribute?.find(({ name }) => name === 'mode')?.s;
  return mode === undefined || new TextDecoder().decode(mode) === 'constant';
}

/**
 * Where a position is less than the length: with one text at a time that is everywhere, so multiplying by it changes
 * nothing.
 */
export function isMask(walk: GraphWalk, name: string): boolean {
  const cast = walk.maker(name);
  const widened = cast?.opType === 'Cast' ? walk.maker(cast.input?.[0] ?? '') : undefined;
  const compared = widened?.opType === 'Unsqueeze' ? walk.maker(widened.input?.[0] ?? '') : undefined;
  return compared?.opType === 'Less';
}

/** Without the products with a mask. */
export function dropMasks(model: Model, masks: (name: string) => boolean): Model {
  return bypass(model, (node) => {
    const input = node.opType === 'Mul' ? (node.input ?? []) : [];
    return input.filter(masks).length === 1 ? input.find((name) => !masks(name)) : undefined;
  });
}

/** Without sums with zeros and products with ones that were made in the shape of their partner. */
export function dropNeutrals(model: Model): Model {
  const zeros = new Set<string>();
  const ones = new Set<string>();
  return alive(
    bypass(model, (node) => {
      const [first = '', second = ''] = node.input ?? [];
      const [output = ''] = node.output ?? [];
      if (node.opType === 'ConstantOfShape' && isZero(node)) zeros.add(output);
      if (node.opType === 'Neg' && zeros.has(first)) zeros.add(output);
      if (node.opType === 'Exp' && zeros.has(first)) ones.add(output);
      const neutral = node.opType === 'Add' ? zeros : node.opType === 'Mul' ? ones : undefined;
      if (neutral?.has(second) === true) return first;
      return neutral?.has(first) === true ? second : undefined;
    }),
  );
}

/** Nothing given means zero. */
function isZero(node: Node): boolean {
  const value = node.attribute?.find(({ name }) => name === 'value')?.t;
  return value === undefined || numberOf(value) === 0;
}

/** Leaves out every node for which `twin` names the input that its output equals. */
function bypass(model: Model, twin: (node: Node) => string | undefined): Model {
  const outputs = new Set((model.graph.output ?? []).map(({ name }) => name));
  const renamed = new Map<string, string>();
  const node: Node[] = [];
  for (const made of model.graph.node ?? []) {
    const input = (made.input ?? []).map((name) => renamed.get(name) ?? name);
    const [output = ''] = made.output ?? [];
    const same = twin({ ...made, input });
    if (same === undefined || outputs.has(output)) node.push({ ...made, input });
    else renamed.set(output, same);
  }
  return { ...model, graph: { ...model.graph, node } };
}

/** Without the nodes and weights that nothing reads any more. */
function alive(model: Model): Model {
  const walk = new GraphWalk(model.graph);
  const node = walk.before((model.graph.output ?? []).map(({ name }) => name));
  const read = new Set(node.flatMap((made) => walk.reads(made)));
  const initializer = (model.graph.initializer ?? []).filter((tensor) => read.has(tensor.name ?? ''));
  return { ...model, graph: { ...model.graph, node, initializer } };
}

/** The only number of a float constant. */
function numberOf(tensor: Tensor | undefined): number | undefined {
  const values = floatsOf(tensor);
  return values.length === 1 ? values[0] : undefined;
}
