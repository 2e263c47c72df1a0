/** The quantised dense layer is as exact as eight bits allow, at full range too. */
import * as ort from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { GraphBuilder } from '../../../src/models/onnx/builder.js';
import { DataType } from '../../../src/models/onnx/proto.js';
import { openSession } from '../../../src/models/onnx/session.js';
import { dense, quantise, type Precision } from '../../../src/models/whisper/layers.js';
import type { Linear, Weights } from '../../../src/models/whisper/weights.js';

const inputs = 256;
const outputs = 32;
/** Large values of one sign: with signed weights AVX2 kernels saturate on them. */
const layer: Linear = {
  inputs,
  outputs,
  weight: Float32Array.from({ length: inputs * outputs }, (_, i) => 0.9 + 0.1 * Math.sin(i)),
  bias: Float32Array.from({ length: outputs }, (_, i) => i),
};
const x = Float32Array.from({ length: 2 * inputs }, (_, i) => 0.8 + 0.2 * Math.cos(i * 3));

async function run(precision: Precision): Promise<Float32Array> {
  const graph = new GraphBuilder('dense');
  graph.input('x', DataType.FLOAT, ['rows', inputs]);
  // `dense` takes its layer from the arguments, not from a model file.
  const context = { graph, precision, weights: undefined as unknown as Weights };
  graph.node('Identity', [dense(context, 'x', { name: 'layer', layer })], { outputs: ['y'] });
  graph.output('y', DataType.FLOAT, ['rows', outputs]);
  const { session } = await openSession(graph.build(), { providers: ['cpu'], threads: 1 });
  const result = await session.run({ x: new ort.Tensor('float32', x, [2, inputs]) });
  await session.release();
  return result['y']?.data as Float32Array;
}

describe('dense', () => {
  it('equals the definition in float32', async () => {
    const y = await run('float32');
    for (const [row, out] of [
      [0, 0],
      [1, 31],
    ] as const) {
      let wanted = layer.bias?.[out] ?? 0;
      for (let i = 0; i < inputs; i++) wanted += (x[row * inputs + i] ?? 0) * (layer.weight[out * inputs + i] ?? 0);
      expect(y[row * outputs + out]).toBeCloseTo(wanted, 3);
    }
  });

  it('stays within one percent of it in int8', async () => {
    const exact = await run('float32');
    const fast = await run('int8');
    fast.forEach((value, i) => {
      expect(Math.abs(value / (exact[i] ?? NaN) - 1)).toBeLessThan(0.01);
    });
  });
});

describe('quantise', () => {
  it('keeps each weight to half a step and zeros exact', () => {
    const { values, scales } = quantise({ ...layer, weight: layer.weight.map((w, i) => (i % 7 === 0 ? 0 : w)) });
    expect(values[0]).toBe(128);
    for (let out = 0; out < outputs; out++) {
      const back = ((values[1 * outputs + out] ?? 0) - 128) * (scales[out] ?? 0);
      const weight = (out * inputs + 1) % 7 === 0 ? 0 : (layer.weight[out * inputs + 1] ?? 0);
      expect(Math.abs(back - weight)).toBeLessThanOrEqual((scales[out] ?? 0) / 2 + 1e-6);
    }
  });
});
