/** Voices on the runtime: parts equal the whole, the cache, and what is refused. */
import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, describe, expect, it } from 'vitest';
import { loadCutGraphs } from '../../../src/models/piper/graph-cache.js';
import { PiperVoice, type Utterance } from '../../../src/models/piper/voice.js';
import { planWindows } from '../../../src/models/piper/windows.js';
import { plain, tinyFolder, type TinyOptions } from './tiny-voice.js';

const ids = Array.from({ length: 40 }, (_, index) => (index * 7) % 30);
const folders: string[] = [];
async function folderOf(options: TinyOptions): Promise<string> {
  const folder = await tinyFolder(options);
  folders.push(folder);
  return folder;
}
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true });
});

const load = (modelFolder: string): Promise<PiperVoice> =>
  PiperVoice.load({ modelFolder, threads: 1, providers: ['cpu'] });

async function inWindows(sound: Utterance): Promise<number[]> {
  const parts: number[] = [];
  for (const window of planWindows({ from: 0, frames: sound.frames, frameMs: 10 }, 0.8)) {
    parts.push(...(await sound.decode(window)));
  }
  return parts;
}

async function whole(folder: string, speaker?: number): Promise<number[]> {
  const session = await InferenceSession.create(join(folder, 'tiny.onnx'));
  const long = (values: number[], dims: number[]): Tensor =>
    new Tensor('int64', BigInt64Array.from(values.map(BigInt)), dims);
  const { out } = await session.run({
    input: long(ids, [1, ids.length]),
    input_lengths: long([ids.length], [1]),
    scales: new Tensor('float32', Float32Array.of(0, 1, 0), [3]),
    ...(speaker === undefined ? {} : { sid: long([speaker], [1]) }),
  });
  return Array.from(out?.data as Float32Array);
}

function greatestDifference(left: readonly number[], right: readonly number[]): number {
  expect(left).toHaveLength(right.length);
  return Math.max(...left.map((sample, index) => Math.abs(sample - (right[index] ?? NaN))));
}

describe('a cut voice', () => {
  it('sounds in windows as it does whole', async () => {
    const folder = await folderOf(plain);
    const voice = await load(folder);
    expect(voice.uncutReason).toBeUndefined();
    const sound = await voice.speak(ids, { speed: 1, variation: 1, speaker: 0 });
    expect(sound).toMatchObject({ frames: 120, hopSamples: 4, durations: ids.map(() => 3) });
    expect(greatestDifference(await inWindows(sound), await whole(folder))).toBeLessThan(1e-5);
    await voice.close();
  });

  it('keeps its speakers apart', async () => {
    const folder = await folderOf({ ...plain, speakers: 3 });
    const voice = await load(folder);
    for (const speaker of [0, 2]) {
      const sound = await voice.speak(ids, { speed: 1, variation: 1, speaker });
      expect(greatestDifference(await inWindows(sound), await whole(folder, speaker))).toBeLessThan(1e-5);
    }
    expect(greatestDifference(await whole(folder, 0), await whole(folder, 2))).toBeGreaterThan(0.01);
    await voice.close();
  });

  it('tells no durations that do not add up to its frames', async () => {
    const voice = await load(await folderOf(plain));
    expect((await voice.speak(ids, { speed: 0.5, variation: 1, speaker: 0 })).durations).toBeUndefined();
    await voice.close();
  });
});

describe('a voice that cannot be cut', () => {
  it.each([
    [{ ...plain, upsamplers: false }, 'no transposed convolution leads to the output'],
    [{ ...plain, upsamplerPad: 0 }, 'a frame is not 4 samples'],
  ])('runs whole and says why', async (options, reason) => {
    const folder = await folderOf(options);
    const voice = await load(folder);
    expect(voice.uncutReason).toBe(reason);
    const sound = await voice.speak(ids, { speed: 1, variation: 1, speaker: 0 });
    expect(greatestDifference(await inWindows(sound), await whole(folder))).toBe(0);
    await voice.close();
  });
});

