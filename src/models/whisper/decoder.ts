/** Runs the decoder over one or several tokens and keeps their keys and values for the next run. */
import * as ort from 'onnxruntime-node';
import type { EncodedAudio } from './encoder.js';
import type { Dimensions } from './weights.js';

export interface DecoderStep {
  /** Scores of the next token after each asked row, [rows, vocabulary]. */
  readonly logits: Float32Array;
  /** Share of attention of each given token over the encoder's keys, [tokens, keys]. */
  readonly attention: Float32Array;
}

/** A score that leaves no share. */
const NEVER = -1e9;

/** One transcript under way. Not for two at a time: `begin` forgets the one before. */
export class Decoder {
  readonly #session: ort.InferenceSession;
  readonly #dimensions: Dimensions;
  /** Key and value of layer 0, of layer 1, …: [positions, width]. */
  readonly #past: readonly Float32Array[];
  #audio: EncodedAudio | undefined;
  #length = 0;

  constructor(session: ort.InferenceSession, dimensions: Dimensions) {
    const { decoderLayers, textPositions, width } = dimensions;
    this.#session = session;
    this.#dimensions = dimensions;
    this.#past = Array.from({ length: 2 * decoderLayers }, () => new Float32Array(textPositions * width));
  }

  /** Tokens seen so far. */
  get length(): number {
    return this.#length;
  }

  /** Starts over with other sound. */
  begin(audio: EncodedAudio): void {
    this.#audio = audio;
    this.#length = 0;
  }

  /** Forgets all tokens from `length` on. */
  truncate(length: number): void {
    this.#length = Math.min(this.#length, length);
  }

  /** Takes the tokens in; `rows` names those whose next token is asked for. */
  async run(tokens: readonly number[], rows: readonly number[]): Promise<DecoderStep> {
    const audio = this.#audio;
    if (audio === undefined) throw new Error('decoder: run before begin');
    const { width, vocabulary, textPositions } = this.#dimensions;
    const past = this.#length;
    if (past + tokens.length > textPositions) {
      throw new RangeError(`decoder: ${past + tokens.length} tokens, wanted at most ${textPositions}`);
    }
    const positions = tokens.map((_, i) => past + i);
    const feeds: Record<string, ort.Tensor> = {
      ...audio.feeds,
      tokens: integers(tokens),
      positions: integers(positions),
      rows: integers(rows),
      mask: causalMask(past, tokens.length),
    };
    for (let i = 0; i < this.#past.length; i++) {
      const name = `past_${i % 2 === 0 ? 'key' : 'value'}_${i >> 1}`;
      feeds[name] = new ort.Tensor('float32', this.#past[i]?.subarray(0, past * width) ?? [], [past, width]);
    }
    const { logits, fresh, attention } = await this.#session.run(feeds);
    this.#append(fresh?.data as Float32Array, tokens.length);
    const scores = logits?.data as Float32Array;
    if (scores.length !== rows.length * vocabulary) throw new Error(`decoder: ${scores.length} scores came back`);
    return { logits: scores, attention: attention?.data as Float32Array };
  }

  #append(fresh: Float32Array, tokens: number): void {
    const size = tokens * this.#dimensions.width;
    const start = this.#length * this.#dimensions.width;
    this.#past.forEach((past, i) => {
      past.set(fresh.subarray(i * size, (i + 1) * size), start);
    });
    this.#length += tokens;
  }
}

function integers(values: readonly number[]): ort.Tensor {
  return new ort.Tensor('int64', BigInt64Array.from(values, BigInt), [values.length]);
}

/** Each token sees the past, itself and those before it. */
function causalMask(past: number, tokens: number): ort.Tensor {
  const keys = past + tokens;
  const mask = new Float32Array(tokens * keys);
  for (let row = 0; row < tokens; row++) mask.fill(NEVER, row * keys + past + row + 1, (row + 1) * keys);
  return new ort.Tensor('float32', mask, [1, 1, tokens, keys]);
}
