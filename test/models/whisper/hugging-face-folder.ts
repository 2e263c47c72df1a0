/** Writes a Whisper model as Hugging Face's transformers store it, from the tensors of a CTranslate2 folder. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openModelFile, type ModelFile } from '../../../src/models/ctranslate2/model-file.js';
import { halvesToFloats } from '../../../src/models/whisper/floats.js';
import { safetensorsBytes, type TestTensor } from '../safetensors/safetensors-bytes.js';

export type Dtype = 'F16' | 'F32' | 'BF16';

export interface FolderOptions {
  readonly dtype: Dtype;
  /** More than one writes shards and their index. Default 1. */
  readonly shards?: number;
  /** `model.` in checkpoints with an output layer, empty in those without. */
  readonly prefix?: 'model.' | '';
  /** Which files hold the tokens. */
  readonly vocabulary: 'vocab.json' | 'tokenizer.json';
}

type Values = readonly [shape: readonly number[], halves: Uint16Array];

/** Both names of what is one tensor in both formats. */
const modules: Readonly<Record<string, string>> = {
  'self_attention/layer_norm': 'self_attn_layer_norm',
  'self_attention/linear_1': 'self_attn.out_proj',
  'attention/layer_norm': 'encoder_attn_layer_norm',
  'attention/linear_0': 'encoder_attn.q_proj',
  'attention/linear_2': 'encoder_attn.out_proj',
  'ffn/layer_norm': 'final_layer_norm',
  'ffn/linear_0': 'fc1',
  'ffn/linear_1': 'fc2',
};

const stacked: Readonly<Record<string, readonly string[]>> = {
  'self_attention/linear_0': ['self_attn.q_proj', 'self_attn.k_proj', 'self_attn.v_proj'],
  'attention/linear_1': ['encoder_attn.k_proj', 'encoder_attn.v_proj'],
};

const suffixes: Readonly<Record<string, string>> = { gamma: 'weight', beta: 'bias', weight: 'weight', bias: 'bias' };

/** Throws when the bias of a key is not zero, or a name is new: then the two formats differ more than is known. */
export function writeHuggingFace(source: string, target: string, options: FolderOptions): void {
  mkdirSync(target, { recursive: true });
  const file = openModelFile(join(source, 'model.bin'));
  const { dtype, shards = 1, prefix = 'model.' } = options;
  const tensors: TestTensor[] = [];
  for (const [name, [shape, halves]] of rename(file)) {
    tensors.push({ name: prefix + name, dtype, shape, data: encode(halves, dtype) });
  }
  const heads = readShort(file, 'encoder/num_heads');
  writeShards(target, tensors, shards);
  writeConfig(source, target, { heads, decoderHeads: readShort(file, 'decoder/num_heads'), tensors, prefix });
  writeVocabulary(source, target, options.vocabulary);
  file.close();
}

function readShort(file: ModelFile, name: string): number {
  const variable = file.variables.get(name);
  if (variable === undefined) throw new Error(`no ${name}`);
  return file.read(variable).readInt16LE();
}

function rename(file: ModelFile): Map<string, Values> {
  const renamed = new Map<string, Values>();
  for (const [name, variable] of file.variables) {
    if (variable.elementType !== 'float16' || name === 'decoder/projection/weight') continue;
    const bytes = file.read(variable);
    const halves = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
    const layer = /^(encoder|decoder)\/layer_(\d+)\/(.+)\/(\w+)$/.exec(name);
    if (layer === null) {
      renamed.set(outerName(name), [variable.shape, halves]);
      continue;
    }
    const [, side = '', index = '', module = '', leaf = ''] = layer;
    const suffix = suffixes[leaf] ?? leaf;
    const parts = stacked[module] ?? [modules[module] ?? `unknown ${module}`];
    const [rows = 0, ...rest] = variable.shape;
    const each = halves.length / parts.length;
    parts.forEach((part, i) => {
      const values = halves.subarray(i * each, (i + 1) * each);
      if (suffix === 'bias' && part.endsWith('k_proj')) {
        if (values.some((bits) => bits !== 0)) throw new Error(`${name}: a key with a bias`);
        return;
      }
      renamed.set(`${side}.layers.${index}.${part}.${suffix}`, [[rows / parts.length, ...rest], values]);
    });
  }
  return renamed;
}

