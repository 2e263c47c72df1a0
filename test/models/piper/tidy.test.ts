/** The text part's rewrites: fewer nodes, the same numbers. */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { GraphBuilder } from '../../../src/models/onnx/builder.js';
import { DataType, readModel, writeModel, type Model } from '../../../src/models/onnx/proto.js';
import { dropNeutrals, forgetSizes, tidyText } from '../../../src/models/piper/tidy.js';

interface Shape {
  readonly exponent: number;
  /** Zeros put before the convolution along the channels. */
  readonly channelPad: number;
  readonly mask: 'Less' | 'Greater';
}

const usual: Shape = { exponent: 2, channelPad: 0, mask: 'Less' };
const random = (length: number): Float32Array => Float32Array.from({ length }, (_, index) => Math.sin(index * 12.9898));

/** Normalisation as exporters spell it out, a mask, padding and a convolution. */
function graphOf({ exponent, channelPad, mask }: Shape): Model {
  const graph = new GraphBuilder('text');
  const x = graph.input('x', DataType.FLOAT, [1, 6, 'time']);
  const lengths = graph.input('lengths', DataType.INT64, [1]);
  const positions = graph.input('positions', DataType.INT64, ['time']);
  const scalar = (name: string, value: number): string => graph.floats(name, [], Float32Array.of(value));
  const along = { attributes: { perm: [0, 2, 1] } };
  const mean = { attributes: { axes: [-1] } };
  const turned = graph.node('Transpose', [x], along);
  const centred = graph.node('Sub', [turned, graph.node('ReduceMean', [turned], mean)]);
  const square = graph.node('Pow', [centred, scalar('two', exponent)]);
  const variance = graph.node('Add', [graph.node('ReduceMean', [square], mean), scalar('eps', 1e-5)]);
  const normal = graph.node('Div', [centred, graph.node('Sqrt', [variance])]);
  const scaled = graph.node('Mul', [normal, graph.floats('gamma', [6], random(6))]);
  const shifted = graph.node('Add', [scaled, graph.floats('beta', [6], random(6))]);
  const back = graph.node('Transpose', [shifted], along);
  const inside = graph.node('Unsqueeze', [graph.node(mask, [positions, lengths]), graph.shape(0, 1)]);
  const masked = graph.node('Mul', [back, graph.node('Cast', [inside], { attributes: { to: DataType.FLOAT } })]);
  const padded = graph.node('Pad', [masked, graph.shape(0, channelPad, 1, 0, 0, 1)], {
    attributes: { mode: 'constant' },
  });
  const kernel = graph.floats('kernel', [4, 6 + channelPad, 3], random(12 * (6 + channelPad)));
  const made = graph.node('Conv', [padded, kernel], {
    attributes: { kernel_shape: [3], pads: [0, 0] },
    outputs: ['y'],
  });
  graph.output(made, DataType.FLOAT, [1, 4, 'time']);
  // As the voices are: an older set of operators, in which means still name their axes.
  return { ...readModel(graph.build()), opsetImport: [{ domain: '', version: 15 }] };
}

async function run(model: Model): Promise<number[]> {
  const session = await InferenceSession.create(Buffer.from(writeModel(model)), {
    ...{ logSeverityLevel: 3 as const, graphOptimizationLevel: 'disabled' as const },
  });
  const { y } = await session.run({
    x: new Tensor('float32', random(60), [1, 6, 10]),
    lengths: new Tensor('int64', BigInt64Array.of(10n), [1]),
    positions: new Tensor(
      'int64',
      BigInt64Array.from({ length: 10 }, (_, index) => BigInt(index)),
      [10],
    ),
  });
  return Array.from(y?.data as Float32Array);
}

const operators = (model: Model): string[] => (model.graph.node ?? []).map(({ opType }) => opType);

describe('tidyText', () => {
  it('joins norm, mask and padding, and keeps the numbers', async () => {
    const model = graphOf(usual);
    const tidy = tidyText(model);
    expect(operators(tidy)).toEqual(['Transpose', 'LayerNormalization', 'Transpose', 'Conv']);
    const [before, after] = [await run(model), await run(tidy)];
    expect(after).toHaveLength(before.length);
    for (const [index, value] of after.entries()) expect(value).toBeCloseTo(before[index] ?? NaN, 4);
  });

  it.each([
    ['a power that is no square', { ...usual, exponent: 4 }, 'Pow'],
    ['zeros between channels', { ...usual, channelPad: 1 }, 'Pad'],
    ['a mask of another kind', { ...usual, mask: 'Greater' } as const, 'Greater'],
  ])('leaves %s as it is', async (_name, shape, kept) => {
    const model = graphOf(shape);
    const tidy = tidyText(model);
    expect(operators(tidy)).toContain(kept);
    const [before, after] = [await run(model), await run(tidy)];
    for (const [index, value] of after.entries()) expect(value).toBeCloseTo(before[index] ?? NaN, 4);
  });

  it.each([12, 18])('does not touch norms of operator set %i, which are written otherwise', (version) => {
    const tidy = tidyText({ ...graphOf(usual), opsetImport: [{ domain: '', version }] });
    expect(operators(tidy)).toContain('Pow');
  });
});

describe('forgetSizes', () => {
  it('leaves names and kinds of what goes in and out, and the numbers to the last bit', async () => {
    const model = graphOf(usual);
    const sized = [...(model.graph.input ?? []), ...(model.graph.output ?? [])];
    expect(sized.some(({ type }) => type?.tensorType?.shape !== undefined)).toBe(true);
    const free = forgetSizes(model);
    const ends = [...(free.graph.input ?? []), ...(free.graph.output ?? [])];
    expect(ends).toEqual(
      sized.map(({ name, type }) => ({ name, type: { tensorType: { elemType: type?.tensorType?.elemType } } })),
    );
    expect(await run(free)).toEqual(await run(model));
  });
});

describe('dropNeutrals', () => {
  const zeros = { name: 'value', type: 4, t: { dims: [1], dataType: DataType.FLOAT, rawData: new Uint8Array(4) } };
  const twos = { ...zeros, t: { ...zeros.t, rawData: new Uint8Array(Float32Array.of(2).buffer) } };
  const model = (attribute: typeof zeros): Model => ({
    graph: {
      node: [
        { opType: 'Shape', input: ['x'], output: ['shape'] },
        { opType: 'ConstantOfShape', input: ['shape'], output: ['made'], attribute: [attribute] },
        { opType: 'Add', input: ['made', 'x'], output: ['sum'] },
        { opType: 'Neg', input: ['made'], output: ['less'] },
        { opType: 'Exp', input: ['less'], output: ['one'] },
        { opType: 'Mul', input: ['sum', 'one'], output: ['product'] },
        { opType: 'Tanh', input: ['product'], output: ['y'] },
      ],
      input: [{ name: 'x' }],
      output: [{ name: 'y' }],
    },
  });

  it('leaves out sums with zeros and products with ones', () => {
    expect(dropNeutrals(model(zeros)).graph.node).toMatchObject([{ opType: 'Tanh', input: ['x'] }]);
  });

  it('leaves other constants alone', () => {
    expect(operators(dropNeutrals(model(twos)))).toHaveLength(7);
  });
});
