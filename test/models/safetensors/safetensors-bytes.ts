/** Bytes of a safetensors file, written as the format has it. */

export interface TestTensor {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: Buffer;
}

/** The JSON that stands before the data, tensors in the order given. */
export function headerOf(tensors: readonly TestTensor[]): Record<string, unknown> {
  const header: Record<string, unknown> = { __metadata__: { format: 'pt' } };
  let at = 0;
  for (const { name, dtype, shape, data } of tensors) {
    header[name] = { dtype, shape, data_offsets: [at, at + data.length] };
    at += data.length;
  }
  return header;
}

/** The file around any header, right or wrong. */
export function withHeader(header: string, data: Buffer): Buffer {
  const text = Buffer.from(header);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, data]);
}

export function safetensorsBytes(tensors: readonly TestTensor[]): Buffer {
  const header = JSON.stringify(headerOf(tensors));
  // Writers fill up with spaces so that the data begins on a multiple of eight.
  const padded = header.padEnd(Math.ceil(Buffer.byteLength(header) / 8) * 8);
  return withHeader(padded, Buffer.concat(tensors.map(({ data }) => data)));
}

/** A matrix, a vector and a count. */
export const smallTensors: readonly TestTensor[] = [
  {
    name: 'a.weight',
    dtype: 'F16',
    shape: [2, 3],
    data: Buffer.from(Uint16Array.of(0x3c00, 0xc000, 0, 1, 2, 3).buffer),
  },
  { name: 'a.bias', dtype: 'F32', shape: [2], data: Buffer.from(Float32Array.of(0.5, -1).buffer) },
  { name: 'steps', dtype: 'I64', shape: [], data: Buffer.from(BigInt64Array.of(7n).buffer) },
];
