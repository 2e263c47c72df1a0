/** Lists every tensor that Whisper's graphs use, with the shape it must have. */
import type { Dimensions } from './dimensions.js';

type Shapes = Map<string, readonly number[]>;

/**
 * Name → shape. `rowsOf` gives the first size of a tensor: the feed-forward layers are as wide as the first of them,
 * four times the model in every published size.
 */
export function listShapes(dimensions: Dimensions, rowsOf: (name: string) => number): Shapes {
  const { width, melBands, vocabulary, audioPositions, textPositions } = dimensions;
  const shapes: Shapes = new Map([
    ['encoder/conv1/weight', [width, melBands, 3]],
    ['encoder/conv1/bias', [width]],
    ['encoder/conv2/weight', [width, width, 3]],
    ['encoder/conv2/bias', [width]],
    ['encoder/position_encodings/encodings', [audioPositions, width]],
    ['decoder/position_encodings/encodings', [textPositions, width]],
    ['decoder/embeddings/weight', [vocabulary, width]],
  ]);
  for (const side of ['encoder', 'decoder'] as const) {
    addNorm(shapes, `${side}/layer_norm`, width);
    const inner = rowsOf(`${side}/layer_0/ffn/linear_0/weight`);
    const layers = side === 'encoder' ? dimensions.encoderLayers : dimensions.decoderLayers;
    for (let i = 0; i < layers; i++) {
      const layer = `${side}/layer_${i}`;
      addAttention(shapes, `${layer}/self_attention`, width, [3, 1]);
      if (side === 'decoder') addAttention(shapes, `${layer}/attention`, width, [1, 2, 1]);
      addNorm(shapes, `${layer}/ffn/layer_norm`, width);
      addLinear(shapes, `${layer}/ffn/linear_0`, [inner, width]);
      addLinear(shapes, `${layer}/ffn/linear_1`, [width, inner]);
    }
  }
  return shapes;
}

/** A norm and its dense layers, each a multiple of the width. */
function addAttention(shapes: Shapes, name: string, width: number, multiples: readonly number[]): void {
  addNorm(shapes, `${name}/layer_norm`, width);
  multiples.forEach((multiple, i) => {
    addLinear(shapes, `${name}/linear_${i}`, [multiple * width, width]);
  });
}

function addLinear(shapes: Shapes, name: string, shape: readonly [outputs: number, inputs: number]): void {
  shapes.set(`${name}/weight`, shape);
  shapes.set(`${name}/bias`, [shape[0]]);
}

function addNorm(shapes: Shapes, name: string, width: number): void {
  shapes.set(`${name}/gamma`, [width]);
  shapes.set(`${name}/beta`, [width]);
}