describe('the cache', () => {
  const cached = async (folder: string): Promise<string> => {
    const [key = ''] = await readdir(join(folder, 'graphs'));
    return join(folder, 'graphs', key);
  };
  const graphsOf = (folder: string): ReturnType<typeof loadCutGraphs> =>
    loadCutGraphs(join(folder, 'tiny.onnx'), folder, 'float32');

  it('is written once, without leftovers', async () => {
    const folder = await folderOf(plain);
    expect(await graphsOf(folder)).toMatchObject({ kept: 'disk' });
    const target = await cached(folder);
    expect((await readdir(target)).sort()).toEqual(['cut.json', 'decoder.onnx', 'flow.onnx', 'text.onnx']);
    expect(await readdir(join(folder, 'graphs'))).toHaveLength(1);
    const { mtimeMs } = await stat(join(target, 'cut.json'));
    await graphsOf(folder);
    expect((await stat(join(target, 'cut.json'))).mtimeMs).toBe(mtimeMs);
  });

  it.each(['decoder.onnx', 'flow.onnx', 'cut.json'])('is made anew when %s is damaged', async (name) => {
    const folder = await folderOf(plain);
    await graphsOf(folder);
    const path = join(await cached(folder), name);
    const good = await readFile(path);
    const bad = Buffer.from(good);
    bad[Math.floor(bad.length / 2)] = (bad[Math.floor(bad.length / 2)] ?? 0) ^ 0xff;
    await writeFile(path, bad);
    expect(await graphsOf(folder)).toMatchObject({ kept: 'disk' });
    expect(await readFile(path)).toEqual(good);
    await writeFile(path, '');
    await graphsOf(folder);
    expect(await readFile(path)).toEqual(good);
  });

  it('is cleared of what a killed process left long ago', async () => {
    const folder = await folderOf(plain);
    const [old, young] = ['old.part', 'young.part'].map((name) => join(folder, 'graphs', name));
    await mkdir(old ?? '', { recursive: true });
    await mkdir(young ?? '');
    await utimes(old ?? '', 1000, 1000);
    await graphsOf(folder);
    const left = await readdir(join(folder, 'graphs'));
    expect(left).toContain('young.part');
    expect(left).not.toContain('old.part');
  });

  it('is made anew when the weights change', async () => {
    const folder = await folderOf(plain);
    await graphsOf(folder);
    const other = await folderOf({ ...plain, speakers: 2 });
    await writeFile(join(folder, 'tiny.onnx'), await readFile(join(other, 'tiny.onnx')));
    expect(await graphsOf(folder)).toMatchObject({ seam: { decoder: { beside: ['g2'] } } });
  });

  it('stays in memory where the folder cannot be written', async () => {
    const folder = await folderOf(plain);
    // A file where the folder should be: refused for every user, root included.
    await writeFile(join(folder, 'graphs'), '');
    expect(await graphsOf(folder)).toMatchObject({ kept: 'memory' });
    const voice = await load(folder);
    const sound = await voice.speak(ids, { speed: 1, variation: 1, speaker: 0 });
    expect(greatestDifference(await inWindows(sound), await whole(folder))).toBeLessThan(1e-5);
    await voice.close();
  });
});

describe('what is refused', () => {
  it('an empty folder', async () => {
    const folder = await folderOf(plain);
    await mkdir(join(folder, 'empty'));
    await expect(load(join(folder, 'empty'))).rejects.toThrow(/got no \.onnx file, wanted exactly one voice/);
    await expect(load(join(folder, 'absent'))).rejects.toThrow(/got no \.onnx file/);
  });

  it('two voices in one folder, unless one is named', async () => {
    const folder = await folderOf(plain);
    await writeFile(join(folder, 'other.onnx'), '');
    await expect(load(folder)).rejects.toThrow(/got other\.onnx, tiny\.onnx|got tiny\.onnx, other\.onnx/);
    const named = await load(join(folder, 'tiny.onnx'));
    expect(named.name).toBe('tiny');
    await named.close();
    await expect(load(join(folder, 'gone.onnx'))).rejects.toThrow(/gone\.onnx\.json: cannot be read/);
  });

  it('weights that are no graph', async () => {
    const folder = await folderOf(plain);
    await writeFile(join(folder, 'tiny.onnx'), '');
    await expect(load(folder)).rejects.toThrow(/tiny\.onnx: .*fetch the voice again/);
  });

  it('a description that is missing, no JSON, or not one of a voice', async () => {
    const folder = await folderOf(plain);
    const path = join(folder, 'tiny.onnx.json');
    await writeFile(path, '{');
    await expect(load(folder)).rejects.toThrow(/not JSON/);
    await writeFile(path, '{"audio":{"sample_rate":"fast"},"espeak":{"voice":"en"},"phoneme_id_map":{}}');
    await expect(load(folder)).rejects.toThrow(/audio\.sample_rate/);
    await writeFile(path, '{"audio":{"sample_rate":16000},"espeak":{"voice":"en"},"phoneme_id_map":{"_":[0]}}');
    await expect(load(folder)).rejects.toThrow(/phoneme_id_map lacks \^ \$/);
    await rm(path);
    await expect(load(folder)).rejects.toThrow(/tiny\.onnx\.json: cannot be read \(ENOENT\)/);
  });
});
