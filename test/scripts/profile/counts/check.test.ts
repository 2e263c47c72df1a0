import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accept, acceptedFile, countAll, judgeCount, readAccepted } from '../../../../scripts/profile/counts/check.js';
import { countDependencies, countStartFiles } from '../../../../scripts/profile/counts/counters.js';
import { sources, type Gauge } from '../../../../scripts/profile/counts/gauges.js';
import { projectRoot } from '../../../fixtures/parley.js';

const bytes: Gauge = { name: 'a.bytes', better: 'less', share: 0.1, besides: 5 };
const share: Gauge = { name: 'a.accuracy', better: 'more', share: 0, besides: 0.01 };
const { signal } = new AbortController();

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'parley-counts-'));
  mkdirSync(dirname(join(root, acceptedFile)), { recursive: true });
  writeFileSync(join(root, acceptedFile), '{"a.bytes": 100, "b.kept": 7}');
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

describe('a count', () => {
  it.each([
    [bytes, 100, 115, 'same'],
    [bytes, 100, 116, 'worse'],
    [bytes, 100, 84, 'better'],
    [bytes, 0, 5, 'same'],
    [share, 0.9, 0.88, 'worse'],
    [share, 0.9, 0.895, 'same'],
    [share, 0.9, 0.95, 'better'],
  ] as const)('of %j from %d to %d is %s', (gauge, before, after, verdict) => {
    expect(judgeCount(gauge, { before, after }).verdict).toBe(verdict);
  });

  it('that nobody has accepted is unknown, until it is, and the others stay', async () => {
    const count = (): Promise<Record<string, unknown>> => Promise.resolve({ bytes: 200, accuracy: 0.5 });
    const all = [{ name: 'a', count, gauges: [bytes, share] }];
    const counts = await countAll(all, readAccepted(root), { root, signal });
    expect(counts.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['a.bytes', 'worse'],
      ['a.accuracy', 'unknown'],
    ]);
    accept(root, readAccepted(root), counts);
    expect(readAccepted(root)).toEqual({ 'a.bytes': 200, 'b.kept': 7, 'a.accuracy': 0.5 });
    const again = await countAll(all, readAccepted(root), { root, signal });
    expect(again.every(({ verdict }) => verdict === 'same')).toBe(true);
  });

  it('that is not there is no pass', async () => {
    const all = [{ name: 'a', count: () => Promise.resolve({ bytes: 'many' }), gauges: [bytes] }];
    await expect(countAll(all, {}, { root, signal })).rejects.toThrow('a gives no number a.bytes, but "many"');
  });
});

describe('the counters', () => {
  it('see what package.json and the lock file name', async () => {
    const { dependencies } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    const { direct, installed } = await countDependencies({ root: projectRoot, signal });
    expect(direct).toBe(Object.keys(dependencies).length);
    expect(installed).toBeGreaterThan(Object.keys(dependencies).length);
  });

  it('see the modules of a start: few, and its own among them', async () => {
    const { files } = await countStartFiles({ root: projectRoot, signal });
    expect(files).toBeGreaterThan(4);
    expect(files).toBeLessThan(40);
  });

  it('are named once, each under its source, and each has an accepted value', () => {
    const names = sources.flatMap(({ gauges }) => gauges.map(({ name }) => name));
    expect(new Set(names).size).toBe(names.length);
    for (const { name, gauges } of sources)
      for (const gauge of gauges) expect(gauge.name.startsWith(`${name}.`), gauge.name).toBe(true);
    expect(Object.keys(readAccepted(projectRoot)).sort()).toEqual(names.sort());
  });
});
