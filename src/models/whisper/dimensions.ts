/** The sizes of a Whisper model, as its tensors tell them. */
import { badFile } from '../tensors/byte-file.js';
import { sourceOf, WANTED, type Checkpoint } from './checkpoint.js';

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

/** The sizes of the model. Throws one line that names the file when they do not go together. */
export function readDimensions(checkpoint: Checkpoint): Dimensions {
  const shape = (name: string): readonly number[] => sourceOf(checkpoint, name).shape;
  const { path, encoderHeads, decoderHeads } = checkpoint;
  const [width = 0, melBands = 0] = shape('encoder/conv1/weight');
  const [vocabulary = 0] = shape('decoder/embeddings/weight');
  const [audioPositions = 0] = shape('encoder/position_encodings/encodings');
  const [textPositions = 0] = shape('decoder/position_encodings/encodings');
  if (width === 0 || encoderHeads < 1 || decoderHeads < 1 || width % encoderHeads !== 0 || width % decoderHeads !== 0) {
    throw badFile(path, `width ${width} does not divide into ${encoderHeads} and ${decoderHeads} heads`);
  }
  return {
    melBands,
    width,
    encoderLayers: countLayers(checkpoint, 'encoder'),
    decoderLayers: countLayers(checkpoint, 'decoder'),
    encoderHeads,
    decoderHeads,
    vocabulary,
    audioPositions,
    textPositions,
  };
}

function countLayers({ path, sources }: Checkpoint, part: 'encoder' | 'decoder'): number {
  let layers = 0;
  while (sources.has(`${part}/layer_${layers}/ffn/linear_0/weight`)) layers++;
  if (layers === 0) throw badFile(path, `no ${part} layers, ${WANTED}`);
  return layers;
}
