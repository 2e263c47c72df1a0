/** Reads CTranslate2 `model.bin` files: an index of named tensors, checked against the file's length before use. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** Element types by their id in the file. Source: `include/ctranslate2/types.h` of CTranslate2 4. */
export const elementTypes = ['float32', 'int8', 'int16', 'int32', 'float16', 'bfloat16'] as const;
export type ElementType = (typeof elementTypes)[number];

const elementBytes: Readonly<Record<ElementType, number>> = {
  float32: 4,
  int8: 1,
  int16: 2,
  int32: 4,
  float16: 2,
  bfloat16: 2,
};

/** Where one tensor lies in the file. A scalar has an empty shape. */
export interface Variable {
  readonly name: string;
  readonly shape: readonly number[];
  readonly elementType: ElementType;
  readonly offsetBytes: number;
  readonly lengthBytes: number;
}

/** An open model file. `read` may be called until `close`. */
export interface ModelFile {
  readonly path: string;
  /** Name of the architecture, e.g. `WhisperSpec`. */
  readonly spec: string;
  readonly revision: number;
  readonly sizeBytes: number;
  /** Aliases resolve to the variable they name. */
  readonly variables: ReadonlyMap<string, Variable>;
  /** The raw little-endian bytes of a tensor. */
  read(variable: Variable): Buffer;
  /** Bytes of the file itself, e.g. to tell it from others. */
  readAt(offsetBytes: number, lengthBytes: number): Buffer;
  close(): void;
}

/** The only layout since CTranslate2 2; older ones have no dtype per variable. */
const BINARY_VERSION = 6;
const MOST_VARIABLES = 100_000;
const MOST_DIMENSIONS = 8;

/** Opens and checks `path`. Throws one line that names the file when it is cut off, damaged or of another format. */
export function openModelFile(path: string): ModelFile {
  const fd = openSync(path, 'r');
  try {
    const sizeBytes = fstatSync(fd).size;
    const cursor = new Cursor(fd, sizeBytes, path);
    const index = readIndex(cursor, path);
    return {
      ...index,
      path,
      sizeBytes,
      read: (variable) => cursor.at(variable.offsetBytes, variable.lengthBytes),
      readAt: (offset, length) => cursor.at(offset, length),
      close: () => {
        closeSync(fd);
      },
    };
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

function readIndex(cursor: Cursor, path: string): Pick<ModelFile, 'spec' | 'revision' | 'variables'> {
  const version = cursor.uint32();
  if (version !== BINARY_VERSION) {
    throw damaged(path, `binary version ${version}, wanted ${BINARY_VERSION}: not a CTranslate2 model.bin`);
  }
  const spec = cursor.text();
  const revision = cursor.uint32();
  const count = cursor.uint32();
  if (count > MOST_VARIABLES) throw damaged(path, `${count} variables, wanted at most ${MOST_VARIABLES}`);
  const variables = new Map<string, Variable>();
  for (let i = 0; i < count; i++) {
    const variable = readVariable(cursor, path);
    variables.set(variable.name, variable);
  }
  readAliases(cursor, path, variables);
  if (cursor.offset !== cursor.sizeBytes) {
    throw damaged(path, `${cursor.sizeBytes - cursor.offset} bytes after its end`);
  }
  return { spec, revision, variables };
}

function readVariable(cursor: Cursor, path: string): Variable {
  const name = cursor.text();
  const rank = cursor.uint8();
  if (rank > MOST_DIMENSIONS) throw damaged(path, `variable ${name} has ${rank} dimensions`);
  const shape = Array.from({ length: rank }, () => cursor.uint32());
  const typeId = cursor.uint8();
  const elementType = elementTypes[typeId];
  if (elementType === undefined) throw damaged(path, `variable ${name} has the unknown type id ${typeId}`);
  const lengthBytes = cursor.uint32();
  const wantedBytes = shape.reduce((size, dim) => size * dim, elementBytes[elementType]);
  if (lengthBytes !== wantedBytes) {
    throw damaged(
      path,
      `variable ${name} holds ${lengthBytes} bytes, its shape [${shape.join(', ')}] wants ${wantedBytes}`,
    );
  }
  const offsetBytes = cursor.offset;
  cursor.skip(lengthBytes);
  return { name, shape, elementType, offsetBytes, lengthBytes };
}

function readAliases(cursor: Cursor, path: string, variables: Map<string, Variable>): void {
  const count = cursor.uint32();
  if (count > MOST_VARIABLES) throw damaged(path, `${count} aliases, wanted at most ${MOST_VARIABLES}`);
  for (let i = 0; i < count; i++) {
    const alias = cursor.text();
    const name = cursor.text();
    const variable = variables.get(name);
    if (variable === undefined) throw damaged(path, `alias ${alias} names ${name}, which is not in the file`);
    variables.set(alias, variable);
  }
}

function damaged(path: string, why: string): Error {
  return new Error(`model file ${path}: ${why}; fetch the model again`);
}

/** Reads forward through the headers only: the tensors between them stay on disk until they are asked for. */
class Cursor {
  readonly sizeBytes: number;
  readonly #fd: number;
  readonly #path: string;
  #offset = 0;

  constructor(fd: number, sizeBytes: number, path: string) {
    this.#fd = fd;
    this.sizeBytes = sizeBytes;
    this.#path = path;
  }

  get offset(): number {
    return this.#offset;
  }

  at(offset: number, length: number): Buffer {
    if (offset + length > this.sizeBytes) {
      throw damaged(this.#path, `cut off: ${this.sizeBytes} bytes, wanted at least ${offset + length}`);
    }
    const bytes = Buffer.alloc(length);
    for (let done = 0; done < length;) {
      const got = readSync(this.#fd, bytes, done, length - done, offset + done);
      if (got === 0) throw damaged(this.#path, `ended at byte ${offset + done} while it was being read`);
      done += got;
    }
    return bytes;
  }

  skip(length: number): void {
    if (this.#offset + length > this.sizeBytes) this.at(this.#offset, length);
    this.#offset += length;
  }

  uint8(): number {
    return this.#take(1).readUInt8();
  }

  uint32(): number {
    return this.#take(4).readUInt32LE();
  }

  /** A length of 16 bits, then the text with a closing zero. */
  text(): string {
    const length = this.#take(2).readUInt16LE();
    const bytes = this.#take(length);
    if (length === 0 || bytes[length - 1] !== 0) throw damaged(this.#path, `bad text at byte ${this.#offset}`);
    return bytes.toString('utf8', 0, length - 1);
  }

  #take(length: number): Buffer {
    const bytes = this.at(this.#offset, length);
    this.#offset += length;
    return bytes;
  }
}
