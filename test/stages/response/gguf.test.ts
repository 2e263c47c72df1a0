/** Wrong and damaged model files are refused in one line before native code sees them. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkGguf } from '../../../src/stages/response/llama/gguf.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-gguf-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

function header(magic: string, version: number, tensors: bigint): Buffer {
  const bytes = Buffer.alloc(4096);
  bytes.write(magic, 'latin1');
  bytes.writeUInt32LE(version, 4);
  bytes.writeBigUInt64LE(tensors, 8);
  bytes.writeBigUInt64LE(10n, 16);
  return bytes;
}

describe('checkGguf', () => {
  it.each([
    ['empty', Buffer.alloc(0), 'is 0 bytes long'],
    ['short', Buffer.from('GGUF'), 'is 4 bytes long'],
    ['web page', Buffer.from('<!DOCTYPE html><html><body>not found</body></html>'), 'begins with "<!DO"'],
    ['old', header('GGUF', 1, 5n), 'has GGUF version 1'],
    ['no tensors', header('GGUF', 3, 0n), 'lists 0 tensors'],
    ['cut off', header('GGUF', 3, 272n), 'is 4096 bytes long, too short for 272 tensors'],
  ])('refuses a file that is %s', async (name, bytes, wanted) => {
    const path = join(folder, `${name}.gguf`);
    await writeFile(path, bytes);
    await expect(checkGguf(path)).rejects.toThrow(`language model ${path} ${wanted}; wanted a whole GGUF model`);
  });
  it('refuses a missing file and a folder', async () => {
    await expect(checkGguf(join(folder, 'none.gguf'))).rejects.toThrow('does not exist');
    await expect(checkGguf(folder)).rejects.toThrow('is not a file');
  });
  it('takes a header that fits', async () => {
    const path = join(folder, 'good.gguf');
    await writeFile(path, header('GGUF', 3, 5n));
    await expect(checkGguf(path)).resolves.toBeUndefined();
  });
});
