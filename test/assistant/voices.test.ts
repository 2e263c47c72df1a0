/** Which voice engine speaks: the real inference host, espeak, and a Piper voice that is not one. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { createAssistant } from '../../src/assistant.js';
import type { Assistant } from '../../src/assistant/assistant.js';
import { preferences } from '../../src/assistant/models.js';
import { rankVoices } from '../../src/assistant/voices.js';
import { loadConfig, type LoadedConfig } from '../../src/config/load.js';
import { loadCatalog } from '../../src/models/catalog.js';
import { ModelStore } from '../../src/models/store.js';

const folder = mkdtempSync(join(tmpdir(), 'parley-voices-'));
const broken = join(folder, 'broken.onnx');
writeFileSync(broken, 'no graph');
writeFileSync(`${broken}.json`, '{}');
const store = new ModelStore(folder, loadCatalog(folder));
const never = new AbortController().signal;
const open: Assistant[] = [];
const notices: string[] = [];

afterEach(async () => {
  for (const assistant of open.splice(0)) await assistant.close();
  notices.length = 0;
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function configOf(...set: string[]): Promise<LoadedConfig> {
  return loadConfig({
    preset: 'balanced',
    sets: [`tts.voice=${broken}`, 'inference.providers=[cpu]', 'inference.nice=0', ...set],
  });
}

async function start(...set: string[]): Promise<Assistant> {
  const config = await configOf(...set);
  const onNotice = (text: string): void => {
    notices.push(text);
  };
  const assistant = await createAssistant({ config, store, engines: ['tts'], onNotice }, never);
  open.push(assistant);
  return assistant;
}

async function secondsOf(assistant: Assistant, text: string): Promise<number> {
  let seconds = 0;
  for await (const spoken of assistant.say(text, never))
    if (spoken.kind === 'audio') seconds += spoken.frame.samples.length / spoken.frame.sampleRateHz;
  return seconds;
}

const nameOf = async (assistant: Assistant): Promise<string | undefined> =>
  (await assistant.describe(never)).engines.get('tts');

describe('the choice of a voice engine', () => {
  it('needs no model for an engine that reads none', async () => {
    const assistant = await start('tts.engine=espeak');
    expect(assistant.models.size).toBe(0);
    expect(await nameOf(assistant)).toBe('espeak en-us (wasm)');
    expect(await secondsOf(assistant, 'Here I am.')).toBeGreaterThan(0.4);
    expect(notices).toEqual([]);
  });

  it('passes over one that does not load, and says so', async () => {
    const assistant = await start('tts.engine=[piper,espeak]');
    expect(await nameOf(assistant)).toBe('espeak en-us (wasm)');
    expect(await secondsOf(assistant, 'Here I am.')).toBeGreaterThan(0.4);
    expect(notices).toEqual([
      expect.stringMatching(/^tts: piper not used: (?!cannot load).*broken\.onnx.*; espeak speaks instead$/),
    ]);
  });

  it('passes over one without weights in silence while another can speak', async () => {
    const assistant = await start('tts.engine=[kokoro,espeak]');
    expect(await nameOf(assistant)).toBe('espeak en-us (wasm)');
    expect(notices).toEqual([]);
  });

  it('is an error where a single name fails', async () => {
    await expect(start('tts.engine=piper')).rejects.toThrow(/broken\.onnx/);
    await expect(start('tts.engine=espeak', 'tts.espeak.voice=xx')).rejects.toThrow(
      /tts\.espeak\.voice: got "xx", wanted .*; parley voices lists them/,
    );
    expect(notices).toEqual([]);
  });

  it('is one line with every reason where all fail', async () => {
    const failed = start('tts.engine=[piper,espeak]', 'tts.espeak.voice=xx');
    await expect(failed).rejects.toThrow(
      /^tts\.engine: none of piper, espeak can speak here \(piper: .*broken.*; espeak: tts\.espeak\.voice: got "xx".*\)/,
    );
    await expect(failed).rejects.toMatchObject({ name: 'EngineError', code: 'load' });
    expect(notices).toEqual([]);
  });
});

describe('a change of voice while the assistant runs', () => {
  it('leaves the old one speaking when the new one fails', async () => {
    const assistant = await start('tts.engine=espeak', 'tts.espeak.voice=de');
    await expect(assistant.applyConfig(await configOf('tts.engine=piper'), never)).rejects.toThrow(/broken\.onnx/);
    const others = await configOf('tts.engine=[piper,espeak]', 'tts.espeak.voice=xx');
    await expect(assistant.applyConfig(others, never)).rejects.toThrow('none of piper, espeak can speak here');
    expect(await nameOf(assistant)).toBe('espeak de (wasm)');
    expect(assistant.config.settings.tts.engine).toBe('espeak');
    expect(await secondsOf(assistant, 'Guten Tag.')).toBeGreaterThan(0.4);
  });

  it('passes over one that fails, once', async () => {
    const assistant = await start('tts.engine=espeak');
    await assistant.applyConfig(await configOf('tts.engine=[piper,espeak]', 'tts.espeak.voice=fr'), never);
    expect(await nameOf(assistant)).toBe('espeak fr (wasm)');
    expect(notices).toHaveLength(1);
    const louder = ['audio.output.volume=0.5', 'tts.speed=2'];
    await assistant.applyConfig(await configOf('tts.engine=[piper,espeak]', 'tts.espeak.voice=fr', ...louder), never);
    expect(await nameOf(assistant)).toBe('espeak fr (wasm)');
    expect(notices).toHaveLength(1);
    await assistant.applyConfig(await configOf('tts.engine=[piper,espeak]', 'tts.espeak.voice=it'), never);
    expect(await nameOf(assistant)).toBe('espeak it (wasm)');
    expect(notices).toHaveLength(2);
  });
});

describe('the order in which voice engines are tried', () => {
  it('is that of the settings, with those that would have to be fetched last', async () => {
    const { settings } = await configOf('tts.engine=[kokoro,espeak,kokoro,piper,system]');
    expect(await rankVoices(settings, store)).toEqual([
      { engine: 'espeak', models: [], isReady: true },
      { engine: 'piper', models: [broken], isReady: true },
      { engine: 'system', models: [], isReady: true },
      { engine: 'kokoro', models: ['kokoro-82m-int8'], isReady: false },
    ]);
    expect(preferences(settings).tts).toEqual(['kokoro-82m-int8', broken]);
    expect(preferences((await configOf('tts.engine=[system,espeak]')).settings)).not.toHaveProperty('tts');
  });
});
