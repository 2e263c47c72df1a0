/** How far the nodes of a convolutional graph look to either side, as far as the graph itself tells. */
import type { Node } from '../onnx/proto.js';
import { longsOf, type Weights } from '../onnx/constants.js';
import { attributeInts } from './graph-walk.js';

/** Neither mix moments nor move them, however many axes there are. */
const elementwise = new Set('Add Sub Mul Div Neg Exp Tanh Sigmoid LeakyRelu Relu Sin Pow Identity Cast'.split(' '));
/** Add or take away an axis of length 1. */
const reshaping = new Set(['Unsqueeze', 'Squeeze']);
/** Read how many moments there are, not the moments. */
const counting = new Set(['Shape', 'ConstantOfShape']);

/** Thrown for a node that stretches, shifts or mixes moments otherwise than by a convolution. */
export class UnknownReach extends Error {}

/**
 * Moments (at the rate of the node's main input) that an output moment and `after` moments on either side of it are
 * made from; `after` counts at the rate of the node's output. Throws UnknownReach.
 */
export function reachBefore(node: Node, after: number, weights: Weights): number {
  const width = attributeInts(node, 'kernel_shape').at(-1) ?? 1;
  const pads = attributeInts(node, 'pads');
  const front = pads[pads.length / 2 - 1] ?? 0;
  const padding = front + (pads.at(-1) ?? 0);
  const stride = strideOf(node);
  if (node.opType === 'Conv') {
    if (stride !== 1) throw new UnknownReach(`a convolution with stride ${stride}`);
    const span = (width - 1) * (attributeInts(node, 'dilations').at(-1) ?? 1);
    if (span !== padding) throw new UnknownReach('a convolution that changes the length');
    return after + Math.max(front, span - front);
  }
  if (node.opType === 'ConvTranspose') {
    if (width - stride !== padding) throw new UnknownReach('an upsampler that does not multiply the length');
    return Math.ceil((after + Math.max(front, width - 1 - front)) / stride);
  }
  const keeps = [elementwise, reshaping, counting].some((kind) => kind.has(node.opType));
  if (keeps || isAlongChannels(node, weights)) return after;
  throw new UnknownReach(`${node.opType} stands between`);
}

/** Output moments for one input moment. */
export function strideOf(node: Node): number {
  return attributeInts(node, 'strides').at(-1) ?? 1;
}

/** True for the operators that do the same to every moment, whether or not an axis stands between it and the channels. */
export function isIndifferent(node: Node, weights: Weights): boolean {
  return elementwise.has(node.opType) || counting.has(node.opType) || isAlongChannels(node, weights);
}

/** True for what joins, parts or picks channels. */
function isAlongChannels(node: Node, weights: Weights): boolean {
  if (node.opType === 'Concat' || node.opType === 'Split') {
    return Number(node.attribute?.find(({ name }) => name === 'axis')?.i ?? 0) === 1;
  }
  if (node.opType !== 'Slice') return false;
  const axes = longsOf(weights.get(node.input?.[3] ?? ''));
  return axes.length === 1 && axes[0] === 1;
}
