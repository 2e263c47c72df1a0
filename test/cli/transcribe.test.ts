import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runParley, samples } from '../fixtures/parley.js';

const folder = mkdtempSync(join(tmpdir(), 'parley-transcribe-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
const clip = join(samples, 'what-time-is-it.wav');

const mistakes: readonly (readonly [string, readonly string[], number, RegExp])[] = [
  [
    'two forms',
    [clip, '--json', '--format', 'srt'],
    2,
    /^--json: does not go with --format srt; leave one of them out$/,
  ],
  ['a form that nobody knows', [clip, '--format', 'doc'], 2, /argument 'doc' is invalid.*text, json, srt, vtt/],
  ['partials without JSON', [clip, '--partials'], 2, /^--partials: only JSON shows them; add --json$/],
  ['word times in plain text', [clip, '--words'], 2, /^--words: text has no place for the times of words/],
  ['--force without -o', [clip, '--force'], 2, /^--force: nothing to overwrite without -o$/],
  [
    'two files in one subtitle',
    [clip, 'b.wav', '--format', 'srt'],
    2,
    /2 files do not fit into one output; name a folder/,
  ],
  ['standard input twice', ['-', '-'], 2, /^-: standard input can be read only once$/],
  ['an output that is the input', [clip, '-o', clip, '--force'], 2, /is an input; name another output$/],
  ['a language that is no code', [clip, '--language', 'english'], 2, /stt\.language: .*"english".*wanted/],
  [
    'files that are not there',
    [join(folder, 'a.mp3'), join(folder, 'b.wav')],
    1,
    /a\.mp3: no such file.*\n.*b\.wav: no such file/,
  ],
  [
    'speakers to be told apart',
    [clip, '--diarize'],
    2,
    /^--diarise: telling speakers apart is out of scope; leave it out/,
  ],
  [
    'two files to be followed',
    [clip, 'b.wav', '--follow'],
    2,
    /^--follow: 2 files, and the first never ends; name one$/,
  ],
  [
    'a raw rate that is none',
    ['-', '--raw', 'high'],
    2,
    /^--raw: got high, wanted samples a second.*: 16000 or 44100x2$/,
  ],
  ['a file to be followed that is not there', [join(folder, 'c.wav'), '--follow'], 1, /c\.wav: no such file; check/],
  ['nothing on standard input', ['-'], 1, /^standard input: the file is empty; wanted a WAV file$/],
];

describe('a mistake of parley transcribe', () => {
  it.each(mistakes)('%s is told before anything is loaded', async (_what, args, code, line) => {
    const run = await runParley(['transcribe', ...args]);
    expect(run.stderr.trim()).toMatch(line);
    expect([run.code, run.stdout]).toEqual([code, '']);
    expect(run.stderr).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
  });

  it('leaves what exists as it is', async () => {
    writeFileSync(join(folder, 'what-time-is-it.txt'), 'mine');
    const run = await runParley(['transcribe', clip, '-o', folder]);
    expect(run.stderr).toMatch(/what-time-is-it\.txt exists already; --force overwrites\n$/);
    expect(run.code).toBe(2);
    expect(readdirSync(folder)).toEqual(['what-time-is-it.txt']);
  });

  it('without ffmpeg names the package', async () => {
    writeFileSync(join(folder, 'song.mp3'), Buffer.concat([Buffer.from('ID3\x04\0\0\0\0\0\0'), Buffer.alloc(500)]));
    const run = await runParley(['transcribe', join(folder, 'song.mp3')], { PATH: '' });
    expect(run.stderr).toMatch(
      /^\S+song\.mp3: to read this kind of file takes ffmpeg, which is not installed; install it: .+\n$/,
    );
    expect(run.code).toBe(1);
  });
});
