/** `parley say` with the real voice: files, pipes, speeds, silences, and an end by Ctrl-C. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { describeWav, readWav } from '../../src/audio/wav.js';
import { blocks10ms } from '../fixtures/loudness.js';
import { pipeParley } from '../fixtures/parley-pipe.js';
import { missingModels, projectRoot, runParley } from '../fixtures/parley.js';

const folder = mkdtempSync(join(tmpdir(), 'parley-say-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
const path = (name: string): string => join(folder, name);
const missing = missingModels();
if (missing !== undefined) console.warn(`skipped: ${missing}`);
const rateHz = 22_050;

/** The longest stretch of silence between sounds. */
function longestSilenceMs(samples: Float32Array): number {
  const loud = blocks10ms(samples, rateHz).map((rms) => rms > 0.005);
  let longest = 0;
  let open = 0;
  for (const isLoud of loud.slice(loud.indexOf(true), loud.lastIndexOf(true))) {
    open = isLoud ? 0 : open + 10;
    longest = Math.max(longest, open);
  }
  return longest;
}

let saidFiles = 0;

async function saySamples(text: string, ...args: string[]): Promise<Float32Array> {
  const out = path(`said-${(saidFiles += 1)}.wav`);
  const run = await runParley(['say', text, '-o', out, ...args]);
  expect([run.code, run.stderr, run.stdout]).toEqual([0, '', '']);
  return (await readWav(out, rateHz)).samples;
}

const loudness = (samples: Float32Array): number =>
  Math.sqrt(samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length);

describe.runIf(missing === undefined)('parley say', () => {
  it('speaks standard input into a pipe, as a WAV stream that others can read', async () => {
    const run = await pipeParley(['say', '-o', '-'], 'It is a quarter past three, and all is well.');
    expect([run.code, run.stderr]).toEqual([0, '']);
    // The length is open, which is what a stream says by the largest one there is.
    expect(run.stdout.toString('latin1', 0, 4)).toBe('RIFF');
    expect([run.stdout.readUInt32LE(4), run.stdout.readUInt32LE(40)]).toEqual([0xffff_ffff, 0xffff_ffff]);
    writeFileSync(path('pipe.wav'), run.stdout);
    const { samples } = await readWav(path('pipe.wav'), rateHz);
    expect(samples.length / rateHz).toBeGreaterThan(1.5);
    expect(loudness(samples)).toBeGreaterThan(0.01);
  });

  it('is faster, softer and flatter as asked', async () => {
    const text = 'The quick brown fox jumps over the lazy dog.';
    const [plain, fast, soft] = await Promise.all([
      saySamples(text, '--variation', '0'),
      saySamples(text, '--variation', '0', '--speed', '2'),
      saySamples(text, '--variation', '0', '--volume', '0.25'),
    ]);
    expect(plain.length / fast.length).toBeGreaterThan(1.6);
    expect(plain.length / fast.length).toBeLessThan(2.3);
    expect(loudness(soft) / loudness(plain)).toBeCloseTo(0.25, 1);
  });

  it('is silent for as long as a break asks, and no longer', async () => {
    const silence = async (tag: string): Promise<number> =>
      longestSilenceMs(await saySamples(`<speak>One word here. ${tag} And another one.</speak>`, '--variation', '0'));
    const breaksMs = [400, 1500];
    const [none, ...long] = await Promise.all([
      silence(''),
      ...breaksMs.map((ms) => silence(`<break time="${ms}ms"/>`)),
    ]);
    for (const [i, ms] of breaksMs.entries()) {
      const longer = (long[i] ?? 0) - none;
      expect(Math.abs(longer - ms), `${ms} ms asked, ${longer} ms more`).toBeLessThanOrEqual(40);
    }
  });

  it('prints each sentence with the times of its words', async () => {
    const run = await runParley(['say', '<speak>One. <p>Two words.</p></speak>', '--json', '-o', path('json.wav')]);
    const lines = run.stdout.trim().split('\n');
    const said = lines.map((line) => JSON.parse(line) as Record<string, unknown> & { words: Record<string, number>[] });
    expect(said.map(({ type, index, text }) => [type, index, text])).toEqual([
      ['sentence', 0, 'One.'],
      ['sentence', 1, 'Two words.'],
    ]);
    const { durationMs } = await wavMs(path('json.wav'));
    expect(said[0]?.['startMs']).toBe(0);
    expect(said[1]?.['startMs']).toBe(said[0]?.['endMs']);
    expect(Math.abs(Number(said[1]?.['endMs']) - durationMs)).toBeLessThanOrEqual(1);
    const times = said.flatMap(({ words }) => words.flatMap(({ startMs = -1, endMs = -1 }) => [startMs, endMs]));
    expect(times).toHaveLength(6);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it('writes a file that is whole when it is stopped in the middle of a book', async () => {
    writeFileSync(path('book.txt'), 'It was a bright cold day in April, and the clocks were striking. '.repeat(2000));
    const out = path('book.wav');
    const main = join(projectRoot, 'dist/src/cli/main.js');
    const child = spawn(process.execPath, [main, 'say', '-f', path('book.txt'), '-o', out], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const closed = once(child, 'close');
    while ((existsSync(out) ? statSync(out).size : 0) < 200_000 && child.exitCode === null) await delay(20);
    child.kill('SIGINT');
    expect([(await closed)[0], stderr]).toEqual([1, 'stopped\n']);
    const { durationMs } = await wavMs(out);
    // The header says what is there.
    expect(Math.round((durationMs * rateHz) / 1000) * 2 + 44).toBe(statSync(out).size);
  });

  it.concurrent.each([
    [
      'a place that is not there',
      ['Hello.', '-o', path('none/x.wav')],
      /^cannot write .*none\/x\.wav: its folder does not exist/,
    ],
    ['a folder', ['Hello.', '-o', folder], /: this is a folder, wanted a file name$/],
    ['nothing that can be said', ['🙂', '-o', path('smile.wav')], /^nothing in this text can be said by this voice$/],
    ['a speaker that the voice lacks', ['Hello.', '--speaker', '7', '-o', path('x.wav')], /got 7, wanted/],
    [
      'a speaker that the voice lacks, in SSML',
      ['<speak><voice name="Ann">Hi.</voice></speak>', '-o', path('x.wav')],
      /got Ann, wanted/,
    ],
  ])('tells of %s in one line', async (_what, args, line) => {
    const run = await runParley(['say', ...args]);
    expect(run.stderr.trim()).toMatch(line);
    expect([run.code, run.stderr.trim().split('\n').length]).toEqual([1, 1]);
  });

  it('stops when the reader of its pipe has gone', async () => {
    const main = join(projectRoot, 'dist/src/cli/main.js');
    const child = spawn(process.execPath, [main, 'say', '-', '-o', '-'], { stdio: 'pipe' });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdin.on('error', () => undefined);
    child.stdin.write('This is a sentence without an end in sight. '.repeat(2000));
    const closed = once(child, 'close');
    await once(child.stdout, 'data');
    child.stdout.destroy();
    expect([(await closed)[0], stderr]).toEqual([1, 'standard output: its reader has closed it\n']);
  });
});

async function wavMs(file: string): Promise<{ durationMs: number }> {
  const { totalSamples, sampleRateHz } = await describeWav(file);
  return { durationMs: (totalSamples / sampleRateHz) * 1000 };
}
