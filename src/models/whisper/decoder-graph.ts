/** Writes Whisper's decoder as an ONNX graph that takes several tokens at once and keeps its past outside. */
import { GraphBuilder } from '../onnx/builder.js';
import { DataType } from '../onnx/proto.js';
import { attend, dense, feedForward, layerNorm, linear, type GraphContext, type Precision } from './layers.js';
import type { Weights } from './weights.js';

export interface DecoderOptions {
  readonly precision: Precision;
  /** [layer, head] pairs whose attention follows the sound. */
  readonly alignmentHeads: readonly (readonly [number, number])[];
}

/**
 * Inputs: `tokens` [n], `positions` [n], `mask` [1, 1, n, p + n] added to the self-attention scores, `past_key_i` and
 * `past_value_i` [p, width], `cross_key_i` and `cross_value_i` as the encoder gave them, `bias` [1 or n, keys] added to the
 * scores of the attention to them, `rows` [m]: which of the n tokens are to be followed by a prediction. Tokens of several
 * transcripts may be mixed: `mask` and `bias` keep them apart. Outputs: `logits` [m, vocabulary], `fresh` [2·layers, n, width]: keys and
 * values of these tokens, to be appended to the past, and `attention` [n, keys]: mean over the alignment heads.
 */
export function buildDecoder(weights: Weights, options: DecoderOptions): Uint8Array {
  const { width, decoderLayers, vocabulary } = weights.dimensions;
  const graph = new GraphBuilder('whisper-decoder');
  const context: GraphContext = { graph, weights, precision: options.precision };
  declareInputs(context);
  const embeddings = weights.tensor('decoder/embeddings/weight');
  const fresh: string[] = [];
  const aligned: string[] = [];

  let hidden = embed(context, embeddings.values);
  for (let i = 0; i < decoderLayers; i++) {
    const layer = `decoder/layer_${i}`;
    hidden = writeSelfAttention(context, hidden, { index: i, fresh });
    const heads = options.alignmentHeads.filter(([wanted]) => wanted === i).map(([, head]) => head);
    hidden = writeCrossAttention(context, hidden, { index: i, heads, aligned });
    hidden = feedForward(context, hidden, layer);
  }
  const asked = graph.node('Gather', [hidden, 'rows'], { attributes: { axis: 0 } });
  const normed = layerNorm(context, asked, 'decoder/layer_norm');
  graph.node('Identity', [project(context, normed, embeddings.values)], { outputs: ['logits'] });
  graph.output('logits', DataType.FLOAT, ['rows', vocabulary]);
  stack(graph, fresh, 'fresh');
  graph.output('fresh', DataType.FLOAT, [2 * decoderLayers, 'tokens', width]);
  const all = graph.node('Concat', aligned, { attributes: { axis: 0 } });
  graph.node('ReduceMean', [all, graph.shape(0)], { attributes: { keepdims: 0 }, outputs: ['attention'] });
  graph.output('attention', DataType.FLOAT, ['tokens', 'keys']);
  return graph.build();
}

function declareInputs({ graph, weights }: GraphContext): void {
  const { width, decoderLayers, decoderHeads } = weights.dimensions;
  const headWidth = width / decoderHeads;
  graph.input('tokens', DataType.INT64, ['tokens']);
  graph.input('positions', DataType.INT64, ['tokens']);
  graph.input('rows', DataType.INT64, ['rows']);
  graph.input('mask', DataType.FLOAT, [1, 1, 'tokens', 'context']);
  graph.input('bias', DataType.FLOAT, ['bias rows', 'keys']);
  for (let i = 0; i < decoderLayers; i++) {
    graph.input(`past_key_${i}`, DataType.FLOAT, ['past', width]);
    graph.input(`past_value_${i}`, DataType.FLOAT, ['past', width]);
    graph.input(`cross_key_${i}`, DataType.FLOAT, [decoderHeads, headWidth, 'keys']);
    graph.input(`cross_value_${i}`, DataType.FLOAT, [decoderHeads, 'keys', headWidth]);
  }
}

/** Token and position embeddings. The table stays in half precision: only a few rows of it are ever widened. */
function embed({ graph, weights, precision }: GraphContext, embeddings: Float32Array): string {
  const { width, vocabulary } = weights.dimensions;
  const positions = weights.tensor('decoder/position_encodings/encodings');
  const placed = graph.node(
    'Gather',
    [graph.floats('decoder/positions', positions.shape, positions.values), 'positions'],
    { attributes: { axis: 0 } },
  );
  if (precision === 'float32') {
    const table = graph.floats('decoder/embeddings', [vocabulary, width], embeddings);
    return graph.node('Add', [graph.node('Gather', [table, 'tokens'], { attributes: { axis: 0 } }), placed]);
  }
  const { values, scales } = quantiseRows(embeddings, width);
  const table = graph.constant('decoder/embeddings', DataType.INT8, [vocabulary, width], values);
  const scale = graph.floats('decoder/embeddings/scale', [vocabulary, 1], scales);
  const row = graph.node('Gather', [table, 'tokens'], { attributes: { axis: 0 } });
  const wide = graph.node('Cast', [row], { attributes: { to: DataType.FLOAT } });
  const factor = graph.node('Gather', [scale, 'tokens'], { attributes: { axis: 0 } });
  return graph.node('Add', [graph.node('Mul', [wide, factor]), placed]);
}

