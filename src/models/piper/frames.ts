/** Tensors with a time axis: [1, channels, frames], cut and joined along the frames. */
import { Tensor } from 'onnxruntime-node';

/** The data of a float tensor. Throws when the graph gave something else. */
export function floats(tensor: Tensor | undefined): Float32Array {
  if (tensor?.data instanceof Float32Array) return tensor.data;
  throw new Error(`piper graph: got ${tensor?.type ?? 'nothing'} where float32 was wanted; fetch the voice again`);
}

/** Frames `from`…`to` of rows that are `frames` long. */
export function sliceFrames(data: Float32Array, frames: number, from: number, to: number): Tensor {
  const channels = data.length / frames;
  const part = new Float32Array(channels * (to - from));
  for (let channel = 0; channel < channels; channel += 1) {
    const row = channel * frames;
    part.set(data.subarray(row + from, row + to), channel * (to - from));
  }
  return new Tensor('float32', part, [1, channels, to - from]);
}

/** What stands beside the main input: cut along with it where it has the same frames, else as it is. */
export function besideTensors(
  outputs: Readonly<Record<string, Tensor>>,
  names: readonly string[],
  window: { frames: number; from: number; to: number },
): Record<string, Tensor> {
  const { frames, from, to } = window;
  return Object.fromEntries(
    names.map((name) => {
      const tensor = outputs[name];
      if (tensor?.dims.at(-1) === frames && frames > 1) {
        return [name, sliceFrames(floats(tensor), frames, from, to)];
      }
      return [name, new Tensor('float32', floats(tensor), tensor?.dims ?? [])];
    }),
  );
}
