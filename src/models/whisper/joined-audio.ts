/** Encoded sounds side by side, so that transcripts of all of them can share the runs of the decoder. */
import * as ort from 'onnxruntime-node';
import type { EncodedAudio } from './encoder.js';

/** A score that leaves no share. */
const NEVER = -1e9;

export interface JoinedAudio {
  /** `cross_key_i` and `cross_value_i` for every layer of the decoder. */
  readonly feeds: Readonly<Record<string, ort.Tensor>>;
  /** What is added to the scores: [1, keys] for one sound; [tokens, keys] where each token may hear its own sound only. */
  bias(requests: readonly { readonly member: number; readonly tokens: readonly number[] }[]): ort.Tensor;
  /** The part of [tokens, all keys] that belongs to one sound: [count, its keys]. */
  attentionOf(member: number, all: Float32Array, at: { readonly token: number; readonly count: number }): Float32Array;
}

export function joinAudio(audios: readonly EncodedAudio[]): JoinedAudio {
  const [only] = audios;
  return audios.length === 1 && only !== undefined ? single(only) : several(audios);
}

function single({ feeds, bias, keys }: EncodedAudio): JoinedAudio {
  const tensor = new ort.Tensor('float32', bias, [1, keys]);
  return {
    feeds,
    bias: () => tensor,
    attentionOf: (_, all, { token, count }) => all.subarray(token * keys, (token + count) * keys),
  };
}

function several(audios: readonly EncodedAudio[]): JoinedAudio {
  const starts: number[] = [];
  let total = 0;
  for (const { keys } of audios) {
    starts.push(total);
    total += keys;
  }
  const names = Object.keys(audios[0]?.feeds ?? {});
  const joined = names.map((name) => [name, joinTensor(name, audios, total)] as const);
  return {
    feeds: Object.fromEntries(joined),
    bias: (requests) => {
      const tokens = requests.reduce((sum, request) => sum + request.tokens.length, 0);
      const bias = new Float32Array(tokens * total).fill(NEVER);
      let row = 0;
      for (const request of requests) {
        const own = audios[request.member]?.bias ?? new Float32Array(0);
        for (const end = row + request.tokens.length; row < end; row++) {
          bias.set(own, row * total + (starts[request.member] ?? 0));
        }
      }
      return new ort.Tensor('float32', bias, [tokens, total]);
    },
    attentionOf: (member, all, { token, count }) => {
      const keys = audios[member]?.keys ?? 0;
      const own = new Float32Array(count * keys);
      for (let i = 0; i < count; i++) {
        const from = (token + i) * total + (starts[member] ?? 0);
        own.set(all.subarray(from, from + keys), i * keys);
      }
      return own;
    },
  };
}

/** Keys are [heads, head width, keys], values [heads, keys, head width]: both are joined along the keys. */
function joinTensor(name: string, audios: readonly EncodedAudio[], total: number): ort.Tensor {
  const parts = audios.map(({ feeds }) => feeds[name]);
  const [heads = 0, second = 0, third = 0] = parts[0]?.dims ?? [];
  const isKey = name.startsWith('cross_key');
  const headWidth = isKey ? second : third;
  const rows = isKey ? heads * headWidth : heads;
  const rowSize = isKey ? total : total * headWidth;
  const values = new Float32Array(rows * rowSize);
  let start = 0;
  for (const part of parts) {
    const data = part?.data as Float32Array;
    const size = data.length / rows;
    for (let row = 0; row < rows; row++) values.set(data.subarray(row * size, (row + 1) * size), row * rowSize + start);
    start += size;
  }
  return new ort.Tensor('float32', values, isKey ? [heads, headWidth, total] : [heads, total, headWidth]);
}
