/** Graphs that the builder writes run, and compute what was asked. */
import * as ort from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { GraphBuilder } from '../../../src/models/onnx/builder.js';
import { DataType, readModel } from '../../../src/models/onnx/proto.js';
import { openSession } from '../../../src/models/onnx/session.js';

/** y = softmax(scale · x + bias) over [rows, 3]. */
function build(): Uint8Array {
  const graph = new GraphBuilder('test');
  graph.input('x', DataType.FLOAT, ['rows', 3]);
  const bias = graph.floats('bias', [3], new Float32Array([1, 2, 3]));
  const reshaped = graph.node('Reshape', ['x', graph.shape(-1, 3)]);
  const active = graph.node('LeakyRelu', [reshaped], { attributes: { alpha: { float: 0.5 } } });
  graph.node('Softmax', [graph.node('Add', [active, bias])], { attributes: { axis: -1 }, outputs: ['y'] });
  graph.output('y', DataType.FLOAT, ['rows', 3]);
  return graph.build();
}

describe('GraphBuilder', () => {
  it('writes a graph that the runtime runs', async () => {
    const { session, provider } = await openSession(build(), { providers: ['cpu'], threads: 1 });
    expect(provider).toBe('cpu');
    const x = new ort.Tensor('float32', new Float32Array([-2, 0, 1, 0, 0, 0]), [2, 3]);
    const y = (await session.run({ x }))['y']?.data as Float32Array;
    const first = [Math.exp(-1 + 1), Math.exp(2), Math.exp(1 + 3)];
    const sum = first.reduce((a, b) => a + b);
    first.forEach((value, i) => {
      expect(y[i]).toBeCloseTo(value / sum, 5);
    });
    expect(y.subarray(3).reduce((a, b) => a + b)).toBeCloseTo(1, 5);
    await session.release();
  });

  it('writes equal shapes once and keeps the bytes of a view', () => {
    const graph = new GraphBuilder('test');
    expect(graph.shape(1, -1)).toBe(graph.shape(1, -1));
    const values = new Float32Array([9, 1, 2, 9]).subarray(1, 3);
    graph.floats('v', [2], values);
    graph.node('Identity', ['v'], { outputs: ['y'] });
    const { graph: read } = readModel(graph.build());
    expect(read.initializer).toHaveLength(2);
    const raw = read.initializer?.find(({ name }) => name === 'v')?.rawData ?? new Uint8Array();
    expect(new Float32Array(Uint8Array.from(raw).buffer)).toEqual(values);
  });

  it('refuses a constant of the same name', () => {
    const graph = new GraphBuilder('test');
    graph.floats('w', [1], new Float32Array(1));
    expect(() => graph.floats('w', [1], new Float32Array(1))).toThrow('constant w added twice');
  });
});

describe('openSession', () => {
  it('tries the providers in order and says what each refused', async () => {
    const { session, provider, refused } = await openSession(build(), { providers: ['no-such', 'cpu'], threads: 1 });
    expect(provider).toBe('cpu');
    expect(refused).toHaveLength(1);
    expect(refused[0]).toMatch(/^no-such: /);
    await session.release();
  });

  it('refuses damaged bytes in one line', async () => {
    const half = build().subarray(0, 40);
    await expect(openSession(half, { providers: ['cpu'], threads: 1 })).rejects.toThrow(/no execution provider[^\n]+$/);
  });
});
