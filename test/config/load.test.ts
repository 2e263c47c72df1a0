import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { shippedConfigPath } from '../../src/config/file.js';
import { loadConfig, reloadConfig, withMode, withPreset } from '../../src/config/load.js';
import { ConfigError } from '../../src/config/problem.js';
import { Scratch } from './scratch.js';

const scratch = new Scratch();
afterAll(() => {
  scratch.remove();
});

describe('a faulty file', () => {
  it('names every fault at once, each with its place and its remedy', async () => {
    const lines = await scratch.refuse(
      [
        'preset: balancd',
        'stt:',
        '  partial_intervall_ms: 300',
        '  streaming: yes',
        '  optimization: { device: cudaa, num_workers: 1.5 }',
        'turn:',
        '  endpoint_ms: 50',
        'vad: { aggressiveness: 5, endpoint_ms: 300 }',
        'llm:',
        '  model: []',
        '  max_tokens:',
        'presets:',
        '  low-latency: { tts: { speed: fast } }',
        'zzz: 1',
      ].join('\n'),
    );
    expect(lines).toEqual([
      'c.yaml:3:3 stt.partial_intervall_ms: unknown key, did you mean `partial_interval_ms`?',
      'c.yaml:4:14 stt.streaming: wrong type, got "yes", wanted true or false',
      'c.yaml:5:27 stt.optimization.device: wrong value, got "cudaa", wanted auto, cpu, cuda, coreml, dml or webgpu; did you mean `cuda`?',
      'c.yaml:5:47 stt.optimization.num_workers: not a whole number, got 1.5, wanted a whole number from 1 to 64',
      'c.yaml:7:16 turn.endpoint_ms: out of range, got 50, wanted a whole number from 100 to 10000',
      'c.yaml:8:24 vad.aggressiveness: wrong value, got 5, wanted 0, 1, 2 or 3',
      'c.yaml:8:27 vad.endpoint_ms: unknown key, did you mean `turn.endpoint_ms`?',
      'c.yaml:10:10 llm.model: too short, got [], wanted text or a list of: text',
      'c.yaml:11:14 llm.max_tokens: no value, got nothing, wanted a whole number from 1 to 4096',
      'c.yaml:13:32 presets.low-latency.tts.speed: wrong type, got "fast", wanted a number from 0.5 to 2',
      'c.yaml:14:1 zzz: unknown key, wanted one of preset, presets, modes, assistant, audio, vad, wake, turn, stt, nlp, response_generation, llm, tools, tts, dictation, captions, translation, pipeline, inference or metrics',
      'c.yaml:1:9 preset: unknown, got "balancd", wanted low-latency, balanced or high-quality; did you mean `balanced`?',
    ]);
  });

  it.each([
    ['a: [1', /^c\.yaml:1:\d+ not valid YAML: /],
    ['stt: fast', /^c\.yaml:1:6 stt: wrong type, got "fast", wanted a group with model, streaming/],
    ['[1, 2]', /^c\.yaml:1:1 the file: wrong type, got \[1,2\], wanted keys such as preset/],
    ['stt:\n  language: en\n  language: de', /^c\.yaml:3:3 "language" is given twice, first in line 2; keep one$/],
    ['presets: { low-latency: 5 }', /^c\.yaml:1:25 presets\.low-latency: wrong type, got 5, wanted a group/],
    ['presets: { "a b": {} }', /^c\.yaml:1:12 presets: a name is small letters.* got "a b"$/],
    ['preset: 7', /^c\.yaml:1:9 preset: unknown, got 7, wanted low-latency, balanced or high-quality$/],
    ['1: 2', /^c\.yaml:1:1 keys are words, got 1$/],
    ['tts: { endpointMs: 1 }', /did you mean `turn\.endpoint_ms`\?$/],
    ['stt: { partialResults: true }', /did you mean `partial_results`\?$/],
    ['turn: { endpoint_ms: .nan }', /endpoint_ms: wrong type, got NaN, wanted a whole number/],
    ['turn: { endpoint_ms: "500" }', /endpoint_ms: wrong type, got "500", wanted a whole number/],
    ['stt: { language: english }', /language: wrong value, got "english", wanted auto or a language code/],
  ])('%j is refused with one line', async (text, expected) => {
    const lines = await scratch.refuse(text);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(expected);
  });

  it.each([
    [
      'turn: { longest_pause_ms: 400 }',
      /^c\.yaml:1:27 turn\.longest_pause_ms: does not fit turn\.endpoint_ms 500 .*wanted at least 500/,
    ],
    [
      'turn: { max_utterance_ms: 2000, endpoint_ms: 3000, longest_pause_ms: 3000 }',
      /max_utterance_ms: .*wanted more than 3000/,
    ],
    ['turn: { max_utterance_ms: 1500 }\nvad: { min_speech_duration_ms: 1600 }', /wanted more than 1600/],
    ['audio: { input: { buffer_seconds: 1 } }\nvad: { min_speech_duration_ms: 900 }', /wanted at least 1\.2/],
    ['audio: { input: { chunk_size: 16384 } }', /chunk_size: .*wanted at most 8000/],
    ['audio: { output: { buffer_size: 8192 } }', /lead_ms: .*wanted at least 372/],
    ['llm: { max_tokens: 2000 }', /max_tokens: .*wanted at most 1024/],
  ])('%j does not fit together', async (text, expected) => {
    const lines = await scratch.refuse(text);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(expected);
  });

  it('blames an overlay that no one has chosen yet, but not a key against a preset of ours', async () => {
    expect(await scratch.refuse('presets: { low-latency: { turn: { longest_pause_ms: 300 } } }')).toHaveLength(1);
    const loaded = await scratch.load('turn: { longest_pause_ms: 600 }');
    expect(loaded.settings.turn.longest_pause_ms).toBe(600);
    expect(() => withPreset(loaded, 'high-quality')).toThrow(/longest_pause_ms/);
  });

  it('cannot be missing, a folder or another kind of file', async () => {
    await expect(loadConfig({ path: join(scratch.folder, 'none.yaml') })).rejects.toThrow(
      /no such file; name one with/,
    );
    await expect(loadConfig({ path: scratch.folder })).rejects.toThrow(/not a regular file|is a folder/);
    await expect(loadConfig({ path: '/dev/zero' })).rejects.toThrow(/not a regular file/);
  });
});

