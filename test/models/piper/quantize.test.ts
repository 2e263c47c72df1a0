/** Large convolutions in whole numbers: close to the floats, and only where they suit. */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { GraphBuilder } from '../../../src/models/onnx/builder.js';
import { DataType, readModel, writeModel, type Model } from '../../../src/models/onnx/proto.js';
import { quantizeText } from '../../../src/models/piper/quantize.js';

let seed = 7;
function noise(length: number, scale: number): Float32Array {
  return Float32Array.from({ length }, () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return (seed / 2_147_483_647 - 0.5) * 2 * scale;
  });
}

interface Shape {
  readonly outputs: number;
  readonly inputs: number;
  readonly width: number;
  readonly pads: readonly number[];
  readonly dilation: number;
  readonly bias: boolean;
}

const large: Shape = { outputs: 256, inputs: 160, width: 3, pads: [1, 1], dilation: 1, bias: true };

function graphOf({ outputs, inputs, width, pads, dilation, bias }: Shape): Model {
  const graph = new GraphBuilder('text');
  const x = graph.input('x', DataType.FLOAT, [1, inputs, 'time']);
  const kernel = graph.floats('kernel', [outputs, inputs, width], noise(outputs * inputs * width, 0.1));
  const shift = bias ? [graph.floats('bias', [outputs], noise(outputs, 1))] : [];
  const attributes = { kernel_shape: [width], pads, strides: [1], dilations: [dilation], group: 1 };
  const y = graph.node('Conv', [x, kernel, ...shift], { attributes, outputs: ['y'] });
  graph.output(y, DataType.FLOAT, [1, outputs, 'time']);
  return readModel(graph.build());
}

async function run(model: Model, x: Tensor): Promise<Float32Array> {
  const session = await InferenceSession.create(Buffer.from(writeModel(model)), { logSeverityLevel: 3 });
  return (await session.run({ x }))['y']?.data as Float32Array;
}

const operators = (model: Model): string[] => (model.graph.node ?? []).map(({ opType }) => opType);

describe('quantizeText', () => {
  it.each([
    ['three neighbours', large],
    ['five neighbours, without a bias', { ...large, width: 5, pads: [2, 2], bias: false }],
  ])('keeps the values of %s to 35 dB and drops the floats', async (_name, shape) => {
    const model = graphOf(shape);
    const whole = quantizeText(model);
    expect(operators(whole)).toContain('MatMulInteger');
    expect(operators(whole)).not.toContain('Conv');
    expect(writeModel(whole).length).toBeLessThan(writeModel(model).length / 3);
    const x = new Tensor('float32', noise(shape.inputs * 20, 1), [1, shape.inputs, 20]);
    const [exact, rounded] = [await run(model, x), await run(whole, x)];
    expect(rounded).toHaveLength(exact.length);
    const power = exact.reduce((sum, value) => sum + value ** 2, 0);
    const error = exact.reduce((sum, value, index) => sum + (value - (rounded[index] ?? NaN)) ** 2, 0);
    expect(10 * Math.log10(power / error)).toBeGreaterThan(35);
  });

  it.each([
    ['a small one', { ...large, outputs: 16 }],
    ['one that looks further than its neighbours', { ...large, dilation: 2, pads: [2, 2] }],
    ['one that changes the length', { ...large, pads: [0, 0] }],
    ['one without neighbours', { ...large, inputs: 640, width: 1, pads: [0, 0] }],
  ])('leaves %s alone', (_name, shape) => {
    const model = graphOf(shape);
    expect(quantizeText(model)).toEqual(model);
  });
});
