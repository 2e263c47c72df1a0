/** The same model is the same recogniser, whether its weights come from CTranslate2 or from Hugging Face. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeHuggingFace, type FolderOptions } from '../models/whisper/hugging-face-folder.js';
import { distilled, tinyConfig, tinyFolder } from '../models/whisper/tiny-whisper.js';
import { canHear, loadEngine, readClip, sttFolder, transcribe } from './stt-clips.js';

const scratch = mkdtempSync(join(tmpdir(), 'parley-stt-safetensors-'));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

/** Digests of the graphs that were written in a folder, by their names. */
function graphsOf(folder: string): Record<string, string> {
  const [key = ''] = readdirSync(join(folder, 'graphs'));
  const digests = JSON.parse(readFileSync(join(folder, 'graphs', key, 'manifest.json'), 'utf8')) as object;
  return Object.fromEntries(Object.entries(digests).filter(([name]) => name.endsWith('.onnx')));
}

/** Loads the folder, so that its graphs are written, and hears a clip. */
async function hear(folder: string, clip: string, options: object = {}): Promise<string> {
  const engine = await loadEngine('', { modelFolder: folder, ...options });
  const { text } = await transcribe(engine, await readClip(clip));
  await engine.close?.();
  return text;
}

const clip = 'en_read_whisper_jfk.wav';
const variants: readonly (readonly [string, FolderOptions])[] = [
  ['half precision', { dtype: 'F16', vocabulary: 'vocab.json' }],
  ['float32 in three shards', { dtype: 'F32', shards: 3, vocabulary: 'tokenizer.json' }],
];

describe.each([
  { id: 'whisper-tiny.en', forms: variants },
  { id: 'whisper-base', forms: variants.slice(0, 1) },
])('$id', ({ id, forms }) => {
  const present = canHear(id);
  const original = join(scratch, id);
  let wanted = '';

  beforeAll(async () => {
    if (!present) return;
    // Links, so that the graphs of this test do not lie among those that are in use.
    mkdirSync(original);
    for (const name of ['model.bin', 'config.json', 'vocabulary.txt']) {
      symlinkSync(join(sttFolder(id), name), join(original, name));
    }
    wanted = await hear(original, clip);
  });

  it.skipIf(!present).each(forms)('is byte for byte the same from safetensors in %s', async (name, options) => {
    const folder = join(scratch, `${id} ${name}`);
    writeHuggingFace(sttFolder(id), folder, options);
    expect(await hear(folder, clip)).toBe(wanted);
    expect(wanted).toMatch(/ask not what your country can do for you/i);
    expect(Object.keys(graphsOf(original)).length).toBeGreaterThan(1);
    expect(graphsOf(folder)).toEqual(graphsOf(original));
    rmSync(folder, { recursive: true });
  });
});

describe('bfloat16 without the output layer', () => {
  it.skipIf(!canHear('whisper-tiny.en'))('hears the same words', async () => {
    const folder = join(scratch, 'bfloat16');
    writeHuggingFace(sttFolder('whisper-tiny.en'), folder, { dtype: 'BF16', prefix: '', vocabulary: 'tokenizer.json' });
    const text = await hear(folder, clip);
    expect(text).toMatch(/ask not what your country can do for you/i);
  });
});

describe('a distilled large-v3 of random weights', () => {
  const noise = Float32Array.from({ length: 16_000 }, (_, i) => 0.3 * Math.sin(i * i));

  it.each(['int8', 'float32'])('runs in %s: 128 bands, 51,866 tokens, fewer decoder layers', async (computeType) => {
    const engine = await loadEngine('', { modelFolder: tinyFolder(), computeType, language: 'yue' });
    const { text, language } = await transcribe(engine, noise, 'yue');
    expect(language).toBe('yue');
    // Random weights say random words, but only those of the vocabulary.
    expect(text).toMatch(/^( ?word\d+)*$/);
    await engine.close?.();
  });

  it('runs with nine heads of one size and another number of layers', async () => {
    const sizes = { ...distilled, width: 72, heads: 9, encoderLayers: 1, decoderLayers: 3, melBands: 80 };
    const engine = await loadEngine('', { modelFolder: tinyFolder({}, sizes), language: 'auto' });
    await transcribe(engine, noise, 'auto');
    await engine.close?.();
  });

  it('is refused by name before it is loaded when a file does not fit', async () => {
    const extra = { 'config.json': { ...tinyConfig(distilled), encoder_layers: 32 } };
    await expect(loadEngine('', { modelFolder: tinyFolder({ extra }) })).rejects.toThrow(
      /^model file \S+config\.json: encoder_layers is 32, the weights say 2; fetch the model again$/,
    );
  });
});