describe('layers', () => {
  it('fills a short file from the shipped one and says which is which', async () => {
    const { settings, origins, path } = await scratch.load('# mine\nturn:\n  barge_in: false\n');
    expect(settings.turn).toMatchObject({ barge_in: false, endpoint_ms: 500 });
    expect(origins.get('turn.barge_in')).toBe(`${path}:3`);
    expect(origins.get('turn.endpoint_ms')).toBe('default');
    expect(origins.get('preset')).toBe('default');
  });

  it.each(['', '# nothing\n', '---\n', 'stt:\n', 'presets:\n'])(
    'takes %j as a file that changes nothing',
    async (text) => {
      expect((await scratch.load(text)).settings).toEqual((await loadConfig({ path: shippedConfigPath })).settings);
    },
  );

  it('lays base, preset, own keys, own preset and --set in this order', async () => {
    const text = [
      'preset: low-latency',
      'turn: { endpoint_ms: 600 }',
      'llm: { max_tokens: 90, temperature: 0.7 }',
      'presets: { low-latency: { llm: { temperature: 0.9, threads: 2 } } }',
    ].join('\n');
    const { settings, origins, path } = await scratch.load(text, { sets: ['llm.threads=3'] });
    expect(settings.turn.endpoint_ms).toBe(600);
    expect(settings.audio.input.chunk_size).toBe(512);
    expect(settings.llm).toMatchObject({ max_tokens: 90, temperature: 0.9, threads: 3 });
    expect(origins.get('audio.input.chunk_size')).toBe('preset low-latency');
    expect(origins.get('llm.max_tokens')).toBe(`${path}:3`);
    expect(origins.get('llm.temperature')).toBe(`preset low-latency (${path}:4)`);
    expect(origins.get('llm.threads')).toBe('--set');
    expect(origins.get('preset')).toBe(`${path}:1`);
  });

  it('replaces a list instead of joining it', async () => {
    expect((await scratch.load('stt: { model: [/my/model] }')).settings.stt.model).toEqual(['/my/model']);
  });

  it('knows presets of the user', async () => {
    const loaded = await scratch.load('preset: night\npresets: { night: { audio: { output: { volume: 0.3 } } } }');
    expect(loaded.settings.audio.output.volume).toBe(0.3);
    expect(loaded.presets).toEqual(['low-latency', 'balanced', 'high-quality', 'night']);
  });

  it('lets --preset win over the file and refuses one that is not there', async () => {
    expect((await scratch.load('preset: high-quality', { preset: 'low-latency' })).preset).toBe('low-latency');
    expect(await scratch.refuse('', { preset: 'low-latancy' })).toEqual([
      '--preset: unknown, got "low-latancy", wanted low-latency, balanced or high-quality; did you mean `low-latency`?',
    ]);
  });

  it('knows the shipped file by whatever way it is named', async () => {
    mkdirSync(join(scratch.folder, 'link'));
    const path = join(scratch.folder, 'link', 'config.yaml');
    symlinkSync(shippedConfigPath, path);
    expect((await loadConfig({ path })).origins.get('turn.barge_in')).toMatch(/link\/config\.yaml:\d+$/);
  });

  it('freezes what it gives, to the bottom', async () => {
    const { settings } = await scratch.load('');
    const isFrozen = (value: unknown): boolean =>
      typeof value !== 'object' || value === null || (Object.isFrozen(value) && Object.values(value).every(isFrozen));
    expect(isFrozen(settings)).toBe(true);
    expect(() => {
      settings.turn.endpoint_ms = 1;
    }).toThrow(TypeError);
  });
});

