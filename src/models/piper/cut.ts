/** Cuts a VITS graph where its parts meet, so that the flow and the vocoder can run in windows behind the text part. */
import type { Graph, Model, Node, Tensor, ValueInfo } from '../onnx/proto.js';
import { DataType } from '../onnx/proto.js';
import { cropContext, type Crop } from './crop.js';
import { attributeInts, GraphWalk } from './graph-walk.js';
import { toPlanar } from './planar.js';
import { dropMasks, dropNeutrals, forgetSizes, isMask, tidyText } from './tidy.js';

/** The parts and the names of the tensors that go from one to the next. */
export interface CutVoice {
  /** Encoder and durations; the flow too when it could not be told from them. */
  readonly text: Model;
  readonly flow?: Model;
  readonly decoder: Model;
  readonly seam: Seam;
}

export interface Seam {
  /** What the flow makes the latent from; absent when the text part makes the latent itself. */
  readonly flow?: WindowedPart;
  readonly decoder: WindowedPart;
  /** Frames per phoneme id, float with as many elements as ids; absent where the graph does not tell. */
  readonly durations?: string;
  /** The decoder's output, samples in the last axis. */
  readonly audio: string;
  /** Samples that one frame of the latent becomes. */
  readonly hopSamples: number;
}

interface PartInputs {
  /** Float [1, channels, frames]. */
  readonly main: string;
  /** Tensors taken from the text part beside it: the mask of the frames, the speaker's conditioning. */
  readonly beside: readonly string[];
}

/** A part that runs in windows. */
export interface WindowedPart extends PartInputs {
  /** Frames on either side of the wanted ones that change them. */
  readonly contextFrames: number;
  /** Where it drops them again on the way; empty when it carries them to the end. */
  readonly crops: readonly Crop[];
}

/** Why a voice could not be cut; it then runs whole. */
export interface Uncut {
  readonly reason: string;
}

/**
 * Finds the seams by structure, whatever the nodes are called. The vocoder of VITS (Kim et al. 2021; HiFi-GAN's
 * generator) is the only part with transposed convolutions one behind the other, and one convolution stands before the
 * first of them. The flow begins where noise is added for the last time.
 */
export function cutVoice(model: Model): CutVoice | Uncut {
  const walk = new GraphWalk(model.graph);
  const audio = model.graph.output?.[0]?.name;
  if (audio === undefined || model.graph.output?.length !== 1) return { reason: 'not exactly one output' };
  const upsamplers = walk.before([audio]).filter((node) => node.opType === 'ConvTranspose');
  const first = upsamplers[0];
  if (first === undefined) return { reason: 'no transposed convolution leads to the output' };
  if (!isChain(walk, upsamplers)) return { reason: 'the transposed convolutions do not form one chain' };
  const latent = latentBefore(walk, first);
  if (latent === undefined) return { reason: 'no convolution stands before the first transposed one' };
  const decoder = between(walk, latent, audio);
  const graphInputs = new Set((model.graph.input ?? []).map((input) => input.name));
  if (decoder.beside.some((name) => graphInputs.has(name))) return { reason: 'the vocoder reads the text' };
  const prior = priorBefore(walk, latent);
  const hopSamples = upsamplers.reduce((product, node) => product * (attributeInts(node, 'strides').at(-1) ?? 1), 1);
  const flow = prior === undefined ? undefined : between(walk, prior, latent);
  const isFlowClear = flow !== undefined && !decoder.beside.some((name) => walk.after(flow.main).has(name));
  return assemble(model, walk, { audio, hopSamples, decoder, latent, ...(isFlowClear ? { flow } : {}) });
}

function isChain(walk: GraphWalk, upsamplers: readonly Node[]): boolean {
  return upsamplers.every((node, index) => {
    const next = upsamplers[index + 1];
    return next === undefined || walk.after(node.output?.[0] ?? '').has(next.input?.[0] ?? '');
  });
}

/** Goes back from the first upsampler through activations and sums to the convolution with the widest kernel. */
function latentBefore(walk: GraphWalk, upsampler: Node): string | undefined {
  const open = [upsampler.input?.[0] ?? ''];
  let best: { width: number; input: string } | undefined;
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const node = walk.maker(name);
    if (node === undefined) continue;
    if (node.opType === 'Conv') {
      const width = attributeInts(node, 'kernel_shape').at(-1) ?? 1;
      // A speaker's conditioning comes through a convolution of width 1; the latent's sees its neighbours.
      if (width > (best?.width ?? 0)) best = { width, input: node.input?.[0] ?? '' };
    } else if (['LeakyRelu', 'Add', 'Mul', 'Relu'].includes(node.opType)) open.push(...(node.input ?? []));
  }
  return best?.input;
}

/** Mean plus scaled noise: follows the last noise before the latent forward to the first sum. */
function priorBefore(walk: GraphWalk, latent: string): string | undefined {
  const nodes = walk.before([latent]);
  const noise = nodes.findLast((node) => node.opType.startsWith('RandomNormal'));
  let name = noise?.output?.[0];
  while (name !== undefined) {
    const readers = nodes.filter((node) => node.input?.includes(name ?? ''));
    const [reader] = readers;
    if (reader === undefined || readers.length > 1) return undefined;
    name = reader.output?.[0];
    if (reader.opType === 'Add') return name === latent ? undefined : name;
    if (reader.opType !== 'Mul') return undefined;
  }
  return undefined;
}

