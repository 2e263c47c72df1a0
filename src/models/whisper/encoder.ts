/** Runs the encoder over a short window and lets cached silence stand for the rest of Whisper's 30 seconds. */
import * as ort from 'onnxruntime-node';
import type { Effort } from './effort.js';
import type { EncoderMemory, KnownRows } from './encoder-memory.js';
import type { LogMel } from './log-mel.js';
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
  /** Added to the scores of the attention, [keys]: how often each key counts. */
  readonly bias: Float32Array;
  /** `cross_key_i` and `cross_value_i` for every layer of the decoder. */
  readonly feeds: Readonly<Record<string, ort.Tensor>>;
}

/** The silent rows for every attention, [2·encoder layers + 2·decoder layers, rows, width]. */
export interface SilenceTail {
  readonly rows: number;
  readonly values: Float32Array;
}

export interface EncodeOptions {
  /** Length of the window: a multiple of `TAIL_STRIDE`, or the model's own window. */
  readonly positions: number;
  /** What is known of this sound's earlier windows, and takes up what this one adds. */
  readonly memory?: EncoderMemory | undefined;
}

/** Keys and values of silence, thinned out, from one run over a whole silent window. */
export async function computeSilence(session: ort.InferenceSession, dimensions: Dimensions): Promise<SilenceTail> {
  const { melBands, width, audioPositions } = dimensions;
  const layers = attentionCount(dimensions);
  const mel = new Float32Array(melBands * (audioPositions * FRAMES_PER_POSITION + 1)).fill(FLOOR);
  padBeyondWindow(mel, melBands);
  const names = ownNames(layers);
  const own = await session.run(
    {
      ...window({ mel, melBands, skip: 0, first: 0 }),
      ...knownFeeds(undefined, 0, dimensions),
      bias: new ort.Tensor('float32', new Float32Array(audioPositions), [audioPositions]),
      tail: new ort.Tensor('float32', new Float32Array(0), [layers, 0, width]),
    },
    names,
  );
  const rows = tailRows(audioPositions);
  const values = new Float32Array(layers * rows * width);
  for (const [layer, name] of names.entries()) {
    const all = own[name]?.data as Float32Array;
    for (let row = 0; row < rows; row++) {
      const middle = Math.min(audioPositions - 1, row * TAIL_STRIDE + (TAIL_STRIDE >> 1));
      const start = middle * width;
      values.set(all.subarray(start, start + width), (layer * rows + row) * width);
    }
  }
  return { rows, values };
}

export function tailRows(audioPositions: number): number {
  return Math.ceil(audioPositions / TAIL_STRIDE);
}

/** Attentions have a key and a value each, in the encoder's layers and in the decoder's. */
export function attentionCount({ encoderLayers, decoderLayers }: Dimensions): number {
  return 2 * (encoderLayers + decoderLayers);
}

function ownNames(attentions: number): string[] {
  return Array.from({ length: attentions }, (_, i) => `own_${i}`);
}

export interface EncoderParts {
  readonly dimensions: Dimensions;
  readonly tail: SilenceTail;
  readonly effort: Effort;
}

export class Encoder {
  readonly #session: ort.InferenceSession;
  readonly #dimensions: Dimensions;
  readonly #tail: ort.Tensor;
  readonly #noTail: ort.Tensor;
  readonly #effort: Effort;

  constructor(session: ort.InferenceSession, { dimensions, tail, effort }: EncoderParts) {
    const layers = attentionCount(dimensions);
    this.#session = session;
    this.#dimensions = dimensions;
    this.#effort = effort;
    this.#tail = new ort.Tensor('float32', tail.values, [layers, tail.rows, dimensions.width]);
    this.#noTail = new ort.Tensor('float32', new Float32Array(0), [layers, 0, dimensions.width]);
  }

