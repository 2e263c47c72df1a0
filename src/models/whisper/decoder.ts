/** Runs the decoder over tokens of one transcript or of several at once, and keeps their keys and values. */
import * as ort from 'onnxruntime-node';
import type { Effort } from './effort.js';
import type { EncodedAudio } from './encoder.js';
import { joinAudio, type JoinedAudio } from './joined-audio.js';
import type { Dimensions } from './weights.js';

export interface DecoderRequest {
  /** Which of the transcripts that were begun together. */
  readonly member: number;
  readonly tokens: readonly number[];
  /** Those of the tokens whose next token is asked for. */
  readonly rows: readonly number[];
}

export interface DecoderStep {
  /** Scores of the next token after each asked row, [rows, vocabulary]. */
  readonly logits: Float32Array;
  /** Share of attention of each given token over the encoder's keys, [tokens, keys]. */
  readonly attention: Float32Array;
}

/** A score that leaves no share. */
const NEVER = -1e9;

/** Transcripts under way that may share runs. */
export class Decoding {
  readonly audio: JoinedAudio;
  /** Tokens seen so far, for each transcript. */
  readonly lengths: number[];
  /** For each transcript, key and value of layer 0, of layer 1, …: [positions, width]. */
  readonly pasts: readonly (readonly Float32Array[])[];

  constructor(audios: readonly EncodedAudio[], makePast: () => readonly Float32Array[]) {
    this.audio = joinAudio(audios);
    this.lengths = audios.map(() => 0);
    this.pasts = audios.map(makePast);
  }

  /** Forgets all tokens of a transcript from `length` on. */
  truncate(member: number, length: number): void {
    this.lengths[member] = Math.min(this.lengths[member] ?? 0, length);
  }
}

export class Decoder {
  readonly #session: ort.InferenceSession;
  readonly #dimensions: Dimensions;
  readonly #effort: Effort;
  readonly #spare: (readonly Float32Array[])[] = [];

  constructor(session: ort.InferenceSession, dimensions: Dimensions, effort: Effort) {
    this.#session = session;
    this.#dimensions = dimensions;
    this.#effort = effort;
  }

  /** Starts transcripts of these sounds; `end` gives their memory back. */
  begin(audios: readonly EncodedAudio[]): Decoding {
    const { decoderLayers, textPositions, width } = this.#dimensions;
    return new Decoding(
      audios,
      () =>
        this.#spare.pop() ?? Array.from({ length: 2 * decoderLayers }, () => new Float32Array(textPositions * width)),
    );
  }

