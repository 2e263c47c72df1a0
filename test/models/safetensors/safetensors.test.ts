/** Safetensors are read whole or refused with one line, whatever their header says and wherever they end. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { openSafetensors } from '../../../src/models/safetensors/tensors.js';
import { headerOf, safetensorsBytes, smallTensors, withHeader } from './safetensors-bytes.js';

const folder = mkdtempSync(join(tmpdir(), 'parley-safetensors-'));
const path = join(folder, 'model.safetensors');
const data = Buffer.concat(smallTensors.map((tensor) => tensor.data));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function store(bytes: Buffer | string, name = 'model.safetensors'): string {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

/** Opens and reads everything; the message when that is refused. */
function readAll(file: string): string | undefined {
  try {
    const opened = openSafetensors(file);
    for (const variable of opened.variables.values()) {
      expect(opened.read(variable)).toHaveLength(variable.lengthBytes);
    }
    opened.close();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** The small file with one tensor's entry changed. */
function changed(name: string, change: Record<string, unknown>): Buffer {
  const header = headerOf(smallTensors);
  header[name] = { ...(header[name] as object), ...change };
  return withHeader(JSON.stringify(header), data);
}

describe('openSafetensors', () => {
  it('finds every tensor, its shape, its type and its bytes, and no notes', () => {
    const file = openSafetensors(store(safetensorsBytes(smallTensors)));
    expect([...file.variables.keys()]).toEqual(['a.weight', 'a.bias', 'steps']);
    const weight = file.variables.get('a.weight');
    expect(weight).toMatchObject({ shape: [2, 3], elementType: 'float16', lengthBytes: 12 });
    expect(file.variables.get('steps')).toMatchObject({ shape: [], elementType: 'int64' });
    if (weight === undefined) return;
    expect(file.read(weight)).toEqual(smallTensors[0]?.data);
    expect(file.read(weight, 2, 4)).toEqual(smallTensors[0]?.data.subarray(2, 6));
    file.close();
  });

  it('takes tensors in any order and empty ones', () => {
    const empty = { name: 'none', dtype: 'F32', shape: [0, 4], data: Buffer.alloc(0) };
    const header = headerOf([empty, ...smallTensors]);
    const turned = Object.fromEntries(Object.entries(header).reverse());
    expect(readAll(store(withHeader(JSON.stringify(turned), data)))).toBeUndefined();
  });

  it('refuses a file that ends anywhere before its end', () => {
    const bytes = safetensorsBytes(smallTensors);
    for (let length = 0; length < bytes.length; length++) {
      expect(readAll(store(bytes.subarray(0, length)))).toMatch(/^model file \S+model\.safetensors: cut off: [^\n]+$/);
    }
  });

  it.each([
    ['bytes behind the end', Buffer.concat([safetensorsBytes(smallTensors), Buffer.alloc(3)]), '3 bytes after its end'],
    ['a huge header', Buffer.concat([Buffer.alloc(8, 0xff), data]), 'a header of 18446744073709551615 bytes'],
    ['a header that is no object', withHeader('[1, 2, 3]', data), 'does not begin with {'],
    ['a header that is no JSON', withHeader('{"a": NaN}', data), 'its header is not JSON'],
    ['a header that is no text', withHeader('{"a": 1}', data).fill(0xff, 9, 12), 'its header is not JSON'],
    ['no tensors', withHeader('{"__metadata__": {}}', Buffer.alloc(0)), 'no tensors in it'],
    ['an entry that is no object', withHeader('{"a": 3}', data), 'tensor a is not described by an object'],
    ['an unknown type', changed('a.bias', { dtype: 'F12' }), 'has dtype "F12", wanted one of F64, F32, F16, BF16'],
    ['a type that every object has', changed('a.bias', { dtype: 'constructor' }), 'has dtype "constructor"'],
    ['a negative size', changed('a.bias', { shape: [-2] }), 'has shape [-2]'],
    ['an endless size', changed('a.bias', { shape: [2 ** 40, 2 ** 40] }), 'wants more than any file holds'],
    ['a size that is no number', changed('a.bias', { shape: [null] }), 'has shape [null]'],
    [
      'a shape of another size',
      changed('a.bias', { shape: [3] }),
      'holds 8 bytes, its shape [3] of 4 bytes each wants 12',
    ],
    ['offsets the wrong way round', changed('a.bias', { data_offsets: [20, 12] }), 'holds -8 bytes'],
    [
      'offsets past the end',
      changed('steps', { data_offsets: [220, 228] }),
      '200 bytes before tensor steps belong to none',
    ],
    ['tensors over each other', changed('steps', { data_offsets: [12, 20] }), 'overlaps the one before it'],
    ['three offsets', changed('a.bias', { data_offsets: [12, 20, 28] }), 'wanted [begin, end]'],
  ])('refuses %s in one line', (_, bytes, message) => {
    const said = readAll(store(bytes));
    expect(said).toContain(message);
    expect(said).toMatch(/^model file \S+model\.safetensors: [^\n]+; fetch the model again$/);
  });

  it('refuses nesting without end in one line', () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    const header = `{"a":{"dtype":"F32","shape":${deep},"data_offsets":[0,4]}}`;
    expect(readAll(store(withHeader(header, Buffer.alloc(4))))).toContain('tensor a has shape nested too deep, wanted');
    expect(readAll(store(withHeader(`{"a":${'['.repeat(200_000)}`, data)))).toContain('its header is not JSON');
  });

  it.each([
    [
      'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 151061672\n',
      'a Git LFS pointer, not the weights',
    ],
    ['<!DOCTYPE html>\n<html><body>404</body></html>', 'a web page, not the weights'],
    ['{"error":"Repository not found"}', 'a JSON text, not the weights'],
    [Buffer.from('PK\x03\x04archive/data.pkl'), 'a PyTorch checkpoint or another zip archive'],
    [Buffer.from([0x80, 2, 0x8a, 10, 0x6c, 0xfc]), 'a pickled PyTorch checkpoint'],
    [Buffer.from('GGUF\x03\0\0\0'), 'a GGUF file'],
    [Buffer.from('lmgg\x99\xca\0\0'), 'a ggml file of whisper.cpp'],
    [Buffer.alloc(4096), 'filled with zeros'],
  ])('says what a file is that is something else: %#', (bytes, what) => {
    const said = readAll(store(bytes));
    expect(said).toContain(`model file ${path}: it is ${what}`);
    expect(said).toMatch(/^[^\n]+; (run git lfs pull|use a folder with model\.safetensors|fetch the model)[^\n]+$/);
  });

  it('says which file is missing, and that a folder is none', () => {
    expect(readAll(join(folder, 'none.safetensors'))).toMatch(/none\.safetensors: there is no such file; /);
    mkdirSync(join(folder, 'folder.safetensors'));
    expect(readAll(join(folder, 'folder.safetensors'))).toMatch(/folder\.safetensors: it is not a file; /);
  });

  it('never takes a damaged header for something it then reads past the end', () => {
    const bytes = safetensorsBytes(smallTensors);
    const flips = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 })), { minLength: 1 });
    fc.assert(
      fc.property(flips, (changes) => {
        const damaged = Buffer.from(bytes);
        for (const [at, flip] of changes) damaged[at] = (damaged[at] ?? 0) ^ flip;
        expect(readAll(store(damaged)) ?? `model file ${path}: fine`).toMatch(/^model file [^\n\u2028]+$/);
      }),
      { numRuns: 400 },
    );
  });

  it('refuses any nonsense in the place of an entry in one line', () => {
    const entry = fc.record(
      { dtype: fc.oneof(fc.constant('F32'), fc.jsonValue()), shape: fc.jsonValue(), data_offsets: fc.jsonValue() },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.string(), fc.oneof(entry, fc.jsonValue()), (name, value) => {
        const header = JSON.stringify({ ...headerOf(smallTensors), [name]: value });
        const said = readAll(store(withHeader(header, data)));
        // The name may be that of the notes, which may hold anything.
        if (name !== '__metadata__') expect(said).toMatch(/^model file [^\n\u2028]+$/);
      }),
      { numRuns: 400 },
    );
  });
});

