/** Tells before a graph is written whether it fits into a file that can be read again. */
import type { Dimensions } from './dimensions.js';
import type { Precision } from './layers.js';
import { listShapes } from './tensor-shapes.js';

/** A protobuf message, which an ONNX graph is, ends here. Source: the protobuf documentation on limits. */
export const MOST_GRAPH_BYTES = 2 ** 31 - 1;

const FLOAT_BYTES = 4;
/** Widening of the feed-forward layers in every published size. */
const INNER_FACTOR = 4;

export interface GraphSizes {
  readonly encoder: number;
  readonly decoder: number;
}

/** Bytes of the weights of each graph; nodes and scales add less than one percent. The last layer shares the token table. */
export function estimateGraphs(dimensions: Dimensions, precision: Precision): GraphSizes {
  const sizes = { encoder: 0, decoder: 0 };
  for (const [name, shape] of listShapes(dimensions, () => INNER_FACTOR * dimensions.width)) {
    const count = shape.reduce((product, size) => product * size, 1);
    // Keys and values for the decoder are computed once a window, in the encoder.
    const side = name.startsWith('encoder/') || name.includes('/attention/linear_1/') ? 'encoder' : 'decoder';
    const isLayer = /linear_\d\/weight$/.test(name);
    if (name === 'decoder/embeddings/weight') sizes.decoder += count * (precision === 'float32' ? FLOAT_BYTES : 2);
    else sizes[side] += count * (isLayer && precision !== 'float32' ? 1 : FLOAT_BYTES);
  }
  return sizes;
}

/** Throws one line when a graph would be too large to be read again. */
export function checkGraphSize(dimensions: Dimensions, precision: Precision): void {
  const sizes = estimateGraphs(dimensions, precision);
  for (const part of ['encoder', 'decoder'] as const) {
    const bytes = sizes[part];
    if (bytes <= MOST_GRAPH_BYTES) continue;
    throw new Error(
      `the ${part} takes ${gigabytes(bytes)} GB in ${precision}, wanted at most ${gigabytes(MOST_GRAPH_BYTES)} GB for one graph; set stt.compute_type to int8`,
    );
  }
}

function gigabytes(bytes: number): string {
  return (bytes / 1e9).toFixed(1);
}
