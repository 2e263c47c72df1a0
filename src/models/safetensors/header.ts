/** Checks the header of a safetensors file against the file's length before any of its numbers is used. */
import { badFile, type ByteFile } from '../tensors/byte-file.js';
import { HEAD_BYTES, recogniseForeign, wayOutOf } from '../tensors/foreign.js';
import { isObject, showValue, type JsonObject } from '../tensors/json-file.js';
import { elementBytes, shapeBytes, type ElementType, type Variable } from '../tensors/tensor-file.js';

/** Element types by their name in the file. Source: the format's description in the safetensors repository. */
const elementTypes: Readonly<Record<string, ElementType>> = {
  F64: 'float64',
  F32: 'float32',
  F16: 'float16',
  BF16: 'bfloat16',
  F8_E4M3: 'float8_e4m3',
  F8_E5M2: 'float8_e5m2',
  I64: 'int64',
  I32: 'int32',
  I16: 'int16',
  I8: 'int8',
  U64: 'uint64',
  U32: 'uint32',
  U16: 'uint16',
  U8: 'uint8',
  BOOL: 'bool',
};

/** The format allows 100 MB; headers of real models stay below one. */
const MOST_HEADER_BYTES = 25_000_000;
const MOST_TENSORS = 100_000;
const MOST_DIMENSIONS = 8;
const LENGTH_BYTES = 8;
/** Key under which writers leave notes; it is no tensor. */
const NOTES = '__metadata__';

/** The tensors by name. Throws one line that names the file when it is cut off, damaged or of another format. */
export function readHeader(file: ByteFile): Map<string, Variable> {
  const { path, sizeBytes } = file;
  const foreign = recogniseForeign(file.head(HEAD_BYTES));
  if (foreign !== undefined) throw badFile(path, `it is ${foreign}`, wayOutOf(foreign));
  const headerBytes = readHeaderLength(file);
  const header = parseHeader(path, file.readAt(LENGTH_BYTES, headerBytes));
  const names = Object.keys(header).filter((name) => name !== NOTES);
  if (names.length === 0) throw badFile(path, 'no tensors in it');
  if (names.length > MOST_TENSORS) throw badFile(path, `${names.length} tensors, wanted at most ${MOST_TENSORS}`);
  const start = LENGTH_BYTES + headerBytes;
  const variables = names.map((name) => readVariable({ path, name, start }, header[name]));
  checkCover(path, variables, { start, end: sizeBytes });
  return new Map(variables.map((variable) => [variable.name, variable]));
}

function readHeaderLength(file: ByteFile): number {
  const { path, sizeBytes } = file;
  if (sizeBytes < LENGTH_BYTES + 2)
    throw badFile(path, `cut off: ${sizeBytes} bytes, too short for a safetensors file`);
  const wanted = file.readAt(0, LENGTH_BYTES).readBigUInt64LE();
  if (wanted > BigInt(MOST_HEADER_BYTES)) {
    throw badFile(path, `a header of ${wanted} bytes, wanted at most ${MOST_HEADER_BYTES}: not a safetensors file`);
  }
  const headerBytes = Number(wanted);
  if (headerBytes > sizeBytes - LENGTH_BYTES) {
    throw badFile(path, `cut off: ${sizeBytes} bytes, its header alone wants ${headerBytes + LENGTH_BYTES}`);
  }
  return headerBytes;
}

function parseHeader(path: string, bytes: Buffer): JsonObject {
  // The format forbids white space before the header, so that a file can be known by its ninth byte.
  if (bytes[0] !== 0x7b) throw badFile(path, 'its header does not begin with {: not a safetensors file');
  try {
    const header: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (isObject(header)) return header;
  } catch {
    // Said below.
  }
  throw badFile(path, 'its header is not JSON');
}

function readVariable(
  { path, name, start }: { readonly path: string; readonly name: string; readonly start: number },
  entry: unknown,
): Variable {
  const tensor = `tensor ${shorten(name)}`;
  if (!isObject(entry)) throw badFile(path, `${tensor} is not described by an object`);
  const { dtype, shape, data_offsets: range } = entry;
  const elementType = typeof dtype === 'string' && Object.hasOwn(elementTypes, dtype) ? elementTypes[dtype] : undefined;
  if (elementType === undefined) {
    const known = Object.keys(elementTypes).join(', ');
    throw badFile(path, `${tensor} has dtype ${showValue(dtype)}, wanted one of ${known}`);
  }
  if (!isSizes(shape) || shape.length > MOST_DIMENSIONS) {
    throw badFile(path, `${tensor} has shape ${showValue(shape)}, wanted up to ${MOST_DIMENSIONS} sizes`);
  }
  if (!isSizes(range) || range.length !== 2) {
    throw badFile(path, `${tensor} has data_offsets ${showValue(range)}, wanted [begin, end]`);
  }
  const [begin = 0, end = 0] = range;
  const wanted = shapeBytes(shape, elementType);
  if (end - begin !== wanted) {
    throw badFile(
      path,
      `${tensor} holds ${end - begin} bytes, its shape [${shape.join(', ')}] of ${elementBytes[elementType]} bytes each wants ${wanted ?? 'more than any file holds'}`,
    );
  }
  return { name, shape, elementType, offsetBytes: start + begin, lengthBytes: wanted };
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);
}

/** Every byte behind the header belongs to exactly one tensor: anything else is damage, or hides something. */
function checkCover(path: string, variables: readonly Variable[], span: { start: number; end: number }): void {
  const { start, end } = span;
  const ordered = [...variables].sort((a, b) => a.offsetBytes - b.offsetBytes || a.lengthBytes - b.lengthBytes);
  let at = start;
  for (const { name, offsetBytes, lengthBytes } of ordered) {
    if (offsetBytes < at) throw badFile(path, `tensor ${shorten(name)} overlaps the one before it`);
    if (offsetBytes > at)
      throw badFile(path, `${offsetBytes - at} bytes before tensor ${shorten(name)} belong to none`);
    at = offsetBytes + lengthBytes;
  }
  if (at > end) throw badFile(path, `cut off: ${end} bytes, its header wants ${at}`);
  if (at < end) throw badFile(path, `${end - at} bytes after its end`);
}

/** A long name must not push what is said about it off the line. */
function shorten(name: string): string {
  return name.length > 80 ? `${name.slice(0, 80)}…` : name;
}
