/** Weights come out as they were stored under any name, and a model that is not whole is refused before it is used. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../../src/models/whisper/model-folder.js';
import { Weights } from '../../../src/models/whisper/weights.js';
import { safetensorsBytes, type TestTensor } from '../safetensors/safetensors-bytes.js';
import { distilled, scratchFolder, tinyConfig, tinyFolder, tinyTensors } from './tiny-whisper.js';

/** Small in every way, so that a test may write it hundreds of times. */
const smallest = { ...distilled, width: 4, encoderLayers: 1, vocabulary: 8 };

function openWeights(folder: string): Weights {
  const checkpoint = openCheckpoint(folder);
  try {
    return new Weights(checkpoint);
  } finally {
    checkpoint.close();
  }
}

/** The small model with one tensor changed. */
function withTensor(name: string, change: (tensor: TestTensor) => Partial<TestTensor>): TestTensor[] {
  return tinyTensors(smallest).map((tensor) => (tensor.name === name ? { ...tensor, ...change(tensor) } : tensor));
}

const floatsOf = (tensors: readonly TestTensor[], name: string): number[] => {
  const data = tensors.find((tensor) => tensor.name === name)?.data ?? Buffer.alloc(0);
  return [...new Float32Array(data.buffer, data.byteOffset, data.length / 4)];
};

describe('Weights', () => {
  it('knows the sizes of a distilled large-v3', () => {
    expect(openWeights(tinyFolder()).dimensions).toEqual({
      melBands: 128,
      width: 32,
      encoderLayers: 2,
      decoderLayers: 1,
      encoderHeads: 2,
      decoderHeads: 2,
      vocabulary: 51_866,
      audioPositions: 1500,
      textPositions: 448,
    });
  });

  it('stacks queries, keys and values, and gives keys a bias of zeros', () => {
    const tensors = tinyTensors(smallest);
    const checkpoint = openCheckpoint(tinyFolder({ tensors }, smallest));
    const weights = new Weights(checkpoint);
    const own = weights.linear('encoder/layer_0/self_attention/linear_0');
    const names = ['q_proj', 'k_proj', 'v_proj'].map((part) => `model.encoder.layers.0.self_attn.${part}`);
    expect([own.outputs, own.inputs]).toEqual([12, 4]);
    expect([...own.weight]).toEqual(names.flatMap((name) => floatsOf(tensors, `${name}.weight`)));
    const biases = names.map((name) => floatsOf(tensors, `${name}.bias`));
    expect([...(own.bias ?? [])]).toEqual([...(biases[0] ?? []), 0, 0, 0, 0, ...(biases[2] ?? [])]);
    const cross = weights.linear('decoder/layer_0/attention/linear_1');
    expect([cross.outputs, cross.inputs, cross.bias?.slice(0, 4)]).toEqual([8, 4, new Float32Array(4)]);
    checkpoint.close();
  });

  it.each([
    ['model.decoder.layers.0.fc2.bias', 'no tensor model.decoder.layers.0.fc2.bias'],
    ['model.encoder.layers.0.self_attn.k_proj.weight', 'no tensor model.encoder.layers.0.self_attn.k_proj.weight'],
    ['model.encoder.layers.0.fc1.weight', 'no encoder layers'],
    ['model.encoder.conv1.weight', 'no tensor model.encoder.conv1.weight (it has'],
  ])('refuses a model without %s', (name, message) => {
    const tensors = tinyTensors(smallest).filter((tensor) => tensor.name !== name);
    const folder = tinyFolder({ tensors }, smallest);
    expect(() => openWeights(folder)).toThrow(message);
    expect(() => openWeights(folder)).toThrow(/^model file \S+model\.safetensors: [^\n]+; [^\n]+$/);
  });

  it('refuses shapes that do not go together', () => {
    const turned = withTensor('model.encoder.layers.0.fc1.weight', ({ shape }) => ({ shape: [...shape].reverse() }));
    expect(() => openWeights(tinyFolder({ tensors: turned }, smallest))).toThrow(
      'tensor encoder/layer_0/ffn/linear_0/weight has shape [4, 16], wanted [4, 4]',
    );
    const flat = withTensor('model.decoder.layers.0.encoder_attn.v_proj.weight', () => ({ shape: [16] }));
    expect(() => openWeights(tinyFolder({ tensors: flat }, smallest))).toThrow('wanted rows of one length');
  });

  it('refuses quantised weights and an output layer of its own', () => {
    const bytes = withTensor('model.encoder.conv2.weight', ({ data }) => ({ dtype: 'I32', data }));
    expect(() => openWeights(tinyFolder({ tensors: bytes }, smallest))).toThrow(
      /conv2\.weight is int32, wanted float16, bfloat16 or float32; use the model without quantisation$/,
    );
    const tensors = tinyTensors(smallest);
    const table = tensors.find(({ name }) => name.endsWith('embed_tokens.weight'));
    if (table === undefined) throw new Error('no table');
    const tied = { ...table, name: 'proj_out.weight' };
    expect(openWeights(tinyFolder({ tensors: [...tensors, tied] }, smallest)).dimensions.vocabulary).toBe(8);
    const untied = { ...tied, data: Buffer.from(tied.data).fill(7, 0, 4) };
    expect(() => openWeights(tinyFolder({ tensors: [...tensors, untied] }, smallest))).toThrow(
      'tensor proj_out.weight differs from model.decoder.embed_tokens.weight',
    );
  });

  it.each([
    ['numbers that are none', Float32Array.of(NaN), 'holds NaN at place 5, wanted finite numbers'],
    ['endless numbers', Float32Array.of(-Infinity), 'holds -Infinity at place 5'],
  ])('refuses %s when it reads them', (_, value, message) => {
    const tensors = withTensor('model.encoder.conv1.weight', ({ data }) => {
      const changed = Buffer.from(data);
      Buffer.from(value.buffer).copy(changed, 20);
      return { data: changed };
    });
    const checkpoint = openCheckpoint(tinyFolder({ tensors }, smallest));
    const weights = new Weights(checkpoint);
    expect(() => weights.tensor('encoder/conv1/weight')).toThrow(`tensor model.encoder.conv1.weight ${message}`);
    checkpoint.close();
  });

  it('refuses a matrix that was never filled', () => {
    const tensors = withTensor('model.encoder.conv2.weight', ({ data }) => ({ data: Buffer.alloc(data.length) }));
    const checkpoint = openCheckpoint(tinyFolder({ tensors }, smallest));
    expect(() => new Weights(checkpoint).tensor('encoder/conv2/weight')).toThrow('holds nothing but zeros');
    checkpoint.close();
  });

  it('refuses any damage to the header in one line, or reads a whole model', () => {
    const bytes = safetensorsBytes(tinyTensors(smallest));
    const headerBytes = Number(bytes.readBigUInt64LE());
    const folder = scratchFolder();
    const path = join(folder, 'model.safetensors');
    writeFileSync(join(folder, 'config.json'), JSON.stringify(tinyConfig(smallest)));
    const place = fc.nat(8 + headerBytes - 1);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(place, fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 4 }),
        (flips) => {
          const damaged = Buffer.from(bytes);
          for (const [at, flip] of flips) damaged[at] = (damaged[at] ?? 0) ^ flip;
          writeFileSync(path, damaged);
          let said = '';
          try {
            openWeights(folder);
          } catch (error) {
            said = (error as Error).message;
          }
          if (said !== '') expect(said).toMatch(/^model file \S+(model\.safetensors|config\.json): [^\n\u2028]+$/);
        },
      ),
      { numRuns: 150 },
    );
    rmSync(path);
  });
});

