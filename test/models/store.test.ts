/** The store: where it is, what it finds, what it believes. */
import { mkdir, readdir, readFile, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isModelPath, modelsFolder } from '../../src/models/store.js';
import type { ModelStore } from '../../src/models/store.js';
import { entryOf, fileOf, randomBody, scratchStore } from '../fixtures/model-server.js';

const body = randomBody(50_000);
const extra = randomBody(100);
const files = [fileOf('model.bin', body), fileOf('config.json', extra)];

describe('modelsFolder', () => {
  it('is PARLEY_MODELS if set, with ~ expanded', () => {
    expect(modelsFolder({ PARLEY_MODELS: '/somewhere' })).toBe('/somewhere');
    expect(modelsFolder({ PARLEY_MODELS: '~/weights' })).toBe(join(homedir(), 'weights'));
  });

  it.runIf(process.platform === 'linux')("is parley/models in the user's cache folder otherwise", () => {
    expect(modelsFolder({})).toBe(join(homedir(), '.cache/parley/models'));
    expect(modelsFolder({ PARLEY_MODELS: '', XDG_CACHE_HOME: '/c' })).toBe('/c/parley/models');
    expect(modelsFolder({ XDG_CACHE_HOME: 'relative' })).toBe(join(homedir(), '.cache/parley/models'));
  });
});

describe('isModelPath', () => {
  it.each(['/a/b.gguf', './x', '~/x.onnx', 'dir/x', 'C:\\x'])('takes %s for a path', (ref) => {
    expect(isModelPath(ref)).toBe(true);
  });
  it.each(['whisper-tiny.en', 'qwen2.5-1.5b-instruct'])('takes %s for an id', (ref) => {
    expect(isModelPath(ref)).toBe(false);
  });
});

describe('ModelStore', () => {
  let store: ModelStore;
  let remove: () => Promise<void>;
  let folder: string;
  beforeEach(async () => {
    ({ store, remove } = await scratchStore([entryOf('m', files, [{ https: 'https://example.org/' }])]));
    folder = store.folderOf('m');
  });
  afterEach(async () => {
    await remove();
  });
  const fill = async (): Promise<void> => {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'model.bin'), body);
    await writeFile(join(folder, 'config.json'), extra);
  };

  it('finds nothing in a folder that does not exist', async () => {
    expect(await store.locate('m')).toMatchObject({
      state: 'missing',
      problem: 'model.bin is missing; config.json is missing',
    });
  });

  it('calls a model missing while a file is missing, and damaged when one has the wrong size', async () => {
    await fill();
    await writeFile(join(folder, 'model.bin'), body.subarray(1));
    expect(await store.locate('m')).toMatchObject({
      state: 'damaged',
      problem: 'model.bin has 49999 bytes, 50000 wanted',
    });
  });

  it('lists the files of a present model, the main one first, unverified until verified', async () => {
    await fill();
    const found = await store.locate('m');
    expect(found).toMatchObject({ state: 'present', verified: false });
    expect(found.files).toEqual([join(folder, 'model.bin'), join(folder, 'config.json')]);
    expect(await store.verify('m')).toMatchObject({ state: 'present', verified: true });
    expect(await store.locate('m')).toMatchObject({ state: 'present', verified: true });
  });

  it('counts the bytes it reads', async () => {
    await fill();
    const seen: number[] = [];
    await store.verify('m', { onBytes: (bytes) => seen.push(bytes) });
    expect(seen.at(-1)).toBe(body.length + extra.length);
  });

  it('no longer believes a stamp once the file was written again', async () => {
    await fill();
    await store.verify('m');
    await utimes(join(folder, 'model.bin'), new Date(), new Date(Date.now() + 5000));
    expect((await store.locate('m')).verified).toBe(false);
  });

  it('finds one flipped bit even when size and time are unchanged, and forgets the stamp', async () => {
    await fill();
    await store.verify('m');
    const path = join(folder, 'model.bin');
    const { atime, mtime } = await stat(path);
    const flipped = Buffer.from(body);
    flipped[31_000] = (flipped[31_000] ?? 0) ^ 4;
    await writeFile(path, flipped);
    await utimes(path, atime, mtime);
    const found = await store.verify('m');
    expect(found.state).toBe('damaged');
    expect(found.problem).toMatch(/^model\.bin \(50\.0 kB\) has sha256 [0-9a-f]{12}…, [0-9a-f]{12}… wanted$/);
    expect((await store.locate('m')).verified).toBe(false);
  });

  it('takes a torn stamp for none', async () => {
    await fill();
    await store.verify('m');
    await writeFile(join(folder, '.verified.json'), '{"model.bin": {"bytes"');
    expect(await store.locate('m')).toMatchObject({ state: 'present', verified: false });
  });

  it('follows links, and takes a broken one for a missing file', async () => {
    await fill();
    const elsewhere = join(store.folder, 'elsewhere.bin');
    await writeFile(elsewhere, body);
    const linked = join(store.folder, 'm2');
    await mkdir(linked);
    await symlink(elsewhere, join(linked, 'model.bin'));
    await symlink(join(store.folder, 'nowhere'), join(linked, 'config.json'));
    const { store: second } = { store: new (store.constructor as typeof ModelStore)(store.folder, store.catalog) };
    expect(await second.locate(join(linked, 'model.bin'))).toMatchObject({ state: 'present' });
    expect(await second.locate(join(linked, 'config.json'))).toMatchObject({ state: 'missing' });
  });

  it("takes a user's own file or folder in place of an id", async () => {
    await fill();
    expect(await store.locate(join(folder, 'model.bin'))).toMatchObject({ state: 'present', folder });
    const whole = await store.locate(`${folder}/`);
    expect(whole.files).toEqual([join(folder, 'config.json'), join(folder, 'model.bin')]);
  });

  it("says what is wrong with a user's own path", async () => {
    await mkdir(join(folder, 'empty'), { recursive: true });
    await writeFile(join(folder, 'zero.gguf'), '');
    const problems = await Promise.all(
      ['zero.gguf', 'empty', 'nothing'].map((name) => store.locate(join(folder, name))),
    );
    expect(problems.map((item) => item.problem)).toEqual([
      'zero.gguf is empty (0 bytes)',
      `${join(folder, 'empty')} is empty`,
      `${join(folder, 'nothing')} does not exist`,
    ]);
  });

  it('picks the first present of a list of preferences', async () => {
    await fill();
    const { found, absent } = await store.firstPresent(['./nothing', 'm']);
    expect(found?.ref).toBe('m');
    expect(absent.map((item) => item.ref)).toEqual(['./nothing']);
    expect((await store.firstPresent(['./nothing'])).found).toBeUndefined();
  });

  it('refuses an unknown id with the nearest one', async () => {
    await expect(store.locate('n')).rejects.toThrow('unknown model "n", did you mean "m"?');
  });

  it('leaves only the files and the stamp behind', async () => {
    await fill();
    await store.verify('m');
    expect((await readdir(folder)).sort()).toEqual(['.verified.json', 'config.json', 'model.bin']);
    expect(JSON.parse(await readFile(join(folder, '.verified.json'), 'utf8'))).toHaveProperty(['model.bin', 'sha256']);
  });
});
