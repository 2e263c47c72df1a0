/** Lets a convolutional graph drop the context of a window as soon as nothing behind it looks there any more. */
import { AttributeType, DataType, type Model, type Node } from '../onnx/proto.js';
import { GraphWalk } from './graph-walk.js';
import { longs, weightsOf, type Weights } from '../onnx/constants.js';
import { reachBefore, strideOf, UnknownReach } from './reach.js';

/** A place inside the graph where moments are cut off on both sides. */
export interface Crop {
  /** Moments of this place in one frame of the graph's input. */
  readonly perFrame: number;
  /** Moments on either side of the wanted ones that the rest of the graph looks at. */
  readonly reach: number;
}

export interface Cropped {
  readonly model: Model;
  /** In the order of the graph. */
  readonly crops: readonly Crop[];
  /** Frames of the graph's input on either side of the wanted ones that change a sample. */
  readonly contextFrames: number;
}

/** Name of the input that says where to cut: for each place its first moment and the moment behind its last. */
export const cropInput = 'parley:crop';

/** A place is worth a cut when this many frames less than at the cut before have to be carried on. */
const worthFrames = 2;

interface Place extends Crop {
  readonly tensor: string;
}

/**
 * @param ends `main`: the input that is windowed; `aligned`: inputs with the same frames; `end`: the output
 * Undefined where the graph does more than convolve, so that its reach is not known.
 */
export function cropContext(
  model: Model,
  ends: { readonly main: string; readonly aligned: readonly string[]; readonly end: string },
): Cropped | undefined {
  const walk = new GraphWalk(model.graph);
  try {
    const found = placesBetween(walk, ends.main, ends.end);
    return {
      model: insertCrops(model, found.places, ends.aligned),
      crops: found.places.map(({ perFrame, reach }) => ({ perFrame, reach })),
      contextFrames: found.contextFrames,
    };
  } catch (error) {
    if (error instanceof UnknownReach) return undefined;
    throw error;
  }
}

function placesBetween(walk: GraphWalk, main: string, end: string): { places: Place[]; contextFrames: number } {
  const moved = walk.after(main);
  const nodes = (walk.graph.node ?? []).filter((node) => walk.reads(node).some((name) => moved.has(name)));
  const reach = reachOf(nodes, end, { moved, weights: weightsOf(walk.graph.initializer) });
  const places: Place[] = [];
  const contextFrames = reach.get(main) ?? 0;
  let carried = contextFrames;
  for (const { tensor, perFrame } of passages(nodes, moved, main)) {
    const wanted = reach.get(tensor) ?? 0;
    if (tensor === end || carried - wanted / perFrame < worthFrames) continue;
    places.push({ tensor, perFrame, reach: wanted });
    carried = wanted / perFrame;
  }
  return { places, contextFrames };
}

/** For each tensor, the moments on either side of the wanted ones that `end` is made from. */
function reachOf(
  nodes: readonly Node[],
  end: string,
  { moved, weights }: { moved: ReadonlySet<string>; weights: Weights },
): Map<string, number> {
  const reach = new Map([[end, 0]]);
  for (const node of nodes.toReversed()) {
    const after = Math.max(...(node.output ?? []).map((name) => reach.get(name) ?? -1));
    if (after < 0) continue;
    const before = reachBefore(node, after, weights);
    for (const name of node.input ?? []) {
      if (moved.has(name)) reach.set(name, Math.max(before, reach.get(name) ?? 0));
    }
  }
  return reach;
}

/** Tensors that everything behind them is made from: where one of them is cut, all is cut. */
function passages(
  nodes: readonly Node[],
  moved: ReadonlySet<string>,
  main: string,
): { tensor: string; perFrame: number }[] {
  const lastReader = new Map<string, number>();
  for (const [index, node] of nodes.entries()) for (const name of node.input ?? []) lastReader.set(name, index);
  const rates = new Map([[main, 1]]);
  const open = new Set([main]);
  const found: { tensor: string; perFrame: number }[] = [];
  for (const [index, node] of nodes.entries()) {
    const source = (node.input ?? []).find((name) => moved.has(name)) ?? main;
    const perFrame = (rates.get(source) ?? 1) * (node.opType === 'ConvTranspose' ? strideOf(node) : 1);
    for (const name of node.output ?? []) {
      rates.set(name, perFrame);
      if (lastReader.has(name)) open.add(name);
    }
    for (const name of node.input ?? []) if (lastReader.get(name) === index) open.delete(name);
    const [only] = open;
    if (only !== undefined && open.size === 1 && node.output?.includes(only) === true) {
      found.push({ tensor: only, perFrame });
    }
  }
  return found;
}

function insertCrops(model: Model, places: readonly Place[], aligned: readonly string[]): Model {
  if (places.length === 0) return model;
  const bounds = places.map((_, index) => [`parley:from:${index}`, `parley:to:${index}`] as const);
  const node: Node[] = [
    { opType: 'Split', input: [cropInput, 'parley:ones'], output: bounds.flat(), attribute: [axis(0)] },
  ];
  const renamed = new Map<string, string>();
  for (const made of model.graph.node ?? []) {
    node.push({ ...made, input: (made.input ?? []).map((name) => renamed.get(name) ?? name) });
    const index = places.findIndex(({ tensor }) => made.output?.includes(tensor));
    const place = places[index];
    if (place === undefined) continue;
    for (const name of [place.tensor, ...aligned]) {
      const cut = `${name}:cut:${index}`;
      node.push({
        opType: 'Slice',
        input: [renamed.get(name) ?? name, ...(bounds[index] ?? []), 'parley:last'],
        output: [cut],
      });
      renamed.set(name, cut);
    }
  }
  const input = [...(model.graph.input ?? []), { name: cropInput, type: { tensorType: { elemType: DataType.INT64 } } }];
  const initializer = [
    ...(model.graph.initializer ?? []),
    longs(
      'parley:ones',
      bounds.flat().map(() => 1),
    ),
    longs('parley:last', [-1]),
  ];
  return { ...model, graph: { ...model.graph, node, input, initializer } };
}

const axis = (i: number): { name: string; type: number; i: number } => ({ name: 'axis', type: AttributeType.INT, i });

/** A window of a cropped graph: what to feed, and what comes out. */
export interface CropPlan {
  /** Of the graph's input, in frames. */
  readonly from: number;
  readonly to: number;
  /** For `cropInput`. */
  readonly bounds: readonly number[];
  /** The wanted frames' place in the output, in output moments. */
  readonly skip: number;
  /** All of the output. */
  readonly length: number;
}

/**
 * Plans the run that makes frames `from`…`to`.
 * @param perFrame output moments in a frame
 */
export function planCrop(
  { crops, contextFrames }: Pick<Cropped, 'crops' | 'contextFrames'>,
  window: { readonly from: number; readonly to: number; readonly frames: number },
  perFrame: number,
): CropPlan {
  const first = Math.max(0, window.from - contextFrames);
  const last = Math.min(window.frames, window.to + contextFrames);
  const bounds: number[] = [];
  let [low, high, rate] = [first, last, 1];
  for (const crop of crops) {
    [low, high, rate] = [(low * crop.perFrame) / rate, (high * crop.perFrame) / rate, crop.perFrame];
    const start = Math.max(low, window.from * rate - crop.reach);
    const end = Math.min(high, window.to * rate + crop.reach);
    bounds.push(start - low, end - low);
    [low, high] = [start, end];
  }
  return {
    from: first,
    to: last,
    bounds,
    skip: window.from * perFrame - (low * perFrame) / rate,
    length: ((high - low) * perFrame) / rate,
  };
}
