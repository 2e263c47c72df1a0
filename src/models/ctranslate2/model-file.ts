/** Reads CTranslate2 `model.bin` files: an index of named tensors, checked against the file's length before use. */
import { badFile, openBytes, type ByteFile } from '../tensors/byte-file.js';
import { HEAD_BYTES, recogniseForeign, wayOutOf } from '../tensors/foreign.js';
import { shapeBytes, type ElementType, type TensorFile, type Variable } from '../tensors/tensor-file.js';

/** Element types by their id in the file. Source: `include/ctranslate2/types.h` of CTranslate2 4. */
const elementTypes: readonly ElementType[] = ['float32', 'int8', 'int16', 'int32', 'float16', 'bfloat16'];

/** An open model file. Aliases among its `variables` resolve to the variable they name. */
export interface ModelFile extends TensorFile {
  /** Name of the architecture, e.g. `WhisperSpec`. */
  readonly spec: string;
  readonly revision: number;
}

/** The only layout since CTranslate2 2; older ones have no dtype per variable. */
const BINARY_VERSION = 6;
const MOST_VARIABLES = 100_000;
const MOST_DIMENSIONS = 8;

/** Opens and checks `path`. Throws one line that names the file when it is cut off, damaged or of another format. */
export function openModelFile(path: string): ModelFile {
  return openBytes(path, (file) => {
    const foreign = recogniseForeign(file.head(HEAD_BYTES));
    if (foreign !== undefined) throw badFile(path, `it is ${foreign}`, wayOutOf(foreign));
    return {
      ...readIndex(new Cursor(file)),
      path,
      sizeBytes: file.sizeBytes,
      read: ({ offsetBytes, lengthBytes }, from = 0, length = lengthBytes - from) =>
        file.readAt(offsetBytes + from, length),
      close: () => {
        file.close();
      },
    };
  });
}

function readIndex(cursor: Cursor): Pick<ModelFile, 'spec' | 'revision' | 'variables'> {
  const { path, sizeBytes } = cursor.file;
  const version = cursor.uint32();
  if (version !== BINARY_VERSION) {
    throw badFile(path, `binary version ${version}, wanted ${BINARY_VERSION}: not a CTranslate2 model.bin`);
  }
  const spec = cursor.text();
  const revision = cursor.uint32();
  const count = cursor.uint32();
  if (count > MOST_VARIABLES) throw badFile(path, `${count} variables, wanted at most ${MOST_VARIABLES}`);
  const variables = new Map<string, Variable>();
  for (let i = 0; i < count; i++) {
    const variable = readVariable(cursor);
    variables.set(variable.name, variable);
  }
  readAliases(cursor, variables);
  if (cursor.offset !== sizeBytes) throw badFile(path, `${sizeBytes - cursor.offset} bytes after its end`);
  return { spec, revision, variables };
}

function readVariable(cursor: Cursor): Variable {
  const { path } = cursor.file;
  const name = cursor.text();
  const rank = cursor.uint8();
  if (rank > MOST_DIMENSIONS) throw badFile(path, `variable ${name} has ${rank} dimensions`);
  const shape = Array.from({ length: rank }, () => cursor.uint32());
  const typeId = cursor.uint8();
  const elementType = elementTypes[typeId];
  if (elementType === undefined) throw badFile(path, `variable ${name} has the unknown type id ${typeId}`);
  const lengthBytes = cursor.uint32();
  const wantedBytes = shapeBytes(shape, elementType);
  if (lengthBytes !== wantedBytes) {
    throw badFile(
      path,
      `variable ${name} holds ${lengthBytes} bytes, its shape [${shape.join(', ')}] wants ${wantedBytes ?? 'more than any file holds'}`,
    );
  }
  const offsetBytes = cursor.offset;
  cursor.skip(lengthBytes);
  return { name, shape, elementType, offsetBytes, lengthBytes };
}

function readAliases(cursor: Cursor, variables: Map<string, Variable>): void {
  const { path } = cursor.file;
  const count = cursor.uint32();
  if (count > MOST_VARIABLES) throw badFile(path, `${count} aliases, wanted at most ${MOST_VARIABLES}`);
  for (let i = 0; i < count; i++) {
    const alias = cursor.text();
    const name = cursor.text();
    const variable = variables.get(name);
    if (variable === undefined) throw badFile(path, `alias ${alias} names ${name}, which is not in the file`);
    variables.set(alias, variable);
  }
}

/** Reads forward through the headers only: the tensors between them stay on disk until they are asked for. */
class Cursor {
  readonly file: ByteFile;
  #offset = 0;

  constructor(file: ByteFile) {
    this.file = file;
  }

  get offset(): number {
    return this.#offset;
  }

  skip(length: number): void {
    // Past the end this read throws with the length that was wanted.
    if (this.#offset + length > this.file.sizeBytes) this.file.readAt(this.#offset, length);
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
    if (length === 0 || bytes[length - 1] !== 0) throw badFile(this.file.path, `bad text at byte ${this.#offset}`);
    return bytes.toString('utf8', 0, length - 1);
  }

  #take(length: number): Buffer {
    const bytes = this.file.readAt(this.#offset, length);
    this.#offset += length;
    return bytes;
  }
}