describe('config.json', () => {
  it.each([
    [{ encoder_attention_heads: 3 }, 'width 4 does not divide into 3 and 2 heads'],
    [{ encoder_attention_heads: '2' }, 'encoder_attention_heads is "2", wanted how many heads there are'],
    [{ decoder_attention_heads: undefined }, 'decoder_attention_heads is missing'],
    [{ decoder_layers: 4 }, 'decoder_layers is 4, the weights say 1'],
    [{ num_mel_bins: 80 }, 'num_mel_bins is 80, the weights say 128'],
    [{ d_model: 1280 }, 'd_model is 1280, the weights say 4'],
    [{ vocab_size: 51_865 }, 'vocab_size is 51865, the weights say 8'],
    [{ activation_function: 'relu' }, 'activation_function is "relu", wanted gelu'],
    [{ model_type: 'bart' }, 'model_type is "bart", wanted "whisper"'],
    [{ model_type: undefined }, 'model_type is missing'],
  ])('with %j is refused by name', (change, message) => {
    const folder = tinyFolder({ extra: { 'config.json': { ...tinyConfig(smallest), ...change } } }, smallest);
    expect(() => openWeights(folder)).toThrow(message);
    expect(() => openWeights(folder)).toThrow(/^model file \S+(config\.json|model\.safetensors): [^\n]+$/);
  });

  it.each([
    ['', 'config.json: it is empty'],
    ['{"a": ', 'config.json: it is not JSON'],
    ['[]', 'config.json: it is not a JSON object'],
    ['<html></html>', 'config.json: it is a web page'],
  ])('that reads %j is refused by name', (text, message) => {
    expect(() => openWeights(tinyFolder({ extra: { 'config.json': text } }, smallest))).toThrow(message);
  });

  it('that is missing is asked for by name', () => {
    const folder = tinyFolder({}, smallest);
    rmSync(join(folder, 'config.json'));
    expect(() => openWeights(folder)).toThrow(/config\.json: there is no such file; fetch the model again$/);
  });
});