  end(decoding: Decoding): void {
    if (this.#spare.length === 0) this.#spare.push(...decoding.pasts.slice(0, 1));
  }

  /** One step for each request, in their order. Each transcript may be named once. */
  async run(decoding: Decoding, requests: readonly DecoderRequest[]): Promise<DecoderStep[]> {
    const { textPositions } = this.#dimensions;
    for (const { member, tokens } of requests) {
      const length = (decoding.lengths[member] ?? 0) + tokens.length;
      if (length > textPositions) throw new RangeError(`decoder: ${length} tokens, wanted at most ${textPositions}`);
    }
    const startedMs = performance.now();
    const { logits, fresh, attention } = await this.#session.run(this.#feeds(decoding, requests));
    const steps = this.#divide(decoding, requests, {
      logits: logits?.data as Float32Array,
      attention: attention?.data as Float32Array,
    });
    this.#append(decoding, requests, fresh?.data as Float32Array);
    this.#effort.decoderRuns++;
    this.#effort.decoderMs += performance.now() - startedMs;
    for (const { tokens } of requests) this.#effort.decoderTokens += tokens.length;
    return steps;
  }

  #feeds(decoding: Decoding, requests: readonly DecoderRequest[]): Record<string, ort.Tensor> {
    const tokens = requests.flatMap((request) => request.tokens);
    const positions = requests.flatMap(({ member, tokens: own }) =>
      own.map((_, i) => (decoding.lengths[member] ?? 0) + i),
    );
    let offset = 0;
    const rows = requests.flatMap((request) => {
      const first = offset;
      offset += request.tokens.length;
      return request.rows.map((row) => first + row);
    });
    return {
      ...decoding.audio.feeds,
      bias: decoding.audio.bias(requests),
      tokens: integers(tokens),
      positions: integers(positions),
      rows: integers(rows),
      mask: makeMask(decoding, requests),
      ...this.#past(decoding, requests),
    };
  }

  #past(decoding: Decoding, requests: readonly DecoderRequest[]): Record<string, ort.Tensor> {
    const { width, decoderLayers } = this.#dimensions;
    const total = requests.reduce((sum, { member }) => sum + (decoding.lengths[member] ?? 0), 0);
    const feeds: Record<string, ort.Tensor> = {};
    for (let i = 0; i < 2 * decoderLayers; i++) {
      const parts = requests.map(
        ({ member }) =>
          decoding.pasts[member]?.[i]?.subarray(0, (decoding.lengths[member] ?? 0) * width) ?? new Float32Array(0),
      );
      const name = `past_${i % 2 === 0 ? 'key' : 'value'}_${i >> 1}`;
      feeds[name] = new ort.Tensor('float32', concatenate(parts), [total, width]);
    }
    return feeds;
  }

  #divide(decoding: Decoding, requests: readonly DecoderRequest[], all: DecoderStep): DecoderStep[] {
    const { vocabulary } = this.#dimensions;
    const asked = requests.reduce((sum, { rows }) => sum + rows.length, 0);
    if (all.logits.length !== asked * vocabulary) throw new Error(`decoder: ${all.logits.length} scores came back`);
    let row = 0;
    let token = 0;
    return requests.map(({ member, tokens, rows }) => {
      const logits = all.logits.subarray(row * vocabulary, (row + rows.length) * vocabulary);
      const attention = decoding.audio.attentionOf(member, all.attention, { token, count: tokens.length });
      row += rows.length;
      token += tokens.length;
      return { logits, attention };
    });
  }

  #append(decoding: Decoding, requests: readonly DecoderRequest[], fresh: Float32Array): void {
    const { width } = this.#dimensions;
    const all = requests.reduce((sum, { tokens }) => sum + tokens.length, 0) * width;
    let from = 0;
    for (const { member, tokens } of requests) {
      const length = decoding.lengths[member] ?? 0;
      const size = tokens.length * width;
      decoding.pasts[member]?.forEach((past, i) => {
        past.set(fresh.subarray(i * all + from, i * all + from + size), length * width);
      });
      from += size;
      decoding.lengths[member] = length + tokens.length;
    }
  }
}

function integers(values: readonly number[]): ort.Tensor {
  return new ort.Tensor('int64', BigInt64Array.from(values, BigInt), [values.length]);
}

/** Views of one part cost nothing; several are copied behind one another. */
function concatenate(parts: readonly Float32Array[]): Float32Array {
  const [first = new Float32Array(0)] = parts;
  if (parts.length <= 1) return first;
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Each token sees its own transcript's past, itself and those before it. Keys: all pasts, then all fresh tokens. */
function makeMask(decoding: Decoding, requests: readonly DecoderRequest[]): ort.Tensor {
  const pasts = requests.map(({ member }) => decoding.lengths[member] ?? 0);
  const past = pasts.reduce((sum, length) => sum + length, 0);
  const tokens = requests.reduce((sum, request) => sum + request.tokens.length, 0);
  const keys = past + tokens;
  const mask = new Float32Array(tokens * keys).fill(NEVER);
  let row = 0;
  let seen = 0;
  for (const [i, request] of requests.entries()) {
    const first = row;
    const own = pasts[i] ?? 0;
    for (; row < first + request.tokens.length; row++) {
      mask.fill(0, row * keys + seen, row * keys + seen + own);
      mask.fill(0, row * keys + past + first, row * keys + past + row + 1);
    }
    seen += own;
  }
  return new ort.Tensor('float32', mask, [1, 1, tokens, keys]);
}
