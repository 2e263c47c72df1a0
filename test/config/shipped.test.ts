import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { shippedConfigPath } from '../../src/config/file.js';
import { describeWanted, leafSchemas } from '../../src/config/keys.js';
import { loadConfig, withPreset } from '../../src/config/load.js';
import type { ModeName } from '../../src/config/runtime.js';
import { presetNames, settingsSchema, type Settings } from '../../src/config/schema.js';

const lines = readFileSync(shippedConfigPath, 'utf8').split('\n');

/** The line of each key under the balanced preset, whose values are the file's own. */
async function locateKeys(): Promise<Map<string, number>> {
  const { origins } = await loadConfig({ path: shippedConfigPath, preset: 'balanced' });
  return new Map([...leafSchemas.keys()].map((key) => [key, Number(/:(\d+)$/.exec(origins.get(key) ?? '')?.[1])]));
}

describe('the shipped configuration', () => {
  it('gives every key of the schema, in the same order, each with a comment', async () => {
    const places = await locateKeys();
    const numbers = [...places.values()];
    expect(numbers).toEqual([...numbers].sort((one, other) => one - other));
    for (const [key, number] of places) {
      const name = key.slice(key.lastIndexOf('.') + 1);
      const line = lines[number - 1] ?? '';
      // A folded text starts in the line after its key.
      const documented = line.trimStart().startsWith(`${name}:`) ? line : (lines[number - 2] ?? '');
      expect(documented, key).toMatch(new RegExp(`^ *${name}: .+ # \\S.{9,}`));
    }
  });

  it('states each range and each choice as the schema has it', async () => {
    for (const [key, number] of await locateKeys()) {
      const wanted = describeWanted(key);
      const comment = `${lines[number - 2] ?? ''}\n${lines[number - 1] ?? ''}`;
      const range = /from ([\d.]+) to ([\d.]+)/.exec(wanted);
      if (range !== null) expect(comment, key).toContain(`${range[1] ?? ''}…${range[2] ?? ''}`);
      else if (/^[a-z\d]+(, [a-z\d]+)* or [a-z\d]+$/.test(wanted) && !wanted.includes('text')) {
        for (const choice of wanted.split(/, | or /)) expect(comment, key).toMatch(new RegExp(`\\b${choice}\\b`));
      }
    }
  });

  it.each(presetNames)('has a valid preset %s', async (name) => {
    const loaded = await loadConfig({ path: shippedConfigPath, preset: name });
    expect(settingsSchema.parse(loaded.settings)).toEqual(loaded.settings);
    expect(loaded.preset).toBe(name);
    expect(loaded.presets).toEqual(presetNames);
  });

  it('is balanced unless told otherwise', async () => {
    const loaded = await loadConfig({ path: shippedConfigPath });
    expect(loaded.preset).toBe('balanced');
    expect(loaded.settings).toEqual((await loadConfig({ path: shippedConfigPath, preset: 'balanced' })).settings);
  });

  it('trades waiting time for quality from preset to preset', async () => {
    const loaded = await loadConfig({ path: shippedConfigPath });
    const all = presetNames.map((name) => withPreset(loaded, name).settings);
    expect(all.map(({ turn }) => turn.endpoint_ms)).toEqual([350, 500, 800]);
    expect(all.map(({ audio }) => audio.input.chunk_size)).toEqual([512, 512, 1024]);
    expect(all.map(({ audio }) => audio.output.buffer_size)).toEqual([1024, 2048, 4096]);
    expect(all.map(({ stt }) => stt.streaming)).toEqual([true, true, false]);
    expect(all.map(({ stt }) => [stt.model].flat()[0])).toEqual([
      'whisper-tiny.en',
      'whisper-base',
      'whisper-small.en',
    ]);
    const lengths = all.map(({ llm }) => llm.max_tokens);
    expect(lengths).toEqual([...lengths].sort((one, other) => one - other));
  });

  it('trades it in the other modes as well, each in its own way', async () => {
    const of = async (mode: ModeName) => {
      const loaded = await loadConfig({ path: shippedConfigPath, mode });
      return presetNames.map((name) => withPreset(loaded, name).settings);
    };
    const [captions, dictation, translation] = [await of('captions'), await of('dictation'), await of('translation')];
    const model = ({ stt }: Settings): string | undefined => [stt.model].flat()[0];
    expect(captions.map(model)).toEqual(['whisper-tiny.en', 'whisper-base', 'whisper-base']);
    expect(dictation.map(model)).toEqual(['whisper-tiny.en', 'whisper-base', 'whisper-small.en']);
    // Of the models that are offered, the smallest that knows another language than English.
    expect(translation.map(model)).toEqual(['whisper-base', 'whisper-base', 'whisper-base']);
    for (const all of [captions, dictation, translation]) {
      expect(all.every(({ stt }) => stt.streaming && stt.partial_results)).toBe(true);
      const lengths = all.map(({ captions: { longest_chars } }) => longest_chars);
      expect(lengths).toEqual([...new Set(lengths)].sort((one, other) => one - other));
    }
    expect(captions.map(({ captions: { enough_ms } }) => enough_ms)).toEqual([1500, 3000, 3000]);
  });

  it('lays a preset over without touching what it does not name', async () => {
    const loaded = await loadConfig({ path: shippedConfigPath });
    const { audio, nlp } = withPreset(loaded, 'low-latency').settings;
    expect(audio.input.buffer_seconds).toBe(loaded.settings.audio.input.buffer_seconds);
    expect(nlp).toEqual(loaded.settings.nlp);
  });
});
