/** Model files are read whole or refused with one line, at whatever byte they end. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { openModelFile } from '../../../src/models/ctranslate2/model-file.js';
import { modelBytes, smallModel } from './model-bytes.js';

const folder = mkdtempSync(join(tmpdir(), 'parley-ct2-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function store(bytes: Buffer): string {
  const path = join(folder, 'model.bin');
  writeFileSync(path, bytes);
  return path;
}

describe('openModelFile', () => {
  it('finds every variable, its shape, its bytes and its aliases', () => {
    const file = openModelFile(store(modelBytes(smallModel, { aliases: [['b/weight', 'a/weight']] })));
    expect(file.spec).toBe('WhisperSpec');
    expect(file.revision).toBe(3);
    const weight = file.variables.get('a/weight');
    expect(weight).toMatchObject({ shape: [2, 3], elementType: 'float16', lengthBytes: 12 });
    expect(file.variables.get('b/weight')).toBe(weight);
    expect(file.read(weight as NonNullable<typeof weight>)).toEqual(smallModel[0]?.data);
    expect(file.variables.get('heads')).toMatchObject({ shape: [], elementType: 'int16' });
    file.close();
  });

  it('refuses a file that ends anywhere before its end', () => {
    const bytes = modelBytes(smallModel, { aliases: [['b/weight', 'a/weight']] });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: bytes.length - 1 }), (length) => {
        const path = store(bytes.subarray(0, length));
        expect(() => openModelFile(path)).toThrow(path);
      }),
    );
  });

  it.each([
    ['bytes behind the end', Buffer.concat([modelBytes(smallModel), Buffer.alloc(3)]), '3 bytes after its end'],
    ['another version', modelBytes(smallModel, { version: 5 }), 'binary version 5, wanted 6'],
    ['no model at all', Buffer.from('<!doctype html><html>not found</html>'), 'a web page, not the weights'],
    ['other bytes', Buffer.from('some text that is no model'), 'not a CTranslate2 model.bin'],
    ['a PyTorch model.bin', Buffer.from('PK\x03\x04 archive'), 'use a folder with model.safetensors'],
    ['an alias of nothing', modelBytes(smallModel, { aliases: [['x', 'y']] }), 'alias x names y'],
    ['an unknown type', modelBytes([{ name: 'a', shape: [1], typeId: 9, data: Buffer.alloc(4) }]), 'unknown type id 9'],
    ['a wrong length', modelBytes([{ name: 'a', shape: [2], typeId: 0, data: Buffer.alloc(4) }]), 'wants 8'],
  ])('refuses %s in one line', (_, bytes, message) => {
    const path = store(bytes);
    expect(() => openModelFile(path)).toThrow(message);
    expect(() => openModelFile(path)).toThrow(/^[^\n]+$/);
  });

  it('never takes damaged headers for something it then reads past the end', () => {
    const bytes = modelBytes(smallModel);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const damaged = Buffer.from(bytes);
        damaged[at] = (damaged[at] ?? 0) ^ flip;
        const path = store(damaged);
        try {
          const file = openModelFile(path);
          for (const variable of file.variables.values())
            expect(file.read(variable)).toHaveLength(variable.lengthBytes);
          file.close();
        } catch (error) {
          expect((error as Error).message).toContain(path);
        }
      }),
    );
  });
});
