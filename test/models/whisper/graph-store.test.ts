/** Written graphs are kept, checked and, where they are damaged, written again. */
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { openModelFile } from '../../../src/models/ctranslate2/model-file.js';
import { graphKey, loadGraphs, type GraphFiles } from '../../../src/models/whisper/graph-store.js';
import { modelBytes, smallModel } from '../ctranslate2/model-bytes.js';

const files: GraphFiles = new Map([
  ['encoder.onnx', new Uint8Array([1, 2, 3])],
  ['silence.f32', new Uint8Array([4, 5])],
]);
let folder = '';
let builds = 0;

const load = () =>
  loadGraphs(folder, 'key', async () => {
    builds++;
    return files;
  });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-graphs-'));
  builds = 0;
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
});

describe('loadGraphs', () => {
  it('builds once, then reads what it stored', async () => {
    await load();
    const again = await load();
    expect(builds).toBe(1);
    expect(again.bytes).toBe(5);
    expect(Buffer.from(again.files.get('encoder.onnx') ?? [])).toEqual(Buffer.from([1, 2, 3]));
    expect(readdirSync(join(folder, 'graphs'))).toEqual(['key']);
  });

  it.each(['encoder.onnx', 'silence.f32', 'manifest.json'])('builds again when %s is damaged', async (name) => {
    await load();
    writeFileSync(join(folder, 'graphs', 'key', name), 'x');
    const { files: rebuilt } = await load();
    expect(builds).toBe(2);
    expect([...rebuilt.keys()]).toEqual([...files.keys()]);
    await load();
    expect(builds).toBe(2);
  });

  it('keeps the graphs in memory where it may not write, and says so', async () => {
    // A file where the folder should be: refused for root, too, whom no permission stops.
    writeFileSync(join(folder, 'graphs'), '');
    chmodSync(folder, 0o500);
    const { files: kept, unsaved } = await load();
    chmodSync(folder, 0o700);
    expect(kept).toBe(files);
    expect(unsaved).toMatch(/EEXIST|ENOTDIR|EACCES/);
    expect(statSync(join(folder, 'graphs')).isFile()).toBe(true);
  });
});

describe('graphKey', () => {
  it('differs by weights, compute type and what else decides the graphs', () => {
    const keyOf = (bytes: Buffer, type: string, about?: unknown): string => {
      const path = join(folder, 'model.bin');
      writeFileSync(path, bytes);
      const file = openModelFile(path);
      const key = graphKey(file, type, about);
      file.close();
      return key;
    };
    const large = { name: 'w', shape: [20_000], typeId: 0, data: Buffer.alloc(80_000) };
    const bytes = modelBytes([...smallModel, large]);
    const changed = Buffer.from(bytes);
    changed.fill(1, 10_000, 60_000);
    const renamed = modelBytes([...smallModel, { ...large, name: 'v' }]);
    const keys = [
      keyOf(bytes, 'int8'),
      keyOf(bytes, 'float32'),
      keyOf(changed, 'int8'),
      keyOf(renamed, 'int8'),
      keyOf(bytes, 'int8', { heads: 6 }),
      keyOf(bytes, 'int8', { heads: 8 }),
    ];
    expect(new Set(keys).size).toBe(keys.length);
    expect(keyOf(bytes, 'int8')).toBe(keys[0]);
  });
});