describe('modes', () => {
  const own = 'pipeline: { mode: captions }\nmodes: { captions: { turn: { endpoint_ms: 700 } } }\n';

  it('lay what the shipped file changes for them over its presets and below own keys', async () => {
    const translation = await scratch.load('', { mode: 'translation' });
    expect(translation.settings.stt).toMatchObject({ language: 'auto', model: ['whisper-base'] });
    expect(translation.settings.pipeline.mode).toBe('translation');
    expect(translation.origins.get('stt.language')).toBe('mode translation');
    expect(translation.origins.get('pipeline.mode')).toBe('the command');
    const quick = await scratch.load('', { mode: 'translation', preset: 'low-latency' });
    expect(quick.settings).toMatchObject({ stt: { model: ['whisper-base'] }, turn: { endpoint_ms: 350 } });
    const told = await scratch.load('stt: { language: de }', { mode: 'translation' });
    expect(told.settings.stt.language).toBe('de');
  });

  it('take what a preset changes for them over what it changes for all, and over what the mode changes in all presets', async () => {
    const text = [
      'presets:',
      '  low-latency:',
      '    turn: { endpoint_ms: 310 }',
      '    vad: { min_speech_duration_ms: 210 }',
      '    modes: { captions: { turn: { endpoint_ms: 330 } } }',
      'modes: { captions: { turn: { endpoint_ms: 320 }, vad: { padding_duration_ms: 222 } } }',
    ].join('\n');
    const quick = await scratch.load(text, { mode: 'captions', preset: 'low-latency' });
    expect(quick.settings.turn.endpoint_ms).toBe(330);
    expect(quick.settings.vad).toMatchObject({ min_speech_duration_ms: 210, padding_duration_ms: 222 });
    expect(quick.origins.get('turn.endpoint_ms')).toMatch(/^preset low-latency, mode captions \(.*c\.yaml:5\)$/);
    expect(quick.origins.get('vad.padding_duration_ms')).toMatch(/^mode captions \(.*c\.yaml:6\)$/);
    expect(withPreset(quick, 'balanced').settings.turn.endpoint_ms).toBe(320);
    const other = await scratch.load(text, { mode: 'dictation', preset: 'low-latency' });
    expect(other.settings.turn.endpoint_ms).toBe(310);
    const told = await scratch.load(text, { mode: 'captions', preset: 'low-latency', sets: ['turn.endpoint_ms=340'] });
    expect(told.settings.turn.endpoint_ms).toBe(340);
  });

  it('stays while the program runs, whatever the file chooses for the next start', async () => {
    const running = withMode(await scratch.load('preset: balanced'), 'assistant');
    scratch.write(own);
    const saved = await reloadConfig(running);
    expect(saved.settings).toMatchObject({ pipeline: { mode: 'assistant' }, turn: { endpoint_ms: 500 } });
    expect(withPreset(saved, 'low-latency').settings.pipeline.mode).toBe('assistant');
  });

  it('keep a change of a preset for one of them apart from the same change elsewhere when the file is saved', async () => {
    const text = 'presets: { balanced: { modes: { captions: { turn: { endpoint_ms: 400 } } } } }';
    const loaded = await scratch.load(text, { mode: 'captions' });
    scratch.write(text.replace('400', '410'));
    expect((await reloadConfig(loaded)).settings.turn.endpoint_ms).toBe(410);
  });

  it('are chosen by the file, by --set and by a command, in this order', async () => {
    const named = await scratch.load(own);
    expect(named.settings.turn.endpoint_ms).toBe(700);
    expect(named.settings.stt.language).toBe('en');
    const set = await scratch.load(own, { sets: ['pipeline.mode=translation'] });
    expect(set.settings).toMatchObject({ stt: { language: 'auto' }, turn: { endpoint_ms: 500 } });
    const asked = await scratch.load(own, { sets: ['pipeline.mode=translation'], mode: 'dictation' });
    expect(asked.settings).toMatchObject({ pipeline: { mode: 'dictation' }, stt: { language: 'en' } });
    expect(withPreset(asked, 'low-latency').settings.pipeline.mode).toBe('dictation');
    expect((await reloadConfig(asked)).settings.pipeline.mode).toBe('dictation');
  });

  it.each([
    ['modes: { caption: {} }', /^c\.yaml:1:10 modes\.caption: unknown key, did you mean `captions`\?$/],
    ['modes: { captions: { turn: { endpoint: 3 } } }', /modes\.captions\.turn\.endpoint: unknown key/],
    [
      'presets: { balanced: { modes: { caption: {} } } }',
      /^c\.yaml:1:33 presets\.balanced\.modes\.caption: unknown key, did you mean `captions`\?$/,
    ],
    [
      'presets: { balanced: { modes: { captions: { turn: { endpoint: 3 } } } } }',
      /^c\.yaml:1:53 presets\.balanced\.modes\.captions\.turn\.endpoint: unknown key/,
    ],
    [
      'presets: { balanced: { modes: { captions: { turn: { endpoint_ms: 3 } } } } }',
      /presets\.balanced\.modes\.captions\.turn\.endpoint_ms: out of range, got 3, wanted a whole number from 100 to 10000$/,
    ],
    [
      'presets: { balanced: { modes: [captions] } }',
      /presets\.balanced\.modes: wrong type, got \["captions"\], wanted NAME: \{…\} for each mode$/,
    ],
    [
      'modes: { captions: { pipeline: { mode: dictation } } }',
      /^c\.yaml:1:10 modes\.captions\.pipeline\.mode: no mode chooses another; leave it out$/,
    ],
    [
      'presets: { high-quality: { modes: { captions: { turn: { endpoint_ms: 2100 } } } } }',
      /turn\.longest_pause_ms: does not fit turn\.endpoint_ms 2100 \(c\.yaml:1:\d+\), got 2000, wanted at least 2100/,
    ],
    ['modes: 3', /modes: wrong type, got 3, wanted NAME: \{…\} for each mode/],
    ['pipeline: { mode: caption }', /pipeline\.mode: wrong value, got "caption".*did you mean `captions`/],
  ])('%j is refused with one line', async (text, expected) => {
    const lines = await scratch.refuse(text);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(expected);
  });
});

