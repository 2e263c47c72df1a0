/** Who reads a tensor, and what number a constant holds: two more questions about an ONNX graph. */
import { DataType, type Graph, type Node } from '../onnx/proto.js';
import { GraphWalk } from '../piper/graph-walk.js';

export type Readers = ReadonlyMap<string, readonly Node[]>;

/** The nodes that read each tensor, one entry for each node. */
export function readersOf(graph: Graph): Readers {
  const walk = new GraphWalk(graph);
  const readers = new Map<string, Node[]>();
  for (const node of graph.node ?? []) {
    for (const name of new Set(walk.reads(node))) {
      const known = readers.get(name);
      if (known === undefined) readers.set(name, [node]);
      else known.push(node);
    }
  }
  return readers;
}

/** The only element of a float or int64 weight; undefined for anything else. */
export function scalarOf(graph: Graph, name: string): number | undefined {
  const values = numbersOf(graph, name);
  return values?.length === 1 ? values[0] : undefined;
}

/** The elements of a float or int64 weight, whichever way the file holds them; undefined for anything else. */
export function numbersOf(graph: Graph, name: string): number[] | undefined {
  const tensor = graph.initializer?.find((weight) => weight.name === name);
  const raw = tensor?.rawData;
  if (tensor?.dataType === DataType.FLOAT) {
    if (raw === undefined || raw.length === 0) return tensor.floatData ?? [];
    const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
    return Array.from({ length: raw.byteLength / 4 }, (_, index) => view.getFloat32(index * 4, true));
  }
  if (tensor?.dataType === DataType.INT64) {
    if (raw === undefined || raw.length === 0) return (tensor.int64Data ?? []).map(Number);
    const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
    return Array.from({ length: raw.byteLength / 8 }, (_, index) => Number(view.getBigInt64(index * 8, true)));
  }
  return undefined;
}
