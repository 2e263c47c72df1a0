import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { argumentsOfRuns } from '../../src/cli/bench-compare.js';
import { runParley } from '../fixtures/parley.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-baselines-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
const bench = (...args: string[]): ReturnType<typeof runParley> =>
  runParley(['bench', 'nlp', '--failures', '1', '--json', ...args], { PARLEY_DATA: folder });

describe('parley bench --save and --against', () => {
  it('keeps a report under a name, compares with it, and fails when something became worse', async () => {
    expect((await bench('--save', 'base')).code).toBe(0);
    const path = join(folder, 'baselines/nlp/base.json');
    const kept = JSON.parse(readFileSync(path, 'utf8')) as { rows: { p50: number }[]; facts: Record<string, number> };
    expect(kept).toMatchObject({ bench: 'nlp', rows: [{ name: 'match' }] });

    // The same machine may be ten times as busy by now: the count decides here.
    writeFileSync(path, JSON.stringify({ ...kept, facts: { ...kept.facts, 'accuracy.clean': 1.01 } }));
    const { code, stdout } = await bench('--against', 'base', '--least', '900');
    const last = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as unknown;
    expect(last).toMatchObject({ bench: 'nlp', against: 'base', worse: ['accuracy.clean'] });
    expect(code).toBe(1);
  });

  it('says in one line what it does not know', async () => {
    const { code, stdout, stderr } = await bench('--against', 'no-such-version');
    expect([code, stdout, stderr.trimEnd().split('\n').length]).toEqual([2, '', 1]);
    expect(stderr).toContain('no report of bench nlp is kept under that name');
    writeFileSync(join(folder, 'other.json'), '{"rows": 3}');
    const other = await bench('--against', join(folder, 'other.json'));
    expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('is no report of a benchmark')]);
    const bad = await bench('--save', '..');
    expect([bad.code, bad.stderr]).toEqual([2, expect.stringContaining('wanted letters, digits')]);
  });

  it('gives its runs the options that are not of the comparison', () => {
    const args = [
      'bench',
      'stt',
      '--against',
      'HEAD',
      '--limit',
      '3',
      '--pairs=4',
      '--json',
      '--least',
      '5',
      '--no-reference',
    ];
    expect(argumentsOfRuns(args)).toEqual(['bench', 'stt', '--limit', '3', '--no-reference']);
  });
});