describe('shards', () => {
  const [weight, bias, steps] = smallTensors;
  if (weight === undefined || bias === undefined || steps === undefined) throw new Error('no test tensors');
  const indexOf = (map: unknown): string => store(JSON.stringify({ metadata: {}, weight_map: map }), 'x.index.json');

  it('are read as one', () => {
    store(safetensorsBytes([weight]), 'one.safetensors');
    store(safetensorsBytes([bias, steps]), 'two.safetensors');
    const map = { 'a.weight': 'one.safetensors', 'a.bias': 'two.safetensors', steps: 'two.safetensors' };
    const file = openSafetensors(indexOf(map));
    for (const { name, data: wanted } of smallTensors) {
      const variable = file.variables.get(name);
      expect(variable && file.read(variable)).toEqual(wanted);
    }
    file.close();
  });

  it.each([
    [{ a: '../one.safetensors' }, 'in "../one.safetensors", wanted the plain name'],
    [{ a: '/etc/passwd' }, 'in "/etc/passwd", wanted the plain name'],
    [{ a: 'C:\\one.safetensors' }, 'wanted the plain name'],
    [{ a: '..' }, 'wanted the plain name'],
    [{ a: 'one\0.safetensors' }, 'wanted the plain name'],
    [{ a: 7 }, 'in 7, wanted the plain name'],
    [{}, 'its weight_map is empty'],
    [[], 'no weight_map in it'],
    [{ a: 'one.safetensors' }, 'it places tensor a in one.safetensors, which does not have it'],
    [{ a: 'gone.safetensors' }, 'gone.safetensors: there is no such file'],
  ])('refuses %j in one line', (map, message) => {
    store(safetensorsBytes([weight]), 'one.safetensors');
    expect(readAll(indexOf(map))).toContain(message);
    expect(readAll(indexOf(map))).toMatch(/^model file [^\n]+$/);
  });

  it('refuses an index that is no JSON, or a pointer to it', () => {
    expect(readAll(store('{"weight_map": ', 'y.index.json'))).toContain('y.index.json: it is not JSON');
    expect(readAll(store('version https://git-lfs.github.com', 'y.index.json'))).toContain('a Git LFS pointer');
    expect(readAll(store('', 'y.index.json'))).toContain('y.index.json: it is empty');
  });
});
