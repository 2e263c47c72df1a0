/** `parley voices`, and the names that it prints as `--voice` reads them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { VoiceRow } from '../../src/assistant/voice-list.js';
import { voiceSettings } from '../../src/cli/voice-choice.js';
import { renderVoices } from '../../src/cli/voices.js';
import { loadCatalog } from '../../src/models/catalog.js';
import { runParley } from '../fixtures/parley.js';

const folder = mkdtempSync(join(tmpdir(), 'parley-voices-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
const empty = { PARLEY_MODELS: join(folder, 'models') };

/** A voice with three speakers, as far as a list needs to know it. */
function writeVoice(): string {
  const place = join(folder, 'choir');
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'choir.onnx'), 'weights');
  const config = {
    audio: { sample_rate: 22_050 },
    espeak: { voice: 'de' },
    phoneme_id_map: { '^': [1], _: [0], $: [2] },
    num_speakers: 3,
    speaker_id_map: { anna: 0, bert: 2 },
  };
  writeFileSync(join(place, 'choir.onnx.json'), JSON.stringify(config));
  return place;
}

const listed = async (...args: string[]): Promise<VoiceRow[]> => {
  const run = await runParley(['voices', '--json', ...args], empty);
  expect(run.stderr).toBe('');
  return JSON.parse(run.stdout) as VoiceRow[];
};

describe('parley voices', () => {
  it('lists the voices of every engine, what they cost, and the one that speaks', async () => {
    const rows = await listed();
    expect(rows.find(({ inForce }) => inForce)).toMatchObject({ voice: 'piper-en_US-joe-medium', state: 'missing' });
    expect(rows.filter(({ inForce }) => inForce)).toHaveLength(1);
    const ryan = rows.find(({ voice }) => voice === 'piper-en_US-ryan-high');
    expect(ryan).toMatchObject({ languages: ['en-US'], nonCommercial: true, bytes: 120_790_958, state: 'missing' });
    expect(rows.find(({ voice }) => voice === 'espeak:de')).toMatchObject({ state: 'present', description: 'German' });
    expect(rows.filter(({ engine }) => engine === 'openai').map(({ voice }) => voice)).toEqual(['openai:alloy']);
    expect(new Set(rows.map(({ voice }) => voice)).size).toBe(rows.length);
    // What it prints is what --voice takes.
    for (const { voice } of rows.filter(({ engine }) => engine !== 'kokoro')) voiceSettings(voice, loadCatalog());
  });

  it("shows a folder's voice with its speakers, and what is wrong with one that is none", async () => {
    const place = writeVoice();
    const set = ['--engine', 'piper', '--set', `tts.voice=[${place}, ${join(folder, 'models')}x]`];
    mkdirSync(`${join(folder, 'models')}x`, { recursive: true });
    writeFileSync(join(`${join(folder, 'models')}x`, 'notes.txt'), 'no voice');
    const rows = await listed(...set);
    expect(rows.find(({ voice }) => voice === place)).toMatchObject({
      ...{ state: 'present', languages: ['de'], speakers: ['anna', '1', 'bert'], inForce: true },
    });
    expect(rows.find(({ voice }) => voice.endsWith('modelsx'))).toMatchObject({ state: 'damaged' });
  });

  it('keeps to an engine and a language', async () => {
    const rows = await listed('--language', 'EN_gb');
    expect(rows.map(({ voice }) => voice)).toContain('espeak:en');
    expect(rows.every(({ languages }) => languages.some((tag) => /^en-gb/i.test(tag)))).toBe(true);
    const german = await listed('--engine', 'espeak', '--language', 'de');
    expect(german.map(({ voice }) => voice)).toEqual(['espeak:de']);
    const none = await runParley(['voices', '--language', 'qq'], empty);
    expect([none.code, none.stdout, none.stderr]).toEqual([1, '', 'no voice for qq; parley voices lists all\n']);
    const wrong = await runParley(['voices', '--engine', 'pipper'], empty);
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringMatching(/'pipper' is invalid.*piper, kokoro/)]);
  });

  it('prints a table that fits 80 columns and folds long lists', async () => {
    const { stdout } = await runParley(['voices'], empty);
    for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
    expect(stdout).toMatch(/→ piper-en_US-joe-medium +│ en-US +│ fetch 63 MB/);
    expect(stdout).toMatch(/\nespeak: \d+ voices; parley voices --engine espeak lists them\n/);
    expect(stdout.split('\n').length).toBeLessThan(60);
  });

  it('shows the voice in force of a folded list, and no control characters', () => {
    const rows = Array.from({ length: 30 }, (_, index): VoiceRow => {
      const voice = `espeak:v${index}\u001b[31m`;
      return { engine: 'espeak', voice, languages: [], description: 'x', state: 'present', inForce: index === 7 };
    });
    const folded = renderVoices(rows, true);
    expect(folded).toContain('→ espeak:v7 [31m');
    expect(folded).not.toContain('v8');
    expect(renderVoices(rows, false)).toContain('v8');
    expect(folded).not.toContain('\u001b');
  });
});