describe('another preset', () => {
  it('is laid without reading the file again, and keeps --set', async () => {
    const loaded = await scratch.load('', { sets: ['turn.endpoint_ms=900'] });
    scratch.write('garbage: [');
    const fast = withPreset(loaded, 'low-latency');
    expect(fast.settings.turn.endpoint_ms).toBe(900);
    expect(fast.settings.stt.model).toEqual(['whisper-tiny.en']);
    expect(fast.origins.get('preset')).toBe('switched while running');
    expect(withPreset(fast, 'balanced').settings).toEqual(loaded.settings);
  });

  it('must exist', async () => {
    const loaded = await scratch.load('');
    expect(() => withPreset(loaded, 'constructor')).toThrow(ConfigError);
    expect(() => withPreset(loaded, 'fast')).toThrow('preset: unknown, got "fast", wanted low-latency, balanced or');
  });

  it('stays when the file is read again, unless the file names a new one', async () => {
    const loaded = withPreset(await scratch.load('preset: balanced'), 'low-latency');
    scratch.write('preset: balanced\nturn: { barge_in: false }');
    const again = await reloadConfig(loaded);
    expect([again.preset, again.settings.turn.barge_in]).toEqual(['low-latency', false]);
    scratch.write('preset: high-quality');
    expect((await reloadConfig(again)).preset).toBe('high-quality');
  });
});
