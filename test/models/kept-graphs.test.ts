/** What lies beside weights goes when nobody uses it any longer, and not before. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { markUsed, sweepUnused } from '../../src/models/kept-graphs.js';

const DAY_S = 24 * 3600;
let folder = '';

function leave(name: string, ageSeconds: number): void {
  const at = Date.now() / 1000 - ageSeconds;
  mkdirSync(join(folder, name, 'inner'), { recursive: true });
  utimesSync(join(folder, name), at, at);
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-kept-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
});

it('removes graphs that were not used for a month, and drafts that are older than an hour', async () => {
  leave('lately', 29 * DAY_S);
  leave('long-ago', 31 * DAY_S);
  leave('young.part', 600);
  leave('old.part', 2 * 3600);
  await sweepUnused(folder);
  expect(readdirSync(folder).sort()).toEqual(['lately', 'young.part']);
});

it('keeps what was used again', async () => {
  leave('long-ago', 31 * DAY_S);
  await markUsed(join(folder, 'long-ago'));
  await sweepUnused(folder);
  expect(readdirSync(folder)).toEqual(['long-ago']);
});

it('is content where there is nothing', async () => {
  await markUsed(join(folder, 'nothing'));
  await sweepUnused(join(folder, 'nothing'));
  expect(readdirSync(folder)).toEqual([]);
});
