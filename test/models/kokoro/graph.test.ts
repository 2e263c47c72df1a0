/** The rewritten graph gives the sound of the original: each rewrite on a small graph of the same form, run both ways. */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { openDurations } from '../../../src/models/kokoro/durations.js';
import { dropUnused, replaceIntegerConvolutions } from '../../../src/models/kokoro/float-convolutions.js';
import { fuseNorms } from '../../../src/models/kokoro/norms.js';
import { replaceTransforms } from '../../../src/models/kokoro/spectrum.js';
import { GraphBuilder } from '../../../src/models/onnx/builder.js';
import { DataType, readModel, writeModel, type Graph } from '../../../src/models/onnx/proto.js';

const channels = 4;
const frames = 50;

/** The same numbers every time. */
function numbers(count: number, seed: number): Float32Array {
  return Float32Array.from({ length: count }, (_, index) => Math.sin(seed + index * 12.9898) * 1.3);
}

async function run(bytes: Uint8Array, feeds: Record<string, Tensor>): Promise<Float32Array> {
  const session = await InferenceSession.create(bytes, { logSeverityLevel: 3 });
  const outputs = await session.run(feeds);
  const [first] = session.outputNames;
  await session.release();
  return outputs[first ?? '']?.data as Float32Array;
}

/** Runs the graph before and after, and says which operators are left. */
async function compare(
  bytes: Uint8Array,
  rewrite: (graph: Graph) => unknown,
  x: Tensor,
): Promise<{ decibels: number; operators: Set<string>; result: unknown }> {
  const model = readModel(bytes);
  const result = rewrite(model.graph);
  dropUnused(model.graph);
  const wanted = await run(bytes, { x });
  const got = await run(writeModel(model), { x });
  expect(got).toHaveLength(wanted.length);
  const power = (values: Float32Array): number => values.reduce((sum, value) => sum + value ** 2, 0);
  const decibels = 10 * Math.log10(power(wanted) / power(wanted.map((value, index) => value - (got[index] ?? 0))));
  return { decibels, operators: new Set(model.graph.node?.map(({ opType }) => opType)), result };
}

const signal = (): Tensor => new Tensor('float32', numbers(channels * frames, 1), [1, channels, frames]);

function startGraph(): GraphBuilder {
  const graph = new GraphBuilder('test');
  graph.input('x', DataType.FLOAT, [1, channels, 'frames']);
  return graph;
}

/** As the dynamic quantisation of ONNX Runtime's tools writes it. */
function quantizedConvolution(graph: GraphBuilder, input: string, hasBias: boolean): string {
  const [data = '', scale = '', zero = ''] = graph.nodes('DynamicQuantizeLinear', [input], { outputCount: 3 });
  const weights = Uint8Array.from({ length: channels * channels * 3 }, (_, index) => (index * 37) % 256);
  graph.constant('w', DataType.UINT8, [channels, channels, 3], weights);
  graph.constant('w0', DataType.UINT8, [], Uint8Array.of(120));
  graph.floats('ws', [1], Float32Array.of(0.004));
  const whole = graph.node('ConvInteger', [data, 'w', zero, 'w0'], {
    attributes: { kernel_shape: [3], pads: [2, 2], dilations: [2], strides: [1], group: 1 },
  });
  const scales = graph.node('Mul', [scale, 'ws']);
  let summed = whole;
  if (hasBias) {
    graph.floats('b', [channels], numbers(channels, 3));
    const rounded = graph.node('Floor', [graph.node('Div', ['b', scales])]);
    const bias = graph.node('Cast', [rounded], { attributes: { to: DataType.INT32 } });
    summed = graph.node('Add', [whole, graph.node('Reshape', [bias, graph.shape(1, -1, 1)])]);
  }
  return graph.node('Mul', [graph.node('Cast', [summed], { attributes: { to: DataType.FLOAT } }), scales]);
}

