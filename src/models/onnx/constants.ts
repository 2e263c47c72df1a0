/** Reads the constants of an ONNX graph. */
import { DataType, type Tensor } from './proto.js';

export type Weights = ReadonlyMap<string, Tensor>;

export function weightsOf(tensors: readonly Tensor[] | undefined): Weights {
  return new Map((tensors ?? []).map((tensor) => [tensor.name ?? '', tensor]));
}

/** The numbers of an int64 constant; none for anything else. */
export function longsOf(tensor: Tensor | undefined): number[] {
  if (tensor === undefined) return [];
  if (tensor.rawData === undefined || tensor.rawData.length === 0) return (tensor.int64Data ?? []).map(Number);
  return Array.from(new BigInt64Array(Uint8Array.from(tensor.rawData).buffer), Number);
}

/** The numbers of a float32 constant; none for anything else. */
export function floatsOf(tensor: Tensor | undefined): Float32Array {
  if (tensor?.dataType !== DataType.FLOAT) return new Float32Array(0);
  if (tensor.rawData === undefined || tensor.rawData.length === 0) return Float32Array.from(tensor.floatData ?? []);
  return new Float32Array(Uint8Array.from(tensor.rawData).buffer);
}

/** A one-dimensional int64 constant. */
export function longs(name: string, values: readonly number[]): Tensor {
  const rawData = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
  return { name, dims: [values.length], dataType: DataType.INT64, rawData };
}
