/** Writes Whisper's encoder as an ONNX graph whose window may be short: cached silence stands for the rest of it. */
import { GraphBuilder } from '../onnx/builder.js';
import { DataType } from '../onnx/proto.js';
import { attend, feedForward, layerNorm, linear, type GraphContext, type Precision } from './layers.js';
import type { Weights } from './weights.js';

/**
 * Inputs: `mel` [1, bands, 2·T + 1], `bias` [T + N] added to every attention score, `tail` [2·encoder layers + 2·decoder
 * layers, N, width]: keys and values of N silent positions for each attention. Outputs: `cross_key_i` [heads, head
 * width, T + N] and `cross_value_i` [heads, T + N, head width] for each decoder layer, and `own` [as `tail`, T, width]:
 * the keys and values of these T positions, of which the tail is made when they are silence.
 * One mel frame more than 2·T goes in so that the last position sees what follows instead of a border of zeros.
 */
export function buildEncoder(weights: Weights, precision: Precision): Uint8Array {
  const { melBands, width, encoderLayers, decoderLayers, encoderHeads } = weights.dimensions;
  const graph = new GraphBuilder('whisper-encoder');
  const context: GraphContext = { graph, weights, precision };
  graph.input('mel', DataType.FLOAT, [1, melBands, 'frames']);
  graph.input('bias', DataType.FLOAT, ['keys']);
  graph.input('tail', DataType.FLOAT, [2 * (encoderLayers + decoderLayers), 'tail', width]);
  const own: string[] = [];

  let hidden = embed(context);
  const bias = spreadBias(context, hidden);
  for (let i = 0; i < encoderLayers; i++) {
    const layer = `encoder/layer_${i}`;
    const normed = layerNorm(context, hidden, `${layer}/self_attention/layer_norm`);
    const qkv = linear(context, normed, `${layer}/self_attention/linear_0`);
    const [query = '', key = '', value = ''] = graph.nodes('Split', [qkv], {
      attributes: { axis: 1, num_outputs: 3 },
      outputCount: 3,
    });
    const attended = attend(
      context,
      { query, key: withTail(context, own, key), value: withTail(context, own, value), bias },
      encoderHeads,
    );
    const mixed = linear(context, attended, `${layer}/self_attention/linear_1`);
    hidden = feedForward(context, graph.node('Add', [hidden, mixed]), layer);
  }
  const audio = layerNorm(context, hidden, 'encoder/layer_norm');
  for (let i = 0; i < decoderLayers; i++) writeCross(context, own, { audio, layer: i });
  const stacked = own.map((matrix) => graph.node('Unsqueeze', [matrix, graph.shape(0)]));
  graph.node('Concat', stacked, { attributes: { axis: 0 }, outputs: ['own'] });
  graph.output('own', DataType.FLOAT, [own.length, 'positions', width]);
  return graph.build();
}

/** Two convolutions and the positions: [T, width]. */
function embed({ graph, weights }: GraphContext): string {
  const convolve = (input: string, name: string, stride: number): string => {
    const weight = weights.tensor(`${name}/weight`);
    const bias = weights.tensor(`${name}/bias`);
    const output = graph.node(
      'Conv',
      [
        input,
        graph.floats(`${name}/weight`, weight.shape, weight.values),
        graph.floats(`${name}/bias`, bias.shape, bias.values),
      ],
      { attributes: { kernel_shape: [3], strides: [stride], pads: [1, 0] } },
    );
    return graph.node('Gelu', [output], { domain: 'com.microsoft' });
  };
  const features = convolve(convolve('mel', 'encoder/conv1', 1), 'encoder/conv2', 2);
  const rows = graph.node('Squeeze', [
    graph.node('Transpose', [features], { attributes: { perm: [0, 2, 1] } }),
    graph.shape(0),
  ]);
  const { shape, values } = weights.tensor('encoder/position_encodings/encodings');
  const positions = graph.floats('encoder/positions', shape, values);
  const used = graph.node('Slice', [positions, graph.shape(0), rowCount(graph, rows), graph.shape(0)]);
  return graph.node('Add', [rows, used]);
}

/** [T + N] → [1, 1, T, T + N]: the fused attention wants a row for each query. */
function spreadBias({ graph }: GraphContext, hidden: string): string {
  const keys = graph.node('Shape', ['bias']);
  const shape = graph.node('Concat', [graph.shape(1, 1), rowCount(graph, hidden), keys], { attributes: { axis: 0 } });
  return graph.node('Expand', ['bias', shape]);
}

function rowCount(graph: GraphBuilder, matrix: string): string {
  return graph.node('Shape', [matrix], { attributes: { start: 0, end: 1 } });
}

/** The matrix and below it the rows of the tail that belong to it. */
function withTail({ graph }: GraphContext, own: string[], matrix: string): string {
  const index = own.push(matrix) - 1;
  const rows = graph.node('Squeeze', [
    graph.node('Slice', ['tail', graph.shape(index), graph.shape(index + 1), graph.shape(0)]),
    graph.shape(0),
  ]);
  return graph.node('Concat', [matrix, rows], { attributes: { axis: 0 } });
}

/** Keys and values that a decoder layer attends to: computed once per window. */
function writeCross(context: GraphContext, own: string[], { audio, layer }: { audio: string; layer: number }): void {
  const { graph, weights } = context;
  const { width, decoderHeads } = weights.dimensions;
  const headWidth = width / decoderHeads;
  const both = linear(context, audio, `decoder/layer_${layer}/attention/linear_1`);
  const [key = '', value = ''] = graph.nodes('Split', [both], {
    attributes: { axis: 1, num_outputs: 2 },
    outputCount: 2,
  });
  const split = (matrix: string, perm: readonly number[], name: string): void => {
    const heads = graph.node('Reshape', [withTail(context, own, matrix), graph.shape(-1, decoderHeads, headWidth)]);
    graph.node('Transpose', [heads], { attributes: { perm }, outputs: [name] });
  };
  split(key, [1, 2, 0], `cross_key_${layer}`);
  split(value, [1, 0, 2], `cross_value_${layer}`);
  graph.output(`cross_key_${layer}`, DataType.FLOAT, [decoderHeads, headWidth, 'keys']);
  graph.output(`cross_value_${layer}`, DataType.FLOAT, [decoderHeads, 'keys', headWidth]);
}