describe('replaceIntegerConvolutions', () => {
  it.each([true, false])('computes the same in float, bias: %s', async (hasBias) => {
    const graph = startGraph();
    graph.output(quantizedConvolution(graph, 'x', hasBias), DataType.FLOAT, [1, channels, 'frames']);
    const { decibels, operators, result } = await compare(graph.build(), replaceIntegerConvolutions, signal());
    expect(result).toBe(1);
    expect([...operators]).toEqual(['Conv']);
    // What is left is the rounding of the input to eight bits, which the float graph no longer does.
    expect(decibels).toBeGreaterThan(35);
  });

  it('finds a zero point that is kept as a list', async () => {
    const graph = startGraph();
    graph.output(quantizedConvolution(graph, 'x', true), DataType.FLOAT, [1, channels, 'frames']);
    const model = readModel(graph.build());
    const zero = { name: 'w0', dataType: DataType.UINT8, int32Data: [120] };
    model.graph.initializer = [...(model.graph.initializer ?? []).filter(({ name }) => name !== 'w0'), zero];
    const { decibels, result } = await compare(writeModel(model), replaceIntegerConvolutions, signal());
    expect(result).toBe(1);
    expect(decibels).toBeGreaterThan(35);
  });

  it('leaves one alone that has a scale for each channel', async () => {
    const graph = startGraph();
    graph.output(quantizedConvolution(graph, 'x', false), DataType.FLOAT, [1, channels, 'frames']);
    const model = readModel(graph.build());
    const scale = model.graph.initializer?.find(({ name }) => name === 'ws');
    const each = Float32Array.of(0.004, 0.003, 0.002, 0.001);
    Object.assign(scale ?? {}, { dims: [channels, 1], rawData: new Uint8Array(each.buffer) });
    const { operators, result } = await compare(writeModel(model), replaceIntegerConvolutions, signal());
    expect(result).toBe(0);
    expect(operators).toContain('ConvInteger');
  });

  it('leaves one alone that goes on in whole numbers', async () => {
    const graph = startGraph();
    const [data = '', , zero = ''] = graph.nodes('DynamicQuantizeLinear', ['x'], { outputCount: 3 });
    graph.constant('w', DataType.UINT8, [1, channels, 1], Uint8Array.of(1, 2, 3, 4));
    graph.constant('w0', DataType.UINT8, [], Uint8Array.of(0));
    const whole = graph.node('ConvInteger', [data, 'w', zero, 'w0']);
    const out = graph.node('Cast', [graph.node('Neg', [whole])], { attributes: { to: DataType.FLOAT } });
    graph.output(out, DataType.FLOAT, [1, 1, 'frames']);
    const { decibels, operators, result } = await compare(graph.build(), replaceIntegerConvolutions, signal());
    expect(result).toBe(0);
    expect(operators).toContain('ConvInteger');
    expect(decibels).toBe(Infinity);
  });
});

/** A norm as PyTorch's export writes it, with the scale on either side of its product. */
function adaptiveNorm(graph: GraphBuilder, input: string): string {
  graph.floats('style', [1, channels, 1], numbers(channels, 5));
  graph.floats('shift', [1, channels, 1], numbers(channels, 6));
  graph.floats('one', [], Float32Array.of(1));
  graph.floats('epsilon', [], Float32Array.of(1e-5));
  const mean = (name: string): string =>
    graph.node('ReduceMean', [name, graph.shape(2)], { attributes: { keepdims: 1 } });
  const centred = graph.node('Sub', [input, mean(input)]);
  const variance = mean(graph.node('Mul', [centred, centred]));
  const deviation = graph.node('Sqrt', [graph.node('Add', [variance, 'epsilon'])]);
  const normal = graph.node('Div', [centred, deviation]);
  const scaled = graph.node('Mul', [graph.node('Add', ['style', 'one']), normal]);
  return graph.node('Add', [scaled, 'shift']);
}

function snake(graph: GraphBuilder, y: string, exponent = 2): string {
  const alpha = numbers(channels, 7).map((value) => Math.abs(value) + 0.2);
  graph.floats('alpha', [1, channels, 1], alpha);
  graph.floats(
    'reciprocal',
    [1, channels, 1],
    alpha.map((value) => 1 / value),
  );
  graph.floats('exponent', [], Float32Array.of(exponent));
  const sine = graph.node('Sin', [graph.node('Mul', ['alpha', y])]);
  return graph.node('Add', [y, graph.node('Mul', ['reciprocal', graph.node('Pow', [sine, 'exponent'])])]);
}

function convolution(graph: GraphBuilder, input: string): string {
  graph.floats('kernel', [2, channels, 3], numbers(2 * channels * 3, 9));
  return graph.node('Conv', [input, 'kernel'], { attributes: { kernel_shape: [3], pads: [1, 1] } });
}

describe('fuseNorms', () => {
  it('puts a norm into one operator', async () => {
    const graph = startGraph();
    graph.output(graph.node('Relu', [adaptiveNorm(graph, 'x')]), DataType.FLOAT, [1, channels, 'frames']);
    const { decibels, operators, result } = await compare(graph.build(), fuseNorms, signal());
    expect(result).toEqual({ norms: 1, snakes: 0 });
    expect(operators).not.toContain('ReduceMean');
    expect(decibels).toBeGreaterThan(100);
  });

  it('takes the snake between a norm and a convolution into both', async () => {
    const graph = startGraph();
    graph.output(convolution(graph, snake(graph, adaptiveNorm(graph, 'x'))), DataType.FLOAT, [1, 2, 'frames']);
    const { decibels, operators, result } = await compare(graph.build(), fuseNorms, signal());
    expect(result).toEqual({ norms: 1, snakes: 1 });
    expect(operators).not.toContain('Pow');
    expect(decibels).toBeGreaterThan(100);
  });

  it('leaves other powers, and a snake that something else reads too, as they are', async () => {
    const cubed = startGraph();
    cubed.output(convolution(cubed, snake(cubed, adaptiveNorm(cubed, 'x'), 3)), DataType.FLOAT, [1, 2, 'frames']);
    const first = await compare(cubed.build(), fuseNorms, signal());
    expect(first.result).toEqual({ norms: 1, snakes: 0 });
    expect(first.decibels).toBeGreaterThan(100);
    const shared = startGraph();
    const active = snake(shared, adaptiveNorm(shared, 'x'));
    const sum = shared.node('ReduceSum', [active], { attributes: { keepdims: 1 } });
    shared.output(shared.node('Add', [convolution(shared, active), sum]), DataType.FLOAT, [1, 2, 'frames']);
    const second = await compare(shared.build(), fuseNorms, signal());
    expect(second.result).toEqual({ norms: 1, snakes: 0 });
    expect(second.decibels).toBeGreaterThan(100);
  });
});

