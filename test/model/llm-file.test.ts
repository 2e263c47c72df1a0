/** Damaged language models: llama.cpp's complaint arrives as one line, and the process lives. */
import { copyFile, mkdtemp, open, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../src/stages/response/llama-engine.js';
import { isPresent, modelPath } from './llm-model.js';

describe.skipIf(!isPresent)('a damaged language model', () => {
  let folder: string;
  let path: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-llm-'));
    path = join(folder, 'model.gguf');
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  const load = (): Promise<unknown> => createEngine({ modelPath: path, threads: 1, contextTokens: 256, gpu: false });

  it('that was cut off is named, with what is missing', async () => {
    await copyFile(modelPath, path);
    await truncate(path, 50_000_000);
    await expect(load()).rejects.toThrow(
      /^language model .*model\.gguf cannot be loaded \(.*bounds.*\); wanted a whole GGUF/,
    );
  });

  it('with a broken description is refused', async () => {
    await copyFile(modelPath, path);
    const file = await open(path, 'r+');
    await file.write(Buffer.alloc(2000, 0xff), 0, 2000, 24);
    await file.close();
    await expect(load()).rejects.toThrow(/^language model .*model\.gguf cannot be loaded \([^\n]+$/);
  });
});