/** Scores of all tokens: the embeddings again, the other way round. */
function project(context: GraphContext, hidden: string, embeddings: Float32Array): string {
  const { graph, weights, precision } = context;
  if (precision === 'float32') {
    return graph.node('Gemm', [hidden, 'decoder/embeddings'], { attributes: { transB: 1 } });
  }
  const { width: inputs, vocabulary: outputs } = weights.dimensions;
  return dense(context, hidden, {
    name: 'decoder/projection',
    layer: { inputs, outputs, weight: embeddings, bias: undefined },
  });
}

function quantiseRows(table: Float32Array, width: number): { values: Int8Array; scales: Float32Array } {
  const rows = table.length / width;
  const values = new Int8Array(table.length);
  const scales = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    let peak = 0;
    for (let i = row * width; i < (row + 1) * width; i++) peak = Math.max(peak, Math.abs(table[i] ?? 0));
    const scale = peak === 0 ? 1 : peak / 127;
    scales[row] = scale;
    for (let i = row * width; i < (row + 1) * width; i++) values[i] = Math.round((table[i] ?? 0) / scale);
  }
  return { values, scales };
}

function writeSelfAttention(
  context: GraphContext,
  hidden: string,
  { index, fresh }: { readonly index: number; readonly fresh: string[] },
): string {
  const { graph, weights } = context;
  const name = `decoder/layer_${index}/self_attention`;
  const qkv = linear(context, layerNorm(context, hidden, `${name}/layer_norm`), `${name}/linear_0`);
  const [query = '', key = '', value = ''] = graph.nodes('Split', [qkv], {
    attributes: { axis: 1, num_outputs: 3 },
    outputCount: 3,
  });
  fresh.push(key, value);
  const keys = graph.node('Concat', [`past_key_${index}`, key], { attributes: { axis: 0 } });
  const values = graph.node('Concat', [`past_value_${index}`, value], { attributes: { axis: 0 } });
  const heads = weights.dimensions.decoderHeads;
  const attended = attend(context, { query, key: keys, value: values, bias: 'mask' }, heads);
  return graph.node('Add', [hidden, linear(context, attended, `${name}/linear_1`)]);
}

/** Written out instead of fused, because the alignment heads' weights are wanted, and keys come ready to multiply. */
function writeCrossAttention(
  context: GraphContext,
  hidden: string,
  { index, heads, aligned }: { readonly index: number; readonly heads: readonly number[]; readonly aligned: string[] },
): string {
  const { graph, weights } = context;
  const { width, decoderHeads } = weights.dimensions;
  const headWidth = width / decoderHeads;
  const name = `decoder/layer_${index}/attention`;
  const layer = weights.linear(`${name}/linear_0`);
  const scale = 1 / Math.sqrt(headWidth);
  const scaled = { ...layer, weight: layer.weight.map((x) => x * scale), bias: layer.bias?.map((x) => x * scale) };
  const query = dense(context, layerNorm(context, hidden, `${name}/layer_norm`), {
    name: `${name}/linear_0`,
    layer: scaled,
  });
  const split = graph.node('Transpose', [graph.node('Reshape', [query, graph.shape(-1, decoderHeads, headWidth)])], {
    attributes: { perm: [1, 0, 2] },
  });
  const scores = graph.node('Add', [graph.node('MatMul', [split, `cross_key_${index}`]), 'bias']);
  const shares = graph.node('Softmax', [scores], { attributes: { axis: -1 } });
  if (heads.length > 0)
    aligned.push(graph.node('Gather', [shares, graph.shape(...heads)], { attributes: { axis: 0 } }));
  const mixed = graph.node('Transpose', [graph.node('MatMul', [shares, `cross_value_${index}`])], {
    attributes: { perm: [1, 0, 2] },
  });
  const joined = graph.node('Reshape', [mixed, graph.shape(-1, width)]);
  return graph.node('Add', [hidden, linear(context, joined, `${name}/linear_2`)]);
}

function stack(graph: GraphBuilder, matrices: readonly string[], name: string): void {
  const layers = matrices.map((matrix) => graph.node('Unsqueeze', [matrix, graph.shape(0)]));
  graph.node('Concat', layers, { attributes: { axis: 0 }, outputs: [name] });
}
