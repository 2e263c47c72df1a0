/** The tensors of a Whisper model and the sizes that follow from them. */
import type { ModelFile, Variable } from '../ctranslate2/model-file.js';
import { bfloatsToFloats, halvesToFloats } from './floats.js';

/** What the tensors say about the model. */
export interface Dimensions {
  /** Mel bands of the input: 80, or 128 for large-v3. */
  readonly melBands: number;
  /** Width of the model. */
  readonly width: number;
  readonly encoderLayers: number;
  readonly decoderLayers: number;
  readonly encoderHeads: number;
  readonly decoderHeads: number;
  /** Entries of the vocabulary. */
  readonly vocabulary: number;
  /** Positions of the encoder: 1500 for 30 s. */
  readonly audioPositions: number;
  /** Positions of the decoder: 448. */
  readonly textPositions: number;
}

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

/** Named float tensors of one model file. */
export class Weights {
  readonly dimensions: Dimensions;
  readonly #file: ModelFile;

  constructor(file: ModelFile) {
    this.#file = file;
    this.dimensions = readDimensions(file);
  }

  /** Any tensor as float32. */
  tensor(name: string): Tensor {
    const variable = variableOf(this.#file, name);
    return { shape: variable.shape, values: toFloats(this.#file, variable) };
  }

  linear(prefix: string): Linear {
    const { shape, values } = this.tensor(`${prefix}/weight`);
    const [outputs = 0, inputs = 0] = shape;
    const biasName = `${prefix}/bias`;
    const bias = this.#file.variables.has(biasName) ? this.tensor(biasName).values : undefined;
    return { inputs, outputs, weight: values, bias };
  }
}

function variableOf(file: ModelFile, name: string): Variable {
  const variable = file.variables.get(name);
  if (variable === undefined) throw new Error(`model file ${file.path}: no tensor ${name}, wanted a Whisper model`);
  return variable;
}

function toFloats(file: ModelFile, variable: Variable): Float32Array {
  const { elementType, name } = variable;
  const bytes = file.read(variable);
  const count = bytes.byteLength / (elementType === 'float32' ? 4 : 2);
  if (elementType === 'float32') return new Float32Array(bytes.buffer, bytes.byteOffset, count);
  const halves = new Uint16Array(bytes.buffer, bytes.byteOffset, count);
  if (elementType === 'float16') return halvesToFloats(halves);
  if (elementType === 'bfloat16') return bfloatsToFloats(halves);
  throw new Error(
    `model file ${file.path}: tensor ${name} is ${elementType}, wanted float16, bfloat16 or float32; convert the model without quantisation`,
  );
}

/** Scalars are int16 or int8 in these files. */
function scalar(file: ModelFile, name: string): number {
  const variable = variableOf(file, name);
  const bytes = file.read(variable);
  return variable.elementType === 'int16' ? bytes.readInt16LE() : bytes.readInt8();
}

function countLayers(file: ModelFile, part: 'encoder' | 'decoder'): number {
  let layers = 0;
  while (file.variables.has(`${part}/layer_${layers}/ffn/linear_0/weight`)) layers++;
  if (layers === 0) throw new Error(`model file ${file.path}: no ${part} layers, wanted a Whisper model`);
  return layers;
}

function readDimensions(file: ModelFile): Dimensions {
  if (file.spec !== 'WhisperSpec') {
    throw new Error(`model file ${file.path}: it is a ${file.spec}, wanted a WhisperSpec`);
  }
  const shape = (name: string): readonly number[] => variableOf(file, name).shape;
  const [width = 0, melBands = 0] = shape('encoder/conv1/weight');
  const [vocabulary = 0] = shape('decoder/embeddings/weight');
  const [audioPositions = 0] = shape('encoder/position_encodings/encodings');
  const [textPositions = 0] = shape('decoder/position_encodings/encodings');
  const encoderHeads = scalar(file, 'encoder/num_heads');
  const decoderHeads = scalar(file, 'decoder/num_heads');
  if (width === 0 || encoderHeads < 1 || decoderHeads < 1 || width % encoderHeads !== 0 || width % decoderHeads !== 0) {
    throw new Error(
      `model file ${file.path}: width ${width} does not divide into ${encoderHeads} and ${decoderHeads} heads`,
    );
  }
  return {
    melBands,
    width,
    encoderLayers: countLayers(file, 'encoder'),
    decoderLayers: countLayers(file, 'decoder'),
    encoderHeads,
    decoderHeads,
    vocabulary,
    audioPositions,
    textPositions,
  };
}