interface Part extends PartInputs {
  readonly nodes: readonly Node[];
}

/** The nodes from one tensor to another, with whatever of their other inputs is not made from weights alone. */
function between(walk: GraphWalk, main: string, end: string): Part {
  const moved = walk.after(main);
  const live = walk.before([end], new Set([main])).filter((node) => walk.reads(node).some((name) => moved.has(name)));
  const made = new Set(live.flatMap((node) => node.output ?? []));
  const outside = new Set(live.flatMap((node) => walk.reads(node)));
  const beside = [...outside].filter(
    (name) => name !== main && !made.has(name) && !walk.isWeight(name) && !walk.isConstant(name),
  );
  return { main, beside, nodes: walk.before([end], new Set([main, ...beside])) };
}

function assemble(
  model: Model,
  walk: GraphWalk,
  found: { audio: string; hopSamples: number; latent: string; decoder: Part; flow?: Part },
): CutVoice {
  const { audio, hopSamples, latent, decoder, flow } = found;
  const durations = durationsIn(walk, latent);
  const handed = [
    flow?.main ?? latent,
    ...(flow?.beside ?? []),
    ...decoder.beside,
    ...(durations === undefined ? [] : [durations]),
  ];
  const outputs = [...new Set(handed)];
  const graphInputs = { input: model.graph.input ?? [], output: outputs.map(floatValue) };
  const vocoder = windowed(
    part(model, walk, decoder.nodes, { input: inputsOf(decoder), output: model.graph.output ?? [] }),
    {
      ...{ part: decoder, end: audio, walk },
    },
  );
  const flowEnds = flow && { input: inputsOf(flow), output: [floatValue(latent)] };
  const flowPart =
    flow && flowEnds && windowed(part(model, walk, flow.nodes, flowEnds), { part: flow, end: latent, walk });
  const seam: Seam = {
    decoder: vocoder.seam,
    audio,
    hopSamples,
    ...(durations === undefined ? {} : { durations }),
    ...(flowPart === undefined ? {} : { flow: flowPart.seam }),
  };
  return {
    seam,
    text: forgetSizes(tidyText(part(model, walk, walk.before(outputs), graphInputs))),
    decoder: vocoder.model,
    ...(flowPart === undefined ? {} : { flow: flowPart.model }),
  };
}

/** Makes a part quicker in windows where its structure is understood, and finds its context in any case. */
function windowed(
  model: Model,
  { part: found, end, walk }: { part: Part; end: string; walk: GraphWalk },
): { model: Model; seam: WindowedPart } {
  const { main } = found;
  const beside = found.beside.filter((name) => !isMask(walk, name));
  const masked = (name: string): boolean => found.beside.includes(name) && !beside.includes(name);
  const bare = dropNeutrals(dropMasks(model, masked));
  const input = (bare.graph.input ?? []).filter(({ name }) => !masked(name));
  const isFree = (bare.graph.node ?? []).every((node) => !walk.reads(node).some(masked));
  const tidy = isFree ? { ...bare, graph: { ...bare.graph, input } } : model;
  const besides = isFree ? beside : found.beside;
  // What does not come from the text has no moments: the speaker's conditioning.
  const aligned = besides.filter((name) => walk.before([name]).some((node) => node.input?.includes('input')));
  const planar = toPlanar(tidy, [main, ...besides], end);
  const lines = aligned.map((name) => planar?.lines.get(name) ?? name);
  const cropped = cropContext(planar?.model ?? tidy, { main, aligned: lines, end });
  return {
    model: cropped?.model ?? planar?.model ?? tidy,
    seam: {
      ...{ main, beside: besides },
      contextFrames: cropped?.contextFrames ?? reach(found.nodes),
      crops: cropped?.crops ?? [],
    },
  };
}

/** VITS rounds the lengths up once; the only Ceil before the latent is it. */
function durationsIn(walk: GraphWalk, latent: string): string | undefined {
  const rounded = walk.before([latent]).filter((node) => node.opType === 'Ceil');
  return rounded.length === 1 ? rounded[0]?.output?.[0] : undefined;
}

/** Frames that convolutions in a row look to either side, at most. */
function reach(nodes: readonly Node[]): number {
  return nodes
    .filter((node) => node.opType === 'Conv')
    .map((node) => {
      const width = attributeInts(node, 'kernel_shape').at(-1) ?? 1;
      return ((width - 1) / 2) * (attributeInts(node, 'dilations').at(-1) ?? 1);
    })
    .reduce((sum, frames) => sum + Math.ceil(frames), 0);
}

interface Ends {
  readonly input: ValueInfo[];
  readonly output: ValueInfo[];
}

function part(model: Model, walk: GraphWalk, nodes: readonly Node[], ends: Ends): Model {
  const reads = new Set([...nodes.flatMap((node) => walk.reads(node)), ...ends.output.map((value) => value.name)]);
  const initializer: Tensor[] = (model.graph.initializer ?? []).filter((tensor) => reads.has(tensor.name ?? ''));
  const graph: Graph = { name: model.graph.name ?? 'voice', node: [...nodes], initializer, ...ends };
  return { ...model, graph };
}

const inputsOf = ({ main, beside }: Part): ValueInfo[] => [main, ...beside].map(floatValue);

function floatValue(name: string): ValueInfo {
  // No shape: the runtime infers it, and one that is wrong would be refused.
  return { name, type: { tensorType: { elemType: DataType.FLOAT } } };
}