describe('--voice', () => {
  const catalog = loadCatalog();
  const settings = (voice: string): Record<string, unknown> => Object.fromEntries(voiceSettings(voice, catalog));
  const piper = (voice: string, speaker: unknown = 0): Record<string, unknown> => ({
    ...{ 'tts.engine': 'piper', 'tts.voice': voice, 'tts.speaker': speaker },
  });

  it.each([
    ['piper-en_US-joe-medium', piper('piper-en_US-joe-medium')],
    ['piper-en_US-joe-medium#12', piper('piper-en_US-joe-medium', 12)],
    ['en_US-joe-medium#p225', piper('piper-en_US-joe-medium', 'p225')],
    ['piper:en_US-amy-medium', piper('piper-en_US-amy-medium')],
    ['./my.onnx', piper('./my.onnx')],
    ['my.onnx#2', piper('./my.onnx', 2)],
    ['~/voices/a', piper('~/voices/a')],
    ['C:\\voices\\a.onnx', piper('C:\\voices\\a.onnx')],
    ['kokoro:af_heart', { 'tts.engine': 'kokoro', 'tts.kokoro.voice': 'af_heart' }],
    ['kokoro-82m-int8', { 'tts.engine': 'kokoro', 'tts.kokoro.model': 'kokoro-82m-int8' }],
    ['espeak:en-us+f3', { 'tts.engine': 'espeak', 'tts.espeak.voice': 'en-us+f3' }],
    ['openai:alloy', { 'tts.engine': 'openai', 'tts.openai.voice': 'alloy' }],
    ['system:Karen (Enhanced)', { 'tts.engine': 'system', 'tts.system.voice': 'Karen (Enhanced)' }],
    ['espeak', { 'tts.engine': 'espeak' }],
  ])('%s', (voice, wanted) => {
    expect(settings(voice)).toEqual(wanted);
  });

  it.each([
    ['piper-en_US-jo-medium', /^--voice piper-en_US-jo-medium: did you mean "piper-en_US-joe-medium"\?/],
    ['amy', /did you mean "piper-en_US-amy-medium"\?/],
    ['kokro:af_heart', /there is no engine "kokro", did you mean "kokoro:"\?/],
    ['kokoro:', /name a voice behind "kokoro:"/],
    ['piper-en_US-joe-medium#', /a number or a name of a speaker follows the #/],
    ['whisper-base', /this is a model for stt/],
    ['kokoro-82m-int8#2', /one of its voices is meant by kokoro:NAME/],
    ['zzzzzzzz', /there is no such voice \(parley voices lists all\)$/],
    ['./package.json', /a path leads to an \.onnx file or the folder of a voice/],
    ['\u001b[31mred', /^--voice {2}\[31mred: /],
  ])('%s is refused in one line', (voice, line) => {
    expect(() => voiceSettings(voice, catalog)).toThrow(line);
  });
});