function outerName(name: string): string {
  if (name === 'decoder/embeddings/weight') return 'decoder.embed_tokens.weight';
  const [side = '', module = '', leaf = ''] = name.split('/');
  if (module === 'position_encodings') return `${side}.embed_positions.weight`;
  return `${side}.${module}.${suffixes[leaf] ?? `unknown ${leaf}`}`;
}

function encode(halves: Uint16Array, dtype: Dtype): Buffer {
  if (dtype === 'F16') return Buffer.from(halves.buffer, halves.byteOffset, halves.byteLength);
  const floats = halvesToFloats(halves);
  if (dtype === 'F32') return Buffer.from(floats.buffer);
  const words = new Uint32Array(floats.buffer);
  return Buffer.from(Uint16Array.from(words, (word) => (word + 0x8000) >>> 16).buffer);
}

function writeShards(target: string, tensors: readonly TestTensor[], count: number): void {
  if (count === 1) {
    writeFileSync(join(target, 'model.safetensors'), safetensorsBytes(tensors));
    return;
  }
  const map: Record<string, string> = {};
  for (let i = 0; i < count; i++) {
    const shard = `model-${String(i + 1).padStart(5, '0')}-of-${String(count).padStart(5, '0')}.safetensors`;
    const some = tensors.filter((_, place) => place % count === i);
    for (const { name } of some) map[name] = shard;
    writeFileSync(join(target, shard), safetensorsBytes(some));
  }
  writeFileSync(join(target, 'model.safetensors.index.json'), JSON.stringify({ metadata: {}, weight_map: map }));
}

interface ConfigFacts {
  readonly heads: number;
  readonly decoderHeads: number;
  readonly tensors: readonly TestTensor[];
  readonly prefix: string;
}

function writeConfig(source: string, target: string, { heads, decoderHeads, tensors, prefix }: ConfigFacts): void {
  const shapeOf = (name: string): readonly number[] => tensors.find((item) => item.name === prefix + name)?.shape ?? [];
  const layers = (side: string): number =>
    tensors.filter(({ name }) => name.endsWith('fc1.weight') && name.includes(side)).length;
  const config = {
    model_type: 'whisper',
    activation_function: 'gelu',
    d_model: shapeOf('encoder.conv1.weight')[0],
    num_mel_bins: shapeOf('encoder.conv1.weight')[1],
    encoder_layers: layers('encoder.layers'),
    decoder_layers: layers('decoder.layers'),
    encoder_attention_heads: heads,
    decoder_attention_heads: decoderHeads,
    vocab_size: shapeOf('decoder.embed_tokens.weight')[0],
    max_source_positions: 1500,
    max_target_positions: 448,
    scale_embedding: false,
  };
  writeFileSync(join(target, 'config.json'), JSON.stringify(config));
  const old = JSON.parse(readFileSync(join(source, 'config.json'), 'utf8')) as Record<string, unknown>;
  const generation = {
    alignment_heads: old['alignment_heads'],
    suppress_tokens: old['suppress_ids'],
    begin_suppress_tokens: old['suppress_ids_begin'],
  };
  writeFileSync(join(target, 'generation_config.json'), JSON.stringify(generation));
}

/** Tokens without the times, as Hugging Face's files have them. */
function writeVocabulary(source: string, target: string, kind: FolderOptions['vocabulary']): void {
  const lines = readFileSync(join(source, 'vocabulary.txt'), 'utf8').split('\n');
  const end = lines.indexOf('<|endoftext|>');
  const times = lines.indexOf('<|0.00|>');
  const vocab = Object.fromEntries(lines.slice(0, end + 1).map((token, id) => [token, id]));
  const added = lines.slice(end + 1, times).map((content, i) => ({ id: end + 1 + i, content, special: true }));
  if (kind === 'tokenizer.json') {
    const tokenizer = { version: '1.0', added_tokens: added, model: { type: 'BPE', vocab, merges: [] } };
    writeFileSync(join(target, 'tokenizer.json'), JSON.stringify(tokenizer));
    return;
  }
  writeFileSync(join(target, 'vocab.json'), JSON.stringify(vocab));
  const ids = Object.fromEntries(added.map(({ content, id }) => [content, id]));
  writeFileSync(join(target, 'added_tokens.json'), JSON.stringify(ids));
}
