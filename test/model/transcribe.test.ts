import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  createReadStream,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { hasFfmpeg } from '../../src/audio/ffmpeg.js';
import { createWavWriter } from '../../src/audio/wav-writer.js';
import type { Segment } from '../../src/assistant/transcriber.js';
import { missingModels, projectRoot, runParley, samples } from '../fixtures/parley.js';
import { countErrors, toWords } from '../fixtures/words.js';
import { canHear, clips, loadEngine, readClip, transcribe } from './stt-clips.js';

const folder = mkdtempSync(join(tmpdir(), 'parley-transcribe-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
const path = (name: string): string => join(folder, name);
const clip = join(samples, 'what-time-is-it.wav');
const tiny = ['--model', 'whisper-tiny.en'];
const missing = missingModels();
if (missing !== undefined) console.warn(`skipped: ${missing}`);

function segmentsOf(stdout: string): (Segment & { file: string })[] {
  return stdout
    .trim()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Segment & { file: string });
}

describe.runIf(missing === undefined)('parley transcribe', () => {
  it.runIf(hasFfmpeg())(
    'writes one transcript for each file, whatever its container, and goes on after a bad one',
    async () => {
      for (const name of ['a.mp3', 'b.flac', '-c.ogg']) {
        expect(spawnSync('ffmpeg', ['-nostdin', '-v', 'error', '-i', clip, `file:${path(name)}`]).status).toBe(0);
      }
      writeFileSync(path('bad.mp3'), 'no sound at all'.repeat(100));
      const files = ['a.mp3', 'bad.mp3', 'b.flac', '-c.ogg'].map(path);
      const run = await runParley(['transcribe', ...files, ...tiny, '--format', 'srt', '-o', path('out')]);
      expect(run.stdout).toBe('');
      expect(run.stderr).toMatch(/bad\.mp3: ffmpeg [^\n]+\n/);
      expect(run.code).toBe(1);
      expect(readdirSync(path('out')).sort()).toEqual(['-c.srt', 'a.srt', 'b.srt']);
      for (const name of readdirSync(path('out'))) {
        expect(readFileSync(join(path('out'), name), 'utf8')).toMatch(
          /^1\n00:00:0\d,\d{3} --> 00:00:0\d,\d{3}\nWhat time is it\?\n\n$/,
        );
      }
    },
  );

  it('prints words with their times, and partial results where asked', async () => {
    const run = await runParley([
      'transcribe',
      clip,
      ...tiny,
      '--json',
      '--partials',
      '--set',
      'stt.partial_interval_ms=200',
    ]);
    const said = segmentsOf(run.stdout);
    expect(said.some(({ kind }) => kind === 'partial')).toBe(true);
    const final = said.at(-1);
    expect(final).toMatchObject({ kind: 'segment', file: clip, text: 'What time is it?', language: 'en' });
    const words = final?.kind === 'segment' ? final.words : [];
    expect(words.map(({ text }) => text)).toEqual(['What', 'time', 'is', 'it?']);
    const times = words.flatMap(({ startMs, endMs }) => [startMs, endMs]);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    const plain = await runParley(['transcribe', clip, ...tiny, '--json']);
    expect(segmentsOf(plain.stdout).map(({ kind }) => kind)).toEqual(['segment']);
    expect(plain.stderr).toMatch(/what-time-is-it\.wav: 0:0\d, 4 words, [\d.]+ × real time\n$/);
  });

  it('reads standard input', async () => {
    const args = [join(projectRoot, 'dist/src/cli/main.js'), 'transcribe', '-', ...tiny];
    const child = spawn(process.execPath, args, { cwd: projectRoot, stdio: ['pipe', 'pipe', 'ignore'] });
    createReadStream(clip).pipe(child.stdin);
    let stdout = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number];
    expect([code, stdout]).toEqual([0, 'What time is it?\n']);
  });

  it('writes while a pipe still flows, and a file still grows, and loses nothing at their end', async () => {
    const sound = readFileSync(clip);
    // As a recorder begins that does not know how long it will be; then the same question again and again.
    const head = Buffer.from(sound.subarray(0, 44));
    head.writeUInt32LE(0, 40);
    const question = sound.subarray(44);
    const args = [join(projectRoot, 'dist/src/cli/main.js'), 'transcribe', ...tiny];
    const run = async (more: readonly string[], write: (bytes: Buffer, child: ChildProcess) => void) => {
      const child = spawn(process.execPath, [...args, ...more], {
        cwd: projectRoot,
        stdio: ['pipe', 'pipe', 'ignore'],
      });
      let stdout = '';
      const some = new Promise<void>((resolve) => {
        child.stdout.on('data', (chunk: Buffer) => {
          stdout += chunk.toString();
          resolve();
        });
      });
      for (let i = 0; i < 5; i++) write(i === 0 ? Buffer.concat([head, question]) : question, child);
      await some;
      write(question, child);
      if (more[0] === '-') child.stdin.end();
      // The first Ctrl-C ends what is followed, and nothing else.
      else child.kill('SIGINT');
      const [code] = (await once(child, 'close')) as [number];
      return { code, questions: stdout.match(/time is it/gi)?.length };
    };
    const piped = await run(['-'], (bytes, child) => child.stdin?.write(bytes));
    expect(piped).toEqual({ code: 0, questions: 6 });
    const flowing = await run(['--follow', '-'], (bytes, child) => child.stdin?.write(bytes));
    expect(flowing).toEqual({ code: 0, questions: 6 });
    writeFileSync(path('grows.wav'), '');
    const followed = await run(['--follow', path('grows.wav')], (bytes) => {
      appendFileSync(path('grows.wav'), bytes);
    });
    expect(followed).toEqual({ code: 0, questions: 6 });
  });

  it.runIf(canHear('whisper-tiny.en'))('loses no words where speech is cut', async () => {
    const spoken = clips.filter(({ lang, kind, text }) => lang === 'en' && kind === 'read' && text !== null);
    const engine = await loadEngine('whisper-tiny.en');
    const writer = await createWavWriter(path('long.wav'), 16_000);
    const meant: string[] = [];
    const alone: string[] = [];
    for (const { file, text } of spoken) {
      const sound = await readClip(file);
      meant.push(...toWords(text ?? ''));
      alone.push(...toWords((await transcribe(engine, sound)).text));
      await writer.write(sound);
      // Far too short a pause for the detector: it has to cut, or the recogniser has to read on, inside speech.
      await writer.write(new Float32Array(1600));
    }
    await writer.close();
    await engine.close?.();
    const run = await runParley(['transcribe', path('long.wav'), ...tiny, '--json']);
    const said = segmentsOf(run.stdout).flatMap(({ text }) => toWords(text));
    const rates = [alone, said].map((heard) => countErrors(meant, heard) / meant.length);
    console.log(
      `word error rate: clips alone ${rates[0]?.toFixed(4)}, in one file ${rates[1]?.toFixed(4)} (${meant.length} words)`,
    );
    expect(rates[1]).toBeLessThan((rates[0] ?? 0) + 0.03);
  });
});
