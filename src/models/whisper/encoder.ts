/** Runs the encoder over a short window and lets cached silence stand for the rest of Whisper's 30 seconds. */
import * as ort from 'onnxruntime-node';
import type { Dimensions } from './weights.js';

/** Mel frames to one position of the encoder. */
export const FRAMES_PER_POSITION = 2;
/** One position is 20 ms. */
export const POSITION_MS = 20;
/** Silent positions that share one row of the tail; the row counts as often. */
export const TAIL_STRIDE = 8;
/**
 * log10 mel power that a recording's loudest point is moved to. Whisper cuts off 8 below the loudest point, so a fixed
 * peak gives a fixed floor, and silence looks the same in every recording.
 */
const PEAK = 1.5;
const RANGE = 8;
/** No recording is made louder than this (in log10 power): noise alone must not come out as loud as speech. */
const MOST_GAIN = 3;
/** A score that leaves no share. */
const NEVER = -1e9;

const normalise = (power: number): number => (power + 4) / 4;
const FLOOR = normalise(PEAK - RANGE);

/** What the decoder attends to. */
export interface EncodedAudio {
  /** Positions of real sound; those behind them are silence. */
  readonly positions: number;
  /** Positions and rows of the tail. */
  readonly keys: number;
  readonly feeds: Readonly<Record<string, ort.Tensor>>;
}

/** The silent rows for every attention, [2·encoder layers + 2·decoder layers, rows, width]. */
export interface SilenceTail {
  readonly rows: number;
  readonly values: Float32Array;
}

/** Keys and values of silence, thinned out, from one run over a whole silent window. */
export async function computeSilence(session: ort.InferenceSession, dimensions: Dimensions): Promise<SilenceTail> {
  const { melBands, width, audioPositions, encoderLayers, decoderLayers } = dimensions;
  const mel = new Float32Array(melBands * (audioPositions * FRAMES_PER_POSITION + 1)).fill(FLOOR);
  padBeyondWindow(mel, melBands);
  const layers = 2 * (encoderLayers + decoderLayers);
  const { own } = await session.run(
    {
      mel: new ort.Tensor('float32', mel, [1, melBands, mel.length / melBands]),
      bias: new ort.Tensor('float32', new Float32Array(audioPositions), [audioPositions]),
      tail: new ort.Tensor('float32', new Float32Array(0), [layers, 0, width]),
    },
    ['own'],
  );
  const all = own?.data as Float32Array;
  own?.dispose();
  const rows = tailRows(audioPositions);
  const values = new Float32Array(layers * rows * width);
  for (let layer = 0; layer < layers; layer++) {
    for (let row = 0; row < rows; row++) {
      const middle = Math.min(audioPositions - 1, row * TAIL_STRIDE + (TAIL_STRIDE >> 1));
      const start = (layer * audioPositions + middle) * width;
      values.set(all.subarray(start, start + width), (layer * rows + row) * width);
    }
  }
  return { rows, values };
}

export function tailRows(audioPositions: number): number {
  return Math.ceil(audioPositions / TAIL_STRIDE);
}

export class Encoder {
  readonly #session: ort.InferenceSession;
  readonly #dimensions: Dimensions;
  readonly #tail: ort.Tensor;
  readonly #noTail: ort.Tensor;

  constructor(session: ort.InferenceSession, dimensions: Dimensions, tail: SilenceTail) {
    const layers = 2 * (dimensions.encoderLayers + dimensions.decoderLayers);
    this.#session = session;
    this.#dimensions = dimensions;
    this.#tail = new ort.Tensor('float32', tail.values, [layers, tail.rows, dimensions.width]);
    this.#noTail = new ort.Tensor('float32', new Float32Array(0), [layers, 0, dimensions.width]);
  }

  /** Positions for a window of at least `frames` mel frames: whole rows of the tail, at most the model's own window. */
  positionsFor(frames: number): number {
    const positions = Math.ceil(frames / FRAMES_PER_POSITION / TAIL_STRIDE) * TAIL_STRIDE;
    return Math.min(Math.max(positions, TAIL_STRIDE), this.#dimensions.audioPositions);
  }

  /** `rows`: log10 mel powers of 2·positions + 1 frames, row by row. */
  async encode(rows: Float32Array, positions: number): Promise<EncodedAudio> {
    const { melBands, audioPositions, decoderLayers } = this.#dimensions;
    const frames = positions * FRAMES_PER_POSITION + 1;
    const whole = positions === audioPositions;
    const mel = arrange(rows, frames, melBands);
    if (whole) padBeyondWindow(mel, melBands);
    const bias = makeBias(positions, whole ? 0 : audioPositions);
    const biasTensor = new ort.Tensor('float32', bias, [bias.length]);
    const names: string[] = [];
    for (let i = 0; i < decoderLayers; i++) names.push(`cross_key_${i}`, `cross_value_${i}`);
    const outputs = await this.#session.run(
      {
        mel: new ort.Tensor('float32', mel, [1, melBands, frames]),
        bias: biasTensor,
        tail: whole ? this.#noTail : this.#tail,
      },
      names,
    );
    return { positions, keys: bias.length, feeds: { ...outputs, bias: biasTensor } };
  }
}

/** Nothing for real positions; for a row of the tail the logarithm of how many silent positions it stands for. */
function makeBias(positions: number, audioPositions: number): Float32Array {
  const rows = tailRows(audioPositions);
  const bias = new Float32Array(positions + rows);
  for (let row = 0; row < rows; row++) {
    const from = Math.max(row * TAIL_STRIDE, positions);
    const to = Math.min((row + 1) * TAIL_STRIDE, audioPositions);
    bias[positions + row] = to > from ? Math.log(to - from) : NEVER;
  }
  return bias;
}

/** Rows of frames → [bands, frames], moved to the fixed peak, cut off at the floor and scaled as Whisper wants it. */
function arrange(rows: Float32Array, frames: number, bands: number): Float32Array {
  let peak = -Infinity;
  for (const value of rows) if (value > peak) peak = value;
  const gain = Math.min(PEAK - peak, MOST_GAIN);
  const mel = new Float32Array(bands * frames);
  for (let frame = 0; frame < frames; frame++) {
    for (let band = 0; band < bands; band++) {
      mel[band * frames + frame] = Math.max(normalise((rows[frame * bands + band] ?? -Infinity) + gain), FLOOR);
    }
  }
  return mel;
}

/** Beyond 30 s Whisper's convolution sees zeros. */
function padBeyondWindow(mel: Float32Array, bands: number): void {
  const frames = mel.length / bands;
  for (let band = 0; band < bands; band++) mel[band * frames + frames - 1] = 0;
}
