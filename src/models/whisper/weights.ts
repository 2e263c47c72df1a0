/** The tensors of a Whisper model and the sizes that follow from them. */
import { badFile } from '../tensors/byte-file.js';
import type { Variable } from '../tensors/tensor-file.js';
import { sourceOf, type Checkpoint } from './checkpoint.js';
import { readDimensions, type Dimensions } from './dimensions.js';
import { bfloatsToFloats, halvesToFloats } from './floats.js';
import { listShapes } from './tensor-shapes.js';

export type { Dimensions };

/** A dense layer: `weight` is [outputs, inputs], row by row. */
export interface Linear {
  readonly inputs: number;
  readonly outputs: number;
  readonly weight: Float32Array;
  readonly bias: Float32Array | undefined;
}

export interface Tensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

const TIED_CHUNK_BYTES = 4 * 2 ** 20;

/** Named float tensors of one model, each read from disk when it is asked for. */
export class Weights {
  readonly dimensions: Dimensions;
  readonly #checkpoint: Checkpoint;

  /** Throws one line that names the file when a tensor is missing or has another shape or type than Whisper's. */
  constructor(checkpoint: Checkpoint) {
    this.#checkpoint = checkpoint;
    this.dimensions = readDimensions(checkpoint);
    checkShapes(checkpoint, this.dimensions);
    checkTied(checkpoint);
  }

  /** Any tensor as float32. Throws one line when it holds a number that is not finite. */
  tensor(name: string): Tensor {
    const { shape, parts } = sourceOf(this.#checkpoint, name);
    const blocks = parts.map((part) =>
      typeof part === 'number' ? new Float32Array(part) : readFloats(this.#checkpoint, part),
    );
    return { shape, values: concatenate(blocks) };
  }

  linear(prefix: string): Linear {
    const { shape, values } = this.tensor(`${prefix}/weight`);
    const [outputs = 0, inputs = 0] = shape;
    const biasName = `${prefix}/bias`;
    const bias = this.#checkpoint.sources.has(biasName) ? this.tensor(biasName).values : undefined;
    return { inputs, outputs, weight: values, bias };
  }
}

function concatenate(blocks: readonly Float32Array[]): Float32Array {
  const [first] = blocks;
  if (first !== undefined && blocks.length === 1) return first;
  const values = new Float32Array(blocks.reduce((length, block) => length + block.length, 0));
  let at = 0;
  for (const block of blocks) {
    values.set(block, at);
    at += block.length;
  }
  return values;
}

function readFloats(checkpoint: Checkpoint, variable: Variable): Float32Array {
  const values = toFloats(checkpoint, variable);
  const bad = findDamage(values, variable.shape.length > 1);
  if (bad !== undefined) throw badFile(checkpoint.path, `tensor ${variable.name} ${bad}`);
  return values;
}

/** A matrix of zeros is a download that was never finished. */
function findDamage(values: Float32Array, isMatrix: boolean): string | undefined {
  let blank = true;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    if (value - value !== 0) return `holds ${value} at place ${i}, wanted finite numbers`;
    if (value !== 0) blank = false;
  }
  return blank && isMatrix ? 'holds nothing but zeros' : undefined;
}

function toFloats(checkpoint: Checkpoint, variable: Variable): Float32Array {
  const bytes = checkpoint.read(variable);
  if (variable.elementType === 'float32') {
    return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  }
  const halves = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2);
  return variable.elementType === 'float16' ? halvesToFloats(halves) : bfloatsToFloats(halves);
}

/** All of them before the first is used, so that nothing native ever sees a graph with a hole. */
function checkShapes(checkpoint: Checkpoint, dimensions: Dimensions): void {
  const { path } = checkpoint;
  for (const [name, wanted] of listShapes(dimensions, (known) => sourceOf(checkpoint, known).shape[0] ?? 0)) {
    const { shape, parts } = sourceOf(checkpoint, name);
    if (shape.join() !== wanted.join() || shape.includes(0)) {
      throw badFile(path, `tensor ${name} has shape [${shape.join(', ')}], wanted [${wanted.join(', ')}]`);
    }
    for (const part of parts) if (typeof part !== 'number') checkType(path, part);
  }
}

function checkType(path: string, { name, elementType }: Variable): void {
  if (elementType === 'float32' || elementType === 'float16' || elementType === 'bfloat16') return;
  throw badFile(
    path,
    `tensor ${name} is ${elementType}, wanted float16, bfloat16 or float32`,
    'use the model without quantisation',
  );
}

/** Whisper's last layer is its token table; a checkpoint whose last layer was trained apart is not written by us. */
function checkTied(checkpoint: Checkpoint): void {
  const [table] = sourceOf(checkpoint, 'decoder/embeddings/weight').parts;
  const [output] = checkpoint.sources.get('decoder/projection/weight')?.parts ?? [];
  if (output === undefined || output === table || typeof output === 'number' || typeof table !== 'object') return;
  let same = output.elementType === table.elementType && output.lengthBytes === table.lengthBytes;
  for (let at = 0; same && at < table.lengthBytes; at += TIED_CHUNK_BYTES) {
    const length = Math.min(TIED_CHUNK_BYTES, table.lengthBytes - at);
    same = checkpoint.read(table, at, length).equals(checkpoint.read(output, at, length));
  }
  if (same) return;
  throw badFile(
    checkpoint.path,
    `tensor ${output.name} differs from ${table.name}, wanted one table for both`,
    'use a checkpoint with tied embeddings',
  );
}
