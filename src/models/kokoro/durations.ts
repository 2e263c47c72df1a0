/** Makes Kokoro's plan of how long each sound lasts an output of its graph. */
import { DataType, type Graph } from '../onnx/proto.js';
import { GraphWalk } from '../piper/graph-walk.js';

/**
 * Adds the plan to the outputs and returns its name: int64 [1, tokens], frames for each token. Throws when it cannot be
 * found: it is what the only rounding in the graph gives, made whole.
 */
export function openDurations(graph: Graph): string {
  const roundings = (graph.node ?? []).filter((node) => node.opType === 'Round');
  const behind = new GraphWalk(graph).after(roundings[0]?.output?.[0] ?? '');
  const whole = (graph.node ?? []).find(
    ({ opType, input, attribute }) =>
      opType === 'Cast' &&
      behind.has(input?.[0] ?? '') &&
      attribute?.some(({ name, i }) => name === 'to' && Number(i) === DataType.INT64),
  );
  const name = whole?.output?.[0];
  if (roundings.length !== 1 || name === undefined) {
    throw new Error('not a Kokoro graph: no durations in it; fetch the model again');
  }
  graph.output = [...(graph.output ?? []), { name, type: { tensorType: { elemType: DataType.INT64 } } }];
  return name;
}