  /** Positions for a window of at least `frames` mel frames: whole rows of the tail, at most the model's own window. */
  positionsFor(frames: number): number {
    const positions = Math.ceil(frames / FRAMES_PER_POSITION / TAIL_STRIDE) * TAIL_STRIDE;
    return Math.min(Math.max(positions, TAIL_STRIDE), this.#dimensions.audioPositions);
  }

  async encode(sound: LogMel, { positions, memory }: EncodeOptions): Promise<EncodedAudio> {
    const { melBands, audioPositions, decoderLayers } = this.#dimensions;
    const whole = positions === audioPositions;
    const startedMs = performance.now();
    const frames = positions * FRAMES_PER_POSITION + 1;
    const rows = sound.frames(frames);
    const melMs = performance.now() - startedMs;
    const gain = memory?.settleGain(gainOf(rows)) ?? gainOf(rows);
    const known = memory?.known;
    const first = known?.positions ?? 0;
    const skip = Math.min(first, CONTEXT_POSITIONS);
    const mel = arrange(rows.subarray((first - skip) * FRAMES_PER_POSITION * melBands), melBands, gain);
    if (whole) padBeyondWindow(mel, melBands);
    const bias = makeBias(positions, whole ? 0 : audioPositions);
    const cross = Array.from({ length: decoderLayers }, (_, i) => [`cross_key_${i}`, `cross_value_${i}`]).flat();
    const settled = memory?.settledOf(sound, { first, count: positions - first }) ?? 0;
    const own = settled > 0 ? ownNames(attentionCount(this.#dimensions)) : [];
    const outputs = await this.#session.run(
      {
        ...window({ mel, melBands, skip, first }),
        ...knownFeeds(known, first, this.#dimensions),
        bias: new ort.Tensor('float32', bias, [bias.length]),
        tail: whole ? this.#noTail : this.#tail,
      },
      [...cross, ...own],
    );
    if (settled > 0) {
      const rows = own.map((name) => outputs[name]?.data as Float32Array);
      memory?.add(rows, { first, count: settled });
    }
    this.#effort.encoderRuns++;
    this.#effort.encoderPositions += positions - first + skip;
    this.#effort.encoderKept += first - skip;
    this.#effort.encoderMs += performance.now() - startedMs - melMs;
    this.#effort.melMs += melMs;
    const feeds = Object.fromEntries(cross.map((name) => [name, outputs[name] as ort.Tensor]));
    return { positions, keys: bias.length, bias, feeds };
  }
}

/** Positions whose convolutions see the border of the mel frames that are handed in. */
const CONTEXT_POSITIONS = 2;

function window(at: {
  readonly mel: Float32Array;
  readonly melBands: number;
  readonly skip: number;
  readonly first: number;
}): Record<string, ort.Tensor> {
  return {
    mel: new ort.Tensor('float32', at.mel, [1, at.melBands, at.mel.length / at.melBands]),
    skip: new ort.Tensor('int64', BigInt64Array.of(BigInt(at.skip)), [1]),
    first: new ort.Tensor('int64', BigInt64Array.of(BigInt(at.first)), [1]),
  };
}

function knownFeeds(known: KnownRows | undefined, count: number, dimensions: Dimensions): Record<string, ort.Tensor> {
  const { width } = dimensions;
  const feeds: Record<string, ort.Tensor> = {};
  for (let i = 0; i < attentionCount(dimensions); i++) {
    const rows = known?.rows[i]?.subarray(0, count * width) ?? new Float32Array(0);
    feeds[`known_${i}`] = new ort.Tensor('float32', rows, [count, width]);
  }
  return feeds;
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

/** What is added to log10 mel powers so that the loudest point comes to lie at the fixed peak. */
function gainOf(rows: Float32Array): number {
  let peak = -Infinity;
  for (const value of rows) if (value > peak) peak = value;
  return Math.min(PEAK - peak, MOST_GAIN);
}

/** Rows of frames → [bands, frames], moved to the fixed peak, cut off at the floor and scaled as Whisper wants it. */
function arrange(rows: Float32Array, bands: number, gain: number): Float32Array {
  const frames = rows.length / bands;
  const mel = new Float32Array(rows.length);
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
