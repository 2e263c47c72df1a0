/** The layers that Whisper's encoder and decoder share, written as ONNX nodes over [rows, width] matrices. */
import { MICROSOFT, type GraphBuilder } from '../onnx/builder.js';
import { DataType } from '../onnx/proto.js';
import type { Linear, Weights } from './weights.js';

/** How dense layers are computed. */
export type Precision = 'float32' | 'int8';

export interface GraphContext {
  readonly graph: GraphBuilder;
  readonly weights: Weights;
  readonly precision: Precision;
}

/** Middle of uint8: the stored zero of a quantised weight. */
const ZERO_POINT = 128;

/**
 * A dense layer of the model by its name. int8 means uint8 weights with one scale per output and activations quantised
 * on the fly: with signed weights the AVX2 kernels add pairs of products in 16 bits and saturate (measured: 18 % error).
 */
export function linear(context: GraphContext, input: string, name: string): string {
  return dense(context, input, { name, layer: context.weights.linear(name) });
}

/** The same for a layer that is put together from others. */
export function dense(
  { graph, precision }: GraphContext,
  input: string,
  { name, layer }: { readonly name: string; readonly layer: Linear },
): string {
  const { inputs, outputs, bias } = layer;
  const biases = bias === undefined ? [] : [graph.floats(`${name}/bias`, [outputs], bias)];
  if (precision === 'float32') {
    const weight = graph.floats(`${name}/weight`, [outputs, inputs], layer.weight);
    return graph.node('Gemm', [input, weight, ...biases], { attributes: { transB: 1 } });
  }
  const { values, scales } = quantise(layer);
  const weight = graph.constant(`${name}/weight`, DataType.UINT8, [inputs, outputs], values);
  const scale = graph.floats(`${name}/scale`, [outputs], scales);
  const zero = graph.constant(`${name}/zero`, DataType.UINT8, [outputs], new Uint8Array(outputs).fill(ZERO_POINT));
  return graph.node('DynamicQuantizeMatMul', [input, weight, scale, zero, ...biases], { domain: MICROSOFT });
}

/** Symmetric per-output quantisation; the result is transposed to [inputs, outputs]. */
export function quantise(layer: Linear): { values: Uint8Array; scales: Float32Array } {
  const { inputs, outputs, weight } = layer;
  const values = new Uint8Array(inputs * outputs);
  const scales = new Float32Array(outputs);
  for (let out = 0; out < outputs; out++) {
    const row = weight.subarray(out * inputs, (out + 1) * inputs);
    let peak = 0;
    for (const value of row) peak = Math.max(peak, Math.abs(value));
    const scale = peak === 0 ? 1 : peak / 127;
    scales[out] = scale;
    for (let i = 0; i < inputs; i++) values[i * outputs + out] = Math.round((row[i] ?? 0) / scale) + ZERO_POINT;
  }
  return { values, scales };
}

export function layerNorm({ graph, weights }: GraphContext, input: string, name: string): string {
  const gamma = weights.tensor(`${name}/gamma`);
  const beta = weights.tensor(`${name}/beta`);
  return graph.node(
    'LayerNormalization',
    [
      input,
      graph.floats(`${name}/gamma`, gamma.shape, gamma.values),
      graph.floats(`${name}/beta`, beta.shape, beta.values),
    ],
    { attributes: { axis: -1, epsilon: { float: 1e-5 } } },
  );
}

/** Norm, widen, GELU, narrow, add. */
export function feedForward(context: GraphContext, input: string, layer: string): string {
  const { graph } = context;
  const wide = linear(context, layerNorm(context, input, `${layer}/ffn/layer_norm`), `${layer}/ffn/linear_0`);
  const active = graph.node('Gelu', [wide], { domain: MICROSOFT });
  return graph.node('Add', [input, linear(context, active, `${layer}/ffn/linear_1`)]);
}

export interface AttentionInputs {
  /** [rows, width] each. */
  readonly query: string;
  readonly key: string;
  readonly value: string;
  /** Added to the scores, [1, 1, query rows, key rows]; empty for none. */
  readonly bias: string;
}

/** Multi-head attention over matrices, [query rows, width]. */
export function attend({ graph }: GraphContext, inputs: AttentionInputs, heads: number): string {
  const batch = graph.shape(0);
  const [query = '', key = '', value = ''] = [inputs.query, inputs.key, inputs.value].map((matrix) =>
    graph.node('Unsqueeze', [matrix, batch]),
  );
  const output = graph.node('MultiHeadAttention', [query, key, value, '', '', inputs.bias], {
    domain: MICROSOFT,
    attributes: { num_heads: heads },
  });
  return graph.node('Squeeze', [output, batch]);
}

/**
 * As `attend`, one half of the heads after the other: the scores of all of them over Whisper's own window take 72 MB for the
 * base model, and the runtime keeps what its largest run has needed. More parts would cost short windows time.
 */
export function attendInHalves(context: GraphContext, inputs: AttentionInputs, heads: number): string {
  const { graph } = context;
  if (heads % 2 !== 0) return attend(context, inputs, heads);
  const halves = { attributes: { axis: 1, num_outputs: 2 }, outputCount: 2 };
  const [queries, keys, values] = [inputs.query, inputs.key, inputs.value].map((matrix) =>
    graph.nodes('Split', [matrix], halves),
  );
  const attended = [0, 1].map((half) => {
    const [query = '', key = '', value = ''] = [queries?.[half], keys?.[half], values?.[half]];
    return attend(context, { query, key, value, bias: inputs.bias }, heads / 2);
  });
  return graph.node('Concat', attended, { attributes: { axis: 1 } });
}
