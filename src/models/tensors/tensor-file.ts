/** What every format for weights has in common: named tensors that stay on disk until they are asked for. */

/** Bytes of one element by its type. */
export const elementBytes = {
  float64: 8,
  float32: 4,
  float16: 2,
  bfloat16: 2,
  float8_e4m3: 1,
  float8_e5m2: 1,
  int64: 8,
  int32: 4,
  int16: 2,
  int8: 1,
  uint64: 8,
  uint32: 4,
  uint16: 2,
  uint8: 1,
  bool: 1,
} as const;

export type ElementType = keyof typeof elementBytes;

/** Where one tensor lies in its file. A scalar has an empty shape. */
export interface Variable {
  readonly name: string;
  readonly shape: readonly number[];
  readonly elementType: ElementType;
  /** From the start of the file. */
  readonly offsetBytes: number;
  readonly lengthBytes: number;
}

/** An open file, or several that belong together. `read` may be called until `close`. */
export interface TensorFile {
  /** The file that stands for the model in messages. */
  readonly path: string;
  /** Of all its files. */
  readonly sizeBytes: number;
  readonly variables: ReadonlyMap<string, Variable>;
  /** Raw little-endian bytes of a tensor: all, or `lengthBytes` of them from `offsetBytes` of the tensor on. */
  read(variable: Variable, offsetBytes?: number, lengthBytes?: number): Buffer;
  close(): void;
}

/** Bytes that a shape wants, or undefined when no file can hold that many. */
export function shapeBytes(shape: readonly number[], elementType: ElementType): number | undefined {
  let bytes: number = elementBytes[elementType];
  for (const size of shape) bytes *= size;
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}
