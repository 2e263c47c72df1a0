/** The memory of a machine that is too slow. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readVerdict, writeVerdict } from '../../../src/models/kokoro/verdict.js';

const setup = { threads: 1, provider: 'cpu' };
const dayMs = 86_400_000;

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'verdict-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

describe('the verdict', () => {
  it('holds for a day and for the same setup', async () => {
    const folder = await newFolder();
    await writeVerdict(folder, setup, { rtf: 1.15, nowMs: 1000 });
    expect(await readVerdict(folder, setup, 1000)).toBe(1.15);
    expect(await readVerdict(folder, setup, 999 + dayMs)).toBe(1.15);
    expect(await readVerdict(folder, setup, 1000 + dayMs)).toBeUndefined();
    expect(await readVerdict(folder, setup, 500)).toBeUndefined();
    expect(await readVerdict(folder, { ...setup, threads: 2 }, 1000)).toBeUndefined();
    expect(await readdir(folder)).toHaveLength(1);
  });

  it('is none where there is none, a damaged one, or nowhere to write', async () => {
    const folder = await newFolder();
    expect(await readVerdict(folder, setup, 0)).toBeUndefined();
    await writeFile(join(folder, '.too-slow.json'), '{"rtf":');
    expect(await readVerdict(folder, setup, 0)).toBeUndefined();
    await writeVerdict(join(folder, 'nowhere'), setup, { rtf: 1, nowMs: 0 });
    expect(await readVerdict(join(folder, 'nowhere'), setup, 0)).toBeUndefined();
  });
});
