/** Runs a part of a voice on a window of its frames. */
import { Tensor, type InferenceSession } from 'onnxruntime-node';
import type { WindowedPart } from './cut.js';
import { cropInput, type CropPlan } from './crop.js';
import { besideTensors, floats, sliceFrames } from './frames.js';

export interface RunnablePart {
  readonly session: InferenceSession;
  readonly seam: WindowedPart;
  /** Moments of its output in a frame. */
  readonly perFrame: number;
}

/** A stretch of a part's output: `channels` rows of `rowLength` moments, the wanted ones from `skip` on. */
export interface WindowOutput {
  readonly data: Float32Array;
  readonly rowLength: number;
  readonly skip: number;
}

/**
 * Makes frames `from`…`to`. `source` is the part's main input, rows of `frames` moments; `outputs` has what stands
 * beside it. Throws when the part does not make the moments that its wiring promises.
 */
export async function runWindow(
  { session, seam, perFrame }: RunnablePart,
  plan: CropPlan,
  given: { source: Float32Array; frames: number; outputs: Readonly<Record<string, Tensor>> },
): Promise<WindowOutput> {
  const { frames } = given;
  const beside = besideTensors(given.outputs, seam.beside, { frames, from: plan.from, to: plan.to });
  const made = await session.run({
    ...beside,
    [seam.main]: sliceFrames(given.source, frames, plan.from, plan.to),
    ...(plan.bounds.length === 0 ? {} : { [cropInput]: boundsTensor(plan.bounds) }),
  });
  const [first] = Object.values(made);
  const rowLength = first?.dims.at(-1) ?? 0;
  if (rowLength !== plan.length) throw new Error(`a frame is not ${perFrame} samples`);
  return { data: floats(first), rowLength, skip: plan.skip };
}

function boundsTensor(bounds: readonly number[]): Tensor {
  return new Tensor('int64', BigInt64Array.from(bounds, BigInt), [bounds.length]);
}
