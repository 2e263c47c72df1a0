import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runParley, samples } from '../fixtures/parley.js';

const folder = mkdtempSync(join(tmpdir(), 'parley-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Writes a file into the test's folder and gives its path. */
function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const clip = join(samples, 'what-time-is-it.wav');
const mistakes: readonly (readonly [string, readonly string[], number, RegExp])[] = [
  [
    'a wrong key',
    ['start', '--config', file('key.yaml', 'stt:\n  partial_intervall_ms: 200\n')],
    2,
    /key\.yaml:2:3 stt\.partial_intervall_ms: unknown key, did you mean `partial_interval_ms`\?/,
  ],
  [
    'a wrong type',
    ['start', '--config', file('type.yaml', 'tts:\n  speed: fast\n')],
    2,
    /type\.yaml:2:10 tts\.speed: wrong type, got "fast", wanted a number from 0\.5 to 2/,
  ],
  ['an unknown preset', ['start', '--preset', 'balancd'], 2, /did you mean `balanced`\?/],
  ['an unknown command', ['strat'], 2, /unknown command 'strat'[\s\S]*start/],
  ['an unknown option', ['start', '--outptu', 'none'], 2, /unknown option '--outptu'[\s\S]*--output/],
  ['an empty WAV', ['start', '--input', file('empty.wav', '')], 1, /empty\.wav: the file is empty; wanted a WAV file/],
  [
    'an MP3 that is called WAV',
    ['start', '--input', file('song.wav', Buffer.concat([Buffer.from('ID3\x04\0\0\0\0\0\0'), Buffer.alloc(500)]))],
    1,
    /song\.wav: this is an MP3 file, wanted WAV; convert it: ffmpeg/,
  ],
  ['a file that is not there', ['transcribe', join(folder, 'none.wav')], 1, /none\.wav: no such file/],
  [
    'a microphone that is not there',
    ['start', '--set', 'audio.input.device=hw:99,9', '--output', 'none'],
    1,
    /microphone|no microphone/,
  ],
  [
    'a model without bytes',
    ['ask', 'why do cats purr', '--set', `llm.model=${file('zero.gguf', '')}`],
    2,
    /zero\.gguf (cannot be used: zero\.gguf )?is empty \(0 bytes\)/,
  ],
  ['a model that nobody knows', ['models', 'fetch', 'whisper-tin.en'], 2, /whisper-tiny\.en/],
  [
    'the microphone and a file at once',
    ['start', '--input', 'mic', clip],
    2,
    /--input: got mic .*, wanted either mic or WAV files/,
  ],
];

describe('a mistake on the command line', () => {
  it.each(mistakes)('%s gets one clear line', async (_what, args, code, line) => {
    const run = await runParley(args);
    expect(run.stderr).toMatch(line);
    expect(run.code).toBe(code);
    // No stack trace for a mistake of the user's.
    expect(run.stderr).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
  });
});
