import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readWav } from '../../src/audio/wav.js';
import { canHear, clips, speechFolder } from './stt-clips.js';
import { missingModels, projectRoot, runParley, samples } from '../fixtures/parley.js';

const folder = mkdtempSync(join(tmpdir(), 'parley-modes-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
const path = (name: string): string => join(folder, name);
const question = join(samples, 'what-time-is-it.wav');
const missing = missingModels();
if (missing !== undefined) console.warn(`skipped: ${missing}`);

interface Segment {
  readonly type: string;
  readonly id: number;
  readonly text: string;
  readonly stable: string;
  readonly language: string;
  readonly committed: boolean;
  readonly startMs: number;
  readonly endMs: number;
  readonly translation?: { readonly text: string; readonly language: string; readonly source: string };
}

const linesOf = <T>(text: string): T[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as T);

const segmentsOf = (text: string): Segment[] => linesOf<Segment>(text).filter(({ type }) => type === 'segment');

describe.runIf(missing === undefined)('parley captions', () => {
  it('tells each caption until it is committed, and writes subtitles as it goes', async () => {
    const files = ['--srt', path('talk.srt'), '--text-file', path('now.txt'), '--port', '0'];
    const run = await runParley(['captions', '--input', question, question, ...files, '--json']);
    expect(run.code, run.stderr).toBe(0);
    const segments = segmentsOf(run.stdout);
    const committed = segments.filter((segment) => segment.committed);
    expect(committed.map(({ id }) => id)).toEqual(committed.map((_, i) => i));
    expect(committed.map(({ text }) => text.trim()).join(' ')).toBe('What time is it? What time is it?');
    const stable = new Map<number, string>();
    for (const { id, stable: now } of segments) {
      expect(now.startsWith(stable.get(id) ?? '')).toBe(true);
      stable.set(id, now);
    }
    expect(readFileSync(path('talk.srt'), 'utf8')).toMatch(/^1\n00:00:0\d,\d{3} --> .*\nWhat time is it\?\n\n2\n/);
    expect(existsSync(path('now.txt'))).toBe(true);
  });

  it('says what is wrong with its options in one line', async () => {
    const port = await runParley(['captions', '--input', question, '--port', 'many']);
    expect([port.code, port.stderr]).toMatchObject([2, expect.stringMatching(/^--set captions\.port: [^\n]+\n$/)]);
    const both = await runParley(['captions', '--input', 'mic', question]);
    expect([both.code, both.stderr]).toEqual([2, expect.stringMatching(/^--input: got mic [^\n]+\n$/)]);
  });
});

describe.runIf(missing === undefined && canHear('whisper-base'))('parley translate', () => {
  const spanish = clips.find(({ file }) => file.includes('es_question'));
  const spanishPath = join(speechFolder, spanish?.file ?? '');

  it.runIf(spanish !== undefined)(
    'brings another language into English, sentence by sentence, and speaks it',
    async () => {
      const out = ['--speak', '--output', path('spoken.wav'), '--port', 'off'];
      const run = await runParley(['translate', '--input', spanishPath, ...out, '--json']);
      expect(run.code, run.stderr).toBe(0);
      const segments = segmentsOf(run.stdout).filter(({ committed }) => committed);
      const translated = segments.filter(({ translation }) => translation !== undefined);
      expect(translated.length).toBeGreaterThan(0);
      for (const { id, text, translation } of translated) {
        expect(translation).toMatchObject({ language: 'en', source: 'whisper' });
        expect(segments.find((segment) => segment.id === id && segment.translation === undefined)?.text).toBe(text);
      }
      const spoken = await readWav(path('spoken.wav'));
      const original = await readWav(spanishPath);
      // The original is in it from the first moment, and the voice goes on behind it.
      expect(spoken.samples.length / spoken.sampleRateHz).toBeGreaterThan(
        original.samples.length / original.sampleRateHz,
      );
    },
  );
});

describe.runIf(missing === undefined)('parley dictate', () => {
  it('writes what it hears where it is told, and keeps it', async () => {
    const output = ['--output', 'file', '--file', path('notes.txt')];
    const env = { PARLEY_DATA: path('data') };
    const run = await runParley(['dictate', '--input', question, ...output, '--json'], env);
    expect(run.code, run.stderr).toBe(0);
    expect(readFileSync(path('notes.txt'), 'utf8')).toBe('What time is it?');
    const [dictated] = linesOf<{ type: string; by: string; raw: string }>(run.stdout).filter(
      ({ type }) => type === 'dictated',
    );
    expect(dictated).toMatchObject({ raw: 'What time is it?' });
    const last = await runParley(['dictate', 'last', '--json'], env);
    expect(JSON.parse(last.stdout)).toMatchObject({ ok: true, texts: [{ text: 'What time is it?' }] });
  });

  it('loses no word where the recogniser’s process is killed in the middle of a sentence', async () => {
    const cli = join(projectRoot, 'dist/src/cli/main.js');
    const args = ['dictate', '--input', question, question, question, '--output', 'stdout'];
    const program = spawn(process.execPath, [cli, ...args], {
      env: { ...process.env, PARLEY_DATA: path('killed') },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [text, told] = ['', ''];
    program.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    program.stderr.on('data', (chunk: Buffer) => {
      told += chunk.toString();
      if (!told.includes('Speak.') || killed) return;
      killed = true;
      setTimeout(() => spawn('pkill', ['-9', '-P', String(program.pid)]), 1500);
    });
    let killed = false;
    const [code] = (await once(program, 'exit')) as [number];
    expect(code, told).toBe(0);
    expect(told).toMatch(/what was said is heard again/);
    expect(text.replaceAll(/[^a-z ]/gi, '').trim()).toBe('What time is it What time is it What time is it');
  });

  it('has one line for whoever asks one that does not run', async () => {
    const env = { PARLEY_DATA: path('nobody') };
    const run = await runParley(['dictate', 'toggle'], env);
    expect([run.code, run.stderr]).toEqual([1, 'no dictation is running: start one with `parley dictate`\n']);
    expect(await runParley(['dictate', 'shout'], env)).toMatchObject({ code: 2 });
  });
});