describe('replaceTransforms', () => {
  it.each([8, 20])('gives the transform of %i samples', async (length) => {
    const graph = new GraphBuilder('test');
    graph.input('x', DataType.FLOAT, [1, 'samples']);
    graph.floats(
      'window',
      [length],
      Float32Array.from({ length }, (_, at) => Math.sin((Math.PI * at) / length) ** 2),
    );
    graph.constant('step', DataType.INT64, [], BigInt64Array.of(5n));
    graph.constant('length', DataType.INT64, [], BigInt64Array.of(BigInt(length)));
    const spectrum = graph.node('STFT', ['x', 'step', 'window', 'length'], { attributes: { onesided: 1 } });
    graph.output(spectrum, DataType.FLOAT, [1, 'frames', length / 2 + 1, 2]);
    const x = new Tensor('float32', numbers(200, 2), [1, 200]);
    const { decibels, operators, result } = await compare(graph.build(), replaceTransforms, x);
    expect(result).toBe(1);
    expect(operators).not.toContain('STFT');
    expect(decibels).toBeGreaterThan(90);
  });

  it('gives a negative real number the phase of half a turn, never of minus half a turn', async () => {
    const graph = new GraphBuilder('test');
    graph.input('x', DataType.FLOAT, [1, 'samples']);
    graph.floats('window', [20], new Float32Array(20).fill(1));
    graph.constant('step', DataType.INT64, [], BigInt64Array.of(5n));
    graph.constant('length', DataType.INT64, [], BigInt64Array.of(20n));
    const spectrum = graph.node('STFT', ['x', 'step', 'window', 'length'], { attributes: { onesided: 1 } });
    graph.output(spectrum, DataType.FLOAT, [1, 'frames', 11, 2]);
    const model = readModel(graph.build());
    replaceTransforms(model.graph);
    dropUnused(model.graph);
    const x = new Tensor(
      'float32',
      numbers(400, 2).map((value) => value - 2),
      [1, 400],
    );
    const bins = await run(writeModel(model), { x });
    for (let at = 0; at < bins.length; at += 22) {
      expect(bins[at]).toBeLessThan(0);
      expect(Math.atan2(bins[at + 1] ?? 0, bins[at] ?? 0)).toBeCloseTo(Math.PI, 5);
      expect(bins[at + 21]).toBeGreaterThan(0);
    }
  });
});

describe('openDurations', () => {
  function planner(roundings: number): Uint8Array {
    const graph = new GraphBuilder('test');
    graph.input('x', DataType.FLOAT, [1, 'tokens']);
    graph.floats('least', [], Float32Array.of(1));
    let planned = 'x';
    for (let count = 0; count < roundings; count += 1) planned = graph.node('Round', [planned]);
    const whole = graph.node('Cast', [graph.node('Clip', [planned, 'least'])], { attributes: { to: DataType.INT64 } });
    const sound = graph.node('Cast', [graph.node('CumSum', [whole, graph.shape(1)])], {
      attributes: { to: DataType.FLOAT },
      outputs: ['audio'],
    });
    graph.output(sound, DataType.FLOAT, [1, 'tokens']);
    return graph.build();
  }

  it('makes the plan an output', async () => {
    const model = readModel(planner(1));
    const name = openDurations(model.graph);
    const session = await InferenceSession.create(writeModel(model), { logSeverityLevel: 3 });
    const outputs = await session.run({ x: new Tensor('float32', Float32Array.of(2.4, 0.1, 7.6), [1, 3]) });
    expect(Array.from(outputs[name]?.data as BigInt64Array, Number)).toEqual([2, 1, 8]);
    expect(Array.from(outputs['audio']?.data as Float32Array)).toEqual([2, 3, 11]);
    await session.release();
  });

  it.each([0, 2])('refuses a graph with %i roundings', (roundings) => {
    const { graph } = readModel(planner(roundings));
    expect(() => openDurations(graph)).toThrow('not a Kokoro graph: no durations in it; fetch the model again');
  });
});
