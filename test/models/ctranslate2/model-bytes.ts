/** Bytes of a small model file, written as the format has it. */

export interface TestVariable {
  readonly name: string;
  readonly shape: readonly number[];
  readonly typeId: number;
  readonly data: Buffer;
}

function text(value: string): Buffer {
  const bytes = Buffer.from(`${value}\0`);
  const length = Buffer.alloc(2);
  length.writeUInt16LE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function uint32(...values: readonly number[]): Buffer {
  return Buffer.from(new Uint32Array(values).buffer);
}

export function modelBytes(
  variables: readonly TestVariable[],
  options: { version?: number; spec?: string; aliases?: readonly (readonly [string, string])[] } = {},
): Buffer {
  const { version = 6, spec = 'WhisperSpec', aliases = [] } = options;
  const parts = [uint32(version), text(spec), uint32(3, variables.length)];
  for (const { name, shape, typeId, data } of variables) {
    parts.push(text(name), Buffer.from([shape.length]), uint32(...shape));
    parts.push(Buffer.from([typeId]), uint32(data.length), data);
  }
  parts.push(uint32(aliases.length));
  for (const [alias, name] of aliases) parts.push(text(alias), text(name));
  return Buffer.concat(parts);
}

/** Two tensors and a scalar. */
export const smallModel: readonly TestVariable[] = [
  {
    name: 'a/weight',
    shape: [2, 3],
    typeId: 4,
    data: Buffer.from(new Uint16Array([0x3c00, 0xc000, 0, 1, 2, 3]).buffer),
  },
  { name: 'a/bias', shape: [2], typeId: 0, data: Buffer.from(new Float32Array([0.5, -1]).buffer) },
  { name: 'heads', shape: [], typeId: 2, data: Buffer.from([6, 0]) },
];
