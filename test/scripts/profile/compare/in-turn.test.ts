import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runInTurn } from '../../../../scripts/profile/compare/in-turn.js';
import { buildVersion, copyBuild, findCommit } from '../../../../scripts/profile/compare/version.js';
import { projectRoot } from '../../../fixtures/parley.js';

const report = '{"bench":"x","machine":{"cpu":"c","cores":1,"loadavg":0,"node":"v"},"settings":{},"facts":{},';
const { signal } = new AbortController();
const onProgress = (): void => undefined;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-in-turn-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** A program that writes down when it ran, and prints a report with its own figure. */
function program(name: string, p50: number): string {
  const log = join(folder, 'log');
  const place = join(folder, name);
  write(
    join(place, 'dist/src/cli/main.js'),
    `require('node:fs').appendFileSync(${JSON.stringify(log)}, '${name}');
     if (process.argv.includes('--break')) { console.error('no such option'); process.exit(2); }
     require('node:fs').writeFileSync(${JSON.stringify(`${log}-speech`)}, process.env.PARLEY_SPEECH ?? '');
     console.log('not this line');
     console.log('${report}"rows":[{"name":"r","unit":"ms","p50":${p50}}]}');`,
  );
  return place;
}

describe('runs in turn', () => {
  it('go A B, B A, A B, behind one of each for nothing', async () => {
    const [before, after] = [program('A', 1), program('B', 2)];
    const pairs = await runInTurn({ before, after, args: ['bench', 'x'], pairs: 3, signal, onProgress });
    expect(readFileSync(join(folder, 'log'), 'utf8')).toBe('ABABBAAB');
    expect(pairs.map((pair) => [pair.before.rows[0]?.p50, pair.after.rows[0]?.p50])).toEqual([
      [1, 2],
      [1, 2],
      [1, 2],
    ]);
  });

  it('find the recordings that this checkout finds', async () => {
    const speech = process.env['PARLEY_SPEECH'] ?? join(projectRoot, '../shared/speech/manifest.jsonl');
    const [before, after] = [program('E', 1), program('F', 2)];
    await runInTurn({ before, after, args: ['bench', 'x'], pairs: 1, signal, onProgress });
    expect(readFileSync(join(folder, 'log-speech'), 'utf8')).toBe(existsSync(speech) ? speech : '');
  });

  it('say what a version said that cannot do it', async () => {
    const [before, after] = [program('C', 1), program('D', 2)];
    const run = runInTurn({ before, after, args: ['bench', 'x', '--break'], pairs: 1, signal, onProgress });
    await expect(run).rejects.toThrow(/^parley bench x --break in .*C: no such option$/);
  });
});

describe('a version of git', () => {
  const git = (...args: string[]): string => execFileSync('git', ['-C', join(folder, 'repo'), ...args]).toString();
  const built = 'dist/main.js';

  it('is taken out of it and built, and the checkout stays as it is', async () => {
    const root = join(folder, 'repo');
    write(join(root, 'package.json'), '{"name": "x", "type": "module"}');
    write(join(root, 'package-lock.json'), '{}');
    write(
      join(root, 'tsconfig.json'),
      '{"compilerOptions": {"outDir": "dist", "rootDir": ".", "composite": true, "types": []}, "files": ["main.ts"]}',
    );
    write(join(root, 'main.ts'), 'export const version: number = 1;\n');
    git('init', '--quiet');
    git('add', '.');
    git('-c', 'user.name=a', '-c', 'user.email=a@example.org', 'commit', '--quiet', '-m', 'first');
    symlinkSync(join(projectRoot, 'node_modules'), join(root, 'node_modules'));
    write(join(root, 'main.ts'), 'export const version: number = 2;\n');
    write(join(root, built), 'this build');

    const commit = await findCommit(root, 'HEAD');
    expect(commit).toBe(git('rev-parse', 'HEAD').trim());
    expect(await findCommit(root, 'nothing')).toBeUndefined();
    expect(await findCommit(root, '--help')).toBeUndefined();
    const place = await buildVersion(commit ?? '', { root, signal, onProgress });
    expect(readFileSync(join(place.folder, built), 'utf8')).toContain('version = 1');
    const copy = await copyBuild(root);
    expect(readFileSync(join(copy.folder, built), 'utf8')).toBe('this build');
    expect(existsSync(join(copy.folder, 'node_modules/typescript'))).toBe(true);
    await place.remove();
    await copy.remove();
    expect([existsSync(place.folder), existsSync(copy.folder)]).toEqual([false, false]);
    expect(readFileSync(join(root, built), 'utf8')).toBe('this build');
    expect(git('worktree', 'list').trim().split('\n').length).toBe(1);
  });
});
