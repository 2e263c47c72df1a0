/** A Whisper of random weights with few layers, as Hugging Face's transformers store it: every shape at little cost. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { safetensorsBytes, type TestTensor } from '../safetensors/safetensors-bytes.js';

export interface TinySizes {
  readonly melBands: number;
  readonly width: number;
  readonly heads: number;
  readonly encoderLayers: number;
  readonly decoderLayers: number;
  readonly vocabulary: number;
}

/** A distilled large-v3: 128 bands, the 51,866 tokens with Cantonese, more layers in the encoder than in the decoder. */
export const distilled: TinySizes = {
  melBands: 128,
  width: 32,
  heads: 2,
  encoderLayers: 2,
  decoderLayers: 1,
  vocabulary: 51_866,
};

const LANGUAGES = 100;
const TIMES = 1501;

/** The same numbers on every run. */
function randomFloats(count: number, scale: number): Float32Array {
  let state = 12_345;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state / 2 ** 31 - 1) * scale;
  });
}

export function tinyTensors(sizes: TinySizes): TestTensor[] {
  const { width, melBands } = sizes;
  const tensors: TestTensor[] = [];
  const add = (name: string, ...shape: readonly number[]): void => {
    const count = shape.reduce((product, size) => product * size, 1);
    const values = randomFloats(count, 0.2);
    tensors.push({ name: `model.${name}`, dtype: 'F32', shape, data: Buffer.from(values.buffer) });
  };
  const linear = (name: string, outputs: number, inputs: number): void => {
    add(`${name}.weight`, outputs, inputs);
    if (!name.endsWith('k_proj')) add(`${name}.bias`, outputs);
  };
  const norm = (name: string): void => {
    add(`${name}.weight`, width);
    add(`${name}.bias`, width);
  };
  for (const side of ['encoder', 'decoder'] as const) {
    const layers = side === 'encoder' ? sizes.encoderLayers : sizes.decoderLayers;
    for (let i = 0; i < layers; i++) {
      const layer = `${side}.layers.${i}`;
      for (const kind of side === 'encoder' ? ['self_attn'] : ['self_attn', 'encoder_attn']) {
        for (const part of ['q_proj', 'k_proj', 'v_proj', 'out_proj']) linear(`${layer}.${kind}.${part}`, width, width);
        norm(`${layer}.${kind}_layer_norm`);
      }
      linear(`${layer}.fc1`, 4 * width, width);
      linear(`${layer}.fc2`, width, 4 * width);
      norm(`${layer}.final_layer_norm`);
    }
    norm(`${side}.layer_norm`);
  }
  add('encoder.conv1.weight', width, melBands, 3);
  add('encoder.conv1.bias', width);
  add('encoder.conv2.weight', width, width, 3);
  add('encoder.conv2.bias', width);
  add('encoder.embed_positions.weight', 1500, width);
  add('decoder.embed_positions.weight', 448, width);
  add('decoder.embed_tokens.weight', sizes.vocabulary, width);
  return tensors;
}

export function tinyConfig(sizes: TinySizes): Record<string, unknown> {
  return {
    model_type: 'whisper',
    activation_function: 'gelu',
    d_model: sizes.width,
    num_mel_bins: sizes.melBands,
    encoder_layers: sizes.encoderLayers,
    decoder_layers: sizes.decoderLayers,
    encoder_attention_heads: sizes.heads,
    decoder_attention_heads: sizes.heads,
    vocab_size: sizes.vocabulary,
    max_source_positions: 1500,
    max_target_positions: 448,
  };
}

/** Every token but the times, in order of their ids. */
export function tinyTokens(size: number): string[] {
  const languages = ['en', 'zh', 'de', ...Array.from({ length: LANGUAGES - 4 }, (_, i) => `l${i}`), 'yue'];
  const special = [
    'endoftext',
    'startoftranscript',
    ...languages,
    'translate',
    'transcribe',
    'startoflm',
    'startofprev',
  ];
  const names = [...special, 'nospeech', 'notimestamps'].map((name) => `<|${name}|>`);
  const words = Array.from({ length: size - TIMES - names.length }, (_, i) => `Ġword${i}`);
  return [...words, ...names];
}

export function tinyTokenizer(size: number): Record<string, unknown> {
  const tokens = tinyTokens(size);
  const end = tokens.indexOf('<|endoftext|>');
  const vocab = Object.fromEntries(tokens.slice(0, end).map((token, id) => [token, id]));
  const added = tokens.slice(end).map((content, i) => ({ content, id: end + i, special: true }));
  return { model: { type: 'BPE', vocab }, added_tokens: added };
}

/** A folder with the files; those of `extra` besides or instead, JSON values as text. Removed after the test. */
export function tinyFolder(
  files: { readonly tensors?: readonly TestTensor[]; readonly extra?: Readonly<Record<string, unknown>> } = {},
  sizes = distilled,
): string {
  const folder = scratchFolder();
  writeFileSync(join(folder, 'model.safetensors'), safetensorsBytes(files.tensors ?? tinyTensors(sizes)));
  const texts = {
    'config.json': tinyConfig(sizes),
    'tokenizer.json': tinyTokenizer(sizes.vocabulary),
    'generation_config.json': {
      suppress_tokens: [1, 2, 7],
      begin_suppress_tokens: [220],
      alignment_heads: [
        [0, 1],
        [9, 9],
      ],
    },
    ...files.extra,
  };
  for (const [name, value] of Object.entries(texts)) {
    writeFileSync(join(folder, name), typeof value === 'string' ? value : JSON.stringify(value));
  }
  return folder;
}

export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'parley-whisper-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  return folder;
}
