/** Puts the many small steps of a normalised, snake-activated layer together, which saves half of its passes over memory. */
import { AttributeType, type Graph, type Node } from '../onnx/proto.js';
import { GraphWalk } from '../piper/graph-walk.js';
import { readersOf, scalarOf, type Readers } from './readers.js';

/** One adaptive instance norm: `(x − mean) ÷ deviation × scale + shift`, per channel over time. */
interface Norm {
  readonly input: string;
  /** [1, channels, 1] */
  readonly scale: string;
  /** [1, channels, 1] */
  readonly shift: string;
  readonly epsilon: number;
  readonly output: string;
}

/** A snake activation `y + sin²(α y) ÷ α` (Ziyin et al. 2020) behind a norm and before one convolution. */
interface Snake {
  readonly alpha: string;
  readonly reciprocal: string;
  readonly output: string;
  readonly convolution: Node;
}

/**
 * Every norm becomes one `InstanceNormalization`. Where a snake follows, its α goes into the norm's scale and 1 ÷ α into
 * the weights of the convolution behind, so that `z + sin² z` is left. Returns how many of each were found.
 */
export function fuseNorms(graph: Graph): { norms: number; snakes: number } {
  const walk = new GraphWalk(graph);
  const readers = readersOf(graph);
  const replaced = new Map<string, Node[]>();
  let snakes = 0;
  let norms = 0;
  for (const node of graph.node ?? []) {
    const norm = node.opType === 'Add' ? normAt(node, walk) : undefined;
    if (norm === undefined) continue;
    norms += 1;
    const snake = snakeBehind(norm.output, walk, readers);
    if (snake === undefined) replaced.set(norm.output, normNodes(norm));
    else {
      snakes += 1;
      replaced.set(norm.output, [...normNodes(norm, snake.alpha)]);
      replaced.set(snake.output, snakeNodes(norm, snake));
    }
  }
  graph.node = (graph.node ?? []).flatMap((node) => replaced.get(node.output?.[0] ?? '') ?? [node]);
  return { norms, snakes };
}

function normAt(add: Node, walk: GraphWalk): Norm | undefined {
  const made = (name: string | undefined, opType: string): Node | undefined => {
    const node = walk.maker(name ?? '');
    return node?.opType === opType ? node : undefined;
  };
  for (const [product, shift] of bothWays(add)) {
    for (const [scale, quotient] of bothWays(made(product, 'Mul'))) {
      const [centred, deviation] = made(quotient, 'Div')?.input ?? [];
      const [input, mean] = made(centred, 'Sub')?.input ?? [];
      const epsilon = epsilonOf(made(deviation, 'Sqrt')?.input?.[0], { centred, walk });
      if (input === undefined || epsilon === undefined) continue;
      if (made(mean, 'ReduceMean')?.input?.[0] !== input) continue;
      return { input, scale, shift, epsilon, output: add.output?.[0] ?? '' };
    }
  }
  return undefined;
}

/** The constant added to the mean of the squares, if `name` is that sum. */
function epsilonOf(
  name: string | undefined,
  { centred, walk }: { centred: string | undefined; walk: GraphWalk },
): number | undefined {
  const sum = walk.maker(name ?? '');
  if (sum?.opType !== 'Add') return undefined;
  for (const [variance, epsilon] of bothWays(sum)) {
    const squares = walk.maker(walk.maker(variance)?.input?.[0] ?? '');
    const isVariance = walk.maker(variance)?.opType === 'ReduceMean' && squares?.opType === 'Mul';
    if (isVariance && squares.input?.every((input) => input === centred)) return scalarOf(walk.graph, epsilon);
  }
  return undefined;
}

function snakeBehind(y: string, walk: GraphWalk, readers: Readers): Snake | undefined {
  const using = readers.get(y) ?? [];
  const inner = using.find((node) => node.opType === 'Mul');
  const sum = using.find((node) => node.opType === 'Add');
  if (using.length !== 2 || inner === undefined || sum === undefined) return undefined;
  const alpha = other(inner, y);
  const sine = onlyReader(readers, inner, 'Sin');
  const square = onlyReader(readers, sine, 'Pow');
  const outer = onlyReader(readers, square, 'Mul');
  const reciprocal = outer === undefined ? '' : other(outer, square?.output?.[0] ?? '');
  const convolution = onlyReader(readers, sum, 'Conv');
  const isSquare = scalarOf(walk.graph, square?.input?.[1] ?? '') === 2;
  const isSum = outer !== undefined && other(sum, y) === outer.output?.[0];
  if (convolution === undefined || !isSquare || !isSum || !walk.isWeight(alpha) || !walk.isWeight(reciprocal))
    return undefined;
  return { alpha, reciprocal, convolution, output: sum.output?.[0] ?? '' };
}

function normNodes({ input, scale, shift, epsilon, output }: Norm, alpha?: string): Node[] {
  const flat = (name: string, to: string): Node[] => {
    const scaled: Node = { opType: 'Mul', input: [name, alpha ?? ''], output: [`${to}_scaled`] };
    const shape: Node = {
      opType: 'Flatten',
      input: [alpha === undefined ? name : `${to}_scaled`],
      output: [`${to}_row`],
    };
    const row: Node = { opType: 'Squeeze', input: [`${to}_row`], output: [to] };
    return [...(alpha === undefined ? [] : [scaled]), shape, row];
  };
  return [
    ...flat(scale, `${output}_scale`),
    ...flat(shift, `${output}_shift`),
    {
      opType: 'InstanceNormalization',
      name: `${output}_norm`,
      input: [input, `${output}_scale`, `${output}_shift`],
      output: [output],
      attribute: [{ name: 'epsilon', type: AttributeType.FLOAT, f: epsilon }],
    },
  ];
}

/** The convolution is changed in place: it is the only reader. */
function snakeNodes({ output: z }: Norm, { output, reciprocal, convolution }: Snake): Node[] {
  const [data = '', weights = '', ...rest] = convolution.input ?? [];
  convolution.input = [data, `${output}_weights`, ...rest];
  return [
    { opType: 'Sin', input: [z], output: [`${output}_sin`] },
    { opType: 'Mul', input: [`${output}_sin`, `${output}_sin`], output: [`${output}_square`] },
    { opType: 'Add', input: [z, `${output}_square`], output: [output] },
    { opType: 'Mul', input: [weights, reciprocal], output: [`${output}_weights`] },
  ];
}

function bothWays(node: Node | undefined): [string, string][] {
  const [left, right] = node?.input ?? [];
  return left === undefined || right === undefined
    ? []
    : [
        [left, right],
        [right, left],
      ];
}

const other = (node: Node, name: string): string => node.input?.find((input) => input !== name) ?? '';

function onlyReader(readers: Readers, node: Node | undefined, opType: string): Node | undefined {
  const using = readers.get(node?.output?.[0] ?? '') ?? [];
  return using.length === 1 && using[0]?.opType === opType ? using[0] : undefined;
}
