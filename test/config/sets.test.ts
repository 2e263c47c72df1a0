import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shippedConfigPath } from '../../src/config/file.js';
import { leafSchemas } from '../../src/config/keys.js';
import { loadConfig } from '../../src/config/load.js';
import type { LoadedConfig } from '../../src/config/load.js';
import { ConfigError } from '../../src/config/problem.js';

const load = (...sets: string[]): Promise<LoadedConfig> => loadConfig({ path: shippedConfigPath, sets });

describe('--set', () => {
  it('takes numbers, words, lists and groups', async () => {
    const { settings, origins } = await load(
      'turn.endpoint_ms=600',
      'stt.partial_results = false',
      'stt.model=[a, "b c"]',
      'tts.voice=/voices/my voice.onnx',
      'inference={ threads: 2, nice: 0 }',
    );
    expect(settings.turn.endpoint_ms).toBe(600);
    expect(settings.stt.partial_results).toBe(false);
    expect(settings.stt.model).toEqual(['a', 'b c']);
    expect(settings.tts.voice).toBe('/voices/my voice.onnx');
    expect(settings.inference).toEqual({ threads: 2, nice: 0, providers: 'auto', memory_mb: 'auto', idle_minutes: 0 });
    expect(origins.get('inference.nice')).toBe('--set');
    expect(origins.get('inference.providers')).not.toBe('--set');
  });

  it('lets the last one win', async () => {
    expect((await load('llm.threads=2', 'llm.threads=3')).settings.llm.threads).toBe(3);
  });

  it.each([
    'Be brief: one line # really',
    '- no lists',
    'a=b=c',
    '',
    '*stars*',
    '!bang',
    'two\nlines',
    'yes',
    'null and void',
  ])('takes %j as text where text is wanted', async (text) => {
    expect((await load(`llm.system_prompt=${text}`)).settings.llm.system_prompt).toBe(text);
  });

  it('keeps any text whole that YAML would read as no other plain value', async () => {
    const text = fc.string({ maxLength: 40 }).filter((value) => /^[a-z]/i.test(value) && value === value.trim());
    const odd = /^(true|false|null)$/i;
    await fc.assert(
      fc.asyncProperty(
        text.filter((value) => !odd.test(value)),
        async (value) => {
          expect((await load(`llm.system_prompt=${value}`)).settings.llm.system_prompt).toBe(value);
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each([
    ['turn.endpoint_ms', '--set "turn.endpoint_ms": wanted key=value'],
    ['turn.endpont_ms=5', '--set turn.endpont_ms: unknown key, did you mean `endpoint_ms`?'],
    ['endpoint_ms=500', '--set endpoint_ms: unknown key, did you mean `turn.endpoint_ms`?'],
    ['trun.endpoint_ms=500', '--set trun.endpoint_ms: unknown key, did you mean `turn.endpoint_ms`?'],
    [
      'turn.endpoint_ms=soon',
      '--set turn.endpoint_ms: wrong type, got "soon", wanted a whole number from 100 to 10000',
    ],
    ['turn.endpoint_ms=', '--set turn.endpoint_ms: wrong type, got "", wanted a whole number from 100 to 10000'],
    [
      'turn.endpoint_ms=99999',
      '--set turn.endpoint_ms: out of range, got 99999, wanted a whole number from 100 to 10000',
    ],
    [
      'turn=5',
      '--set turn: wrong type, got 5, wanted a group with detection, model, eagerness, endpoint_ms, longest_pause_ms, reopen_ms, max_utterance_ms, barge_in, duck_db, drafts or filler',
    ],
    ['turn={endpont_ms: 5}', '--set turn.endpont_ms: unknown key, did you mean `endpoint_ms`?'],
    ['preset=low-latency', '--set preset: chosen with --preset NAME'],
    ['presets.x.turn=1', '--set presets: they stand in the file; set the key itself'],
    ['turn.endpoint_ms.x=1', /^--set turn\.endpoint_ms\.x: unknown key/],
    ['stt.model=[a', /^--set stt\.model: not valid YAML: /],
    ['=5', /^--set "": unknown key/],
    ['__proto__.x=5', /^--set __proto__\.x: unknown key/],
    [
      'turn.longest_pause_ms=400',
      /^--set turn\.longest_pause_ms: does not fit turn\.endpoint_ms 500 .*wanted at least 500/,
    ],
  ])('refuses %j', async (set, expected) => {
    const error: unknown = await load(set).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ConfigError);
    const { lines } = error as ConfigError;
    expect(lines).toHaveLength(1);
    if (typeof expected === 'string') expect(lines[0]).toBe(expected);
    else expect(lines[0]).toMatch(expected);
  });

  it('can set each key to the value that it has', async () => {
    const loaded = await load();
    for (const path of leafSchemas.keys()) {
      const value = path
        .split('.')
        .reduce<unknown>((group, key) => (group as Record<string, unknown>)[key], loaded.settings);
      expect((await load(`${path}=${JSON.stringify(value)}`)).settings).toEqual(loaded.settings);
    }
  });
});
