/** Writes Whisper's encoder as an ONNX graph whose window may be short: cached silence stands for the rest of it. */
import { GraphBuilder } from '../onnx/builder.js';
import { DataType } from '../onnx/proto.js';
import { attendInHalves, feedForward, layerNorm, linear, type GraphContext, type Precision } from './layers.js';
import type { Weights } from './weights.js';

/**
 * Encodes T positions that follow P known ones and are followed by silence. Inputs: `mel` [1, bands, 2·(S + T) + 1],
 * `skip` [1]: S, positions at the front that only lend the convolutions their context, `first` [1]: the position of the
 * first of the T, `bias` [P + T + N] added to every attention score, `known_i` [P, width]: keys and values of the known
 * positions for each attention, key and value of encoder layer 0, of layer 1, …, then those of the decoder's layers,
 * `tail` [attentions, N, width]: the same for N rows of silence. Outputs: `cross_key_i` [heads, head width, P + T + N] and
 * `cross_value_i` [heads, P + T + N, head width] for each decoder layer, and `own_i` [T, width]: the keys and values of the
 * T positions, to be handed in as `known_i` later.
 * One mel frame more than 2·(S + T) goes in so that the last position sees what follows instead of a border of zeros.
 */
export function buildEncoder(weights: Weights, precision: Precision): Uint8Array {
  const { melBands, width, encoderLayers, decoderLayers, encoderHeads } = weights.dimensions;
  const graph = new GraphBuilder('whisper-encoder');
  const context: GraphContext = { graph, weights, precision };
  const attentions = 2 * (encoderLayers + decoderLayers);
  graph.input('mel', DataType.FLOAT, [1, melBands, 'frames']);
  graph.input('skip', DataType.INT64, [1]);
  graph.input('first', DataType.INT64, [1]);
  graph.input('bias', DataType.FLOAT, ['keys']);
  graph.input('tail', DataType.FLOAT, [attentions, 'tail', width]);
  for (let i = 0; i < attentions; i++) graph.input(`known_${i}`, DataType.FLOAT, ['known', width]);

  let hidden = embed(context);
  const bias = spreadBias(context, hidden);
  for (let i = 0; i < encoderLayers; i++) {
    const layer = `encoder/layer_${i}`;
    const normed = layerNorm(context, hidden, `${layer}/self_attention/layer_norm`);
    const qkv = linear(context, normed, `${layer}/self_attention/linear_0`);
    const [query, key, value] = [`query_${i}`, ownName(2 * i), ownName(2 * i + 1)] as const;
    graph.nodes('Split', [qkv], { attributes: { axis: 1, num_outputs: 3 }, outputs: [query, key, value] });
    const attended = attendInHalves(
      context,
      { query, key: inContext(context, 2 * i), value: inContext(context, 2 * i + 1), bias },
      encoderHeads,
    );
    const mixed = linear(context, attended, `${layer}/self_attention/linear_1`);
    hidden = feedForward(context, graph.node('Add', [hidden, mixed]), layer);
  }
  const audio = layerNorm(context, hidden, 'encoder/layer_norm');
  for (let i = 0; i < decoderLayers; i++) writeCross(context, { audio, layer: i, index: 2 * (encoderLayers + i) });
  for (let i = 0; i < attentions; i++) graph.output(ownName(i), DataType.FLOAT, ['positions', width]);
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
  const all = graph.node('Squeeze', [
    graph.node('Transpose', [features], { attributes: { perm: [0, 2, 1] } }),
    graph.shape(0),
  ]);
  const rows = graph.node('Slice', [all, 'skip', graph.shape(Number.MAX_SAFE_INTEGER), graph.shape(0)]);
  const { shape, values } = weights.tensor('encoder/position_encodings/encodings');
  const positions = graph.floats('encoder/positions', shape, values);
  const end = graph.node('Add', ['first', rowCount(graph, rows)]);
  const used = graph.node('Slice', [positions, 'first', end, graph.shape(0)]);
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

/** The known rows, those of this window, and the rows of silence, of a key or a value. */
function inContext({ graph }: GraphContext, index: number): string {
  const rows = graph.node('Squeeze', [
    graph.node('Slice', ['tail', graph.shape(index), graph.shape(index + 1), graph.shape(0)]),
    graph.shape(0),
  ]);
  return graph.node('Concat', [`known_${index}`, ownName(index), rows], { attributes: { axis: 0 } });
}

interface CrossAttention {
  /** The encoder's last output. */
  readonly audio: string;
  /** Of the decoder. */
  readonly layer: number;
  /** Of its key among all keys and values; that of its value is one higher. */
  readonly index: number;
}

/** Keys and values that a decoder layer attends to: computed once per window. */
function writeCross(context: GraphContext, { audio, layer, index }: CrossAttention): void {
  const { graph, weights } = context;
  const { width, decoderHeads } = weights.dimensions;
  const headWidth = width / decoderHeads;
  const both = linear(context, audio, `decoder/layer_${layer}/attention/linear_1`);
  const outputs = [ownName(index), ownName(index + 1)];
  graph.nodes('Split', [both], { attributes: { axis: 1, num_outputs: 2 }, outputs });
  const split = (of: number, perm: readonly number[], name: string): void => {
    const heads = graph.node('Reshape', [inContext(context, of), graph.shape(-1, decoderHeads, headWidth)]);
    graph.node('Transpose', [heads], { attributes: { perm }, outputs: [name] });
  };
  split(index, [1, 2, 0], `cross_key_${layer}`);
  split(index + 1, [1, 0, 2], `cross_value_${layer}`);
  graph.output(`cross_key_${layer}`, DataType.FLOAT, [decoderHeads, headWidth, 'keys']);
  graph.output(`cross_value_${layer}`, DataType.FLOAT, [decoderHeads, 'keys', headWidth]);
}

/**
 * An output each: stacked into one they would be copied in every run, whether anybody asks for them or not, 74 MB for the
 * base model's own window.
 */
function ownName(index: number): string {
  return `own_${index}`;
}
