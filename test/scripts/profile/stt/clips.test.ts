/** Manifests: where they are looked for, what is wrong with a line, which clips are chosen. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chooseClips, findManifest, readManifest, type Clip } from '../../../../scripts/profile/stt/clips.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'clips-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function write(...lines: string[]): string {
  const path = join(folder, 'manifest.jsonl');
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

describe('a manifest', () => {
  it('is the one named, else the one of the environment', () => {
    const path = write('{}');
    expect(findManifest(path, '/nowhere', {})).toBe(path);
    expect(findManifest(undefined, '/nowhere', { PARLEY_SPEECH: folder })).toBe(path);
    expect(() => findManifest(undefined, '/nowhere/at/all', {})).toThrow(
      /^no recordings to measure with: name one with --manifest FILE or PARLEY_SPEECH/,
    );
    expect(() => findManifest('/nowhere.jsonl', folder, {})).toThrow(/^no manifest \/nowhere\.jsonl: name one/);
  });

  it('gives clips beside it', () => {
    const path = write('{"file":"a.wav","text":"stop","lang":"en","kind":"command","seconds":1}', '');
    expect(readManifest(path)).toEqual([
      { file: 'a.wav', text: 'stop', lang: 'en', kind: 'command', path: join(folder, 'a.wav') },
    ]);
  });

  it('names the line that is wrong', () => {
    expect(() => readManifest(write('{"file":"a.wav","text":null,"lang":"en","kind":"read"}', 'a.wav'))).toThrow(
      `${join(folder, 'manifest.jsonl')}:2: no JSON; wanted one object a line with file, text, lang and kind`,
    );
    expect(() => readManifest(write('{"file":"a.wav","text":7,"lang":"en","kind":"read"}'))).toThrow(
      /manifest\.jsonl:1: text: /,
    );
  });
});

describe('the choice', () => {
  const clip = (file: string, lang: string | null, kind: string): Clip => ({
    file,
    lang,
    kind,
    text: null,
    path: file,
  });
  const clips = [
    ...['1', '2', '3', '4', '5', '6'].map((file) => clip(file, 'en', 'read')),
    ...[clip('fr', 'fr', 'read'), clip('hum', null, 'noise')],
  ];
  const files = (chosen: readonly Clip[]): string => chosen.map(({ file }) => file).join(' ');

  it('keeps noise with every language', () => {
    expect(files(chooseClips(clips, { language: 'fr' }))).toBe('fr hum');
    expect(files(chooseClips(clips, { kinds: ['noise'] }))).toBe('hum');
  });

  it('spreads a limit over all', () => {
    expect(files(chooseClips(clips, { language: 'en', kinds: ['read'], limit: 3 }))).toBe('1 3 5');
    expect(chooseClips(clips, { limit: 99 })).toHaveLength(clips.length);
  });
});
