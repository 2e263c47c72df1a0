/** Finds Whisper's tensors in a checkpoint of Hugging Face's transformers, by its names and its config.json. */
import { dirname, join } from 'node:path';
import { badFile } from '../tensors/byte-file.js';
import { readJsonObject, showValue, type JsonObject } from '../tensors/json-file.js';
import type { TensorFile, Variable } from '../tensors/tensor-file.js';
import { WANTED, type Checkpoint, type Source } from './checkpoint.js';
import { readDimensions, type Dimensions } from './dimensions.js';

/** Our module → the modules whose rows it stacks. */
type Stack = readonly [ours: string, theirs: readonly string[]];
type Side = 'encoder' | 'decoder';

const selfAttention: readonly Stack[] = [
  ['self_attention/layer_norm', ['self_attn_layer_norm']],
  ['self_attention/linear_0', ['self_attn.q_proj', 'self_attn.k_proj', 'self_attn.v_proj']],
  ['self_attention/linear_1', ['self_attn.out_proj']],
];

const crossAttention: readonly Stack[] = [
  ['attention/layer_norm', ['encoder_attn_layer_norm']],
  ['attention/linear_0', ['encoder_attn.q_proj']],
  ['attention/linear_1', ['encoder_attn.k_proj', 'encoder_attn.v_proj']],
  ['attention/linear_2', ['encoder_attn.out_proj']],
];

const feedForward: readonly Stack[] = [
  ['ffn/layer_norm', ['final_layer_norm']],
  ['ffn/linear_0', ['fc1']],
  ['ffn/linear_1', ['fc2']],
];

const outside: readonly Stack[] = [
  ['encoder/conv1', ['encoder.conv1']],
  ['encoder/conv2', ['encoder.conv2']],
  ['encoder/layer_norm', ['encoder.layer_norm']],
  ['decoder/layer_norm', ['decoder.layer_norm']],
];

const tables: readonly (readonly [ours: string, theirs: string])[] = [
  ['encoder/position_encodings/encodings', 'encoder.embed_positions.weight'],
  ['decoder/position_encodings/encodings', 'decoder.embed_positions.weight'],
  ['decoder/embeddings/weight', 'decoder.embed_tokens.weight'],
];

/** Throws one line that names the file when a tensor is missing or config.json, beside the file, does not fit. */
export function fromHuggingFace(file: TensorFile): Checkpoint {
  const configPath = join(dirname(file.path), 'config.json');
  const config = readJsonObject(configPath);
  const kind = config['model_type'];
  if (kind !== 'whisper') {
    throw badFile(configPath, `model_type is ${showValue(kind)}, wanted "whisper"`, 'name a Whisper model');
  }
  const heads = (name: string): number => {
    const count = config[name];
    if (typeof count === 'number' && Number.isInteger(count) && count > 0) return count;
    throw badFile(configPath, `${name} is ${showValue(count)}, wanted how many heads there are`);
  };
  const checkpoint = {
    ...file,
    sources: mapTensors(file),
    encoderHeads: heads('encoder_attention_heads'),
    decoderHeads: heads('decoder_attention_heads'),
  };
  checkConfig(configPath, config, readDimensions(checkpoint));
  return checkpoint;
}

function mapTensors(file: TensorFile): Map<string, Source> {
  // Checkpoints of the bare model, without its output layer, lack the first word.
  const prefix = file.variables.has('encoder.conv1.weight') ? '' : 'model.';
  const stacks = [...outside];
  for (const side of ['encoder', 'decoder'] as const) {
    for (let layer = 0; layer < countLayers(file, prefix, side); layer++) stacks.push(...layerStacks(side, layer));
  }
  const sources = new Map<string, Source>();
  for (const [ours, theirs] of stacks) {
    const isNorm = ours.endsWith('layer_norm');
    const modules = theirs.map((name) => prefix + name);
    sources.set(`${ours}/${isNorm ? 'gamma' : 'weight'}`, stackRows(file, modules, 'weight'));
    sources.set(`${ours}/${isNorm ? 'beta' : 'bias'}`, stackRows(file, modules, 'bias'));
  }
  for (const [ours, theirs] of tables) {
    const variable = find(file, prefix + theirs);
    sources.set(ours, { shape: variable.shape, parts: [variable] });
  }
  const output = file.variables.get('proj_out.weight');
  if (output !== undefined) sources.set('decoder/projection/weight', { shape: output.shape, parts: [output] });
  return sources;
}

function countLayers(file: TensorFile, prefix: string, side: Side): number {
  let layers = 0;
  while (file.variables.has(`${prefix}${side}.layers.${layers}.fc1.weight`)) layers++;
  return layers;
}

function layerStacks(side: Side, layer: number): Stack[] {
  const attention = side === 'encoder' ? selfAttention : [...selfAttention, ...crossAttention];
  return [...attention, ...feedForward].map(([ours, theirs]) => [
    `${side}/layer_${layer}/${ours}`,
    theirs.map((name) => `${side}.layers.${layer}.${name}`),
  ]);
}

function stackRows(file: TensorFile, modules: readonly string[], suffix: 'weight' | 'bias'): Source {
  const parts = modules.map((module) => {
    const name = `${module}.${suffix}`;
    // Whisper's keys have no bias.
    if (suffix === 'bias' && module.endsWith('k_proj') && !file.variables.has(name)) {
      return find(file, `${module}.weight`).shape[0] ?? 0;
    }
    return find(file, name);
  });
  const shapes = parts.map((part) => (typeof part === 'number' ? [part] : part.shape));
  const [first = []] = shapes;
  const rows = shapes.reduce((sum, [count = 0]) => sum + count, 0);
  if (shapes.some((shape) => shape.slice(1).join() !== first.slice(1).join())) {
    const found = shapes.map((shape) => `[${shape.join(', ')}]`).join(', ');
    throw badFile(file.path, `${modules.join(', ')} have shapes ${found}, wanted rows of one length`);
  }
  return { shape: [rows, ...first.slice(1)], parts };
}

function find(file: TensorFile, name: string): Variable {
  const variable = file.variables.get(name);
  if (variable !== undefined) return variable;
  const some = [...file.variables.keys()].slice(0, 2).join(', ').slice(0, 120);
  throw badFile(
    file.path,
    `no tensor ${name} (it has ${file.variables.size}, such as ${some}), ${WANTED} with the names of Hugging Face's transformers`,
  );
}

/** The sizes must be those of the tensors: a config.json from another model would give plausible nonsense. */
function checkConfig(path: string, config: JsonObject, dimensions: Dimensions): void {
  const wanted = {
    d_model: dimensions.width,
    num_mel_bins: dimensions.melBands,
    encoder_layers: dimensions.encoderLayers,
    decoder_layers: dimensions.decoderLayers,
    vocab_size: dimensions.vocabulary,
    max_source_positions: dimensions.audioPositions,
    max_target_positions: dimensions.textPositions,
    activation_function: 'gelu',
    scale_embedding: false,
  };
  for (const [name, value] of Object.entries(wanted)) {
    const found = config[name] ?? value;
    if (found === value) continue;
    const who = typeof value === 'number' ? 'the weights say' : 'wanted';
    throw badFile(path, `${name} is ${showValue(found)}, ${who} ${value}`);
  }
}
