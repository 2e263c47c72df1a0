import { describe, expect, it } from 'vitest';
import { shippedConfigPath } from '../../../src/config/file.js';
import { loadConfig } from '../../../src/config/load.js';
import type { Settings } from '../../../src/config/schema.js';
import type { EngineHandle } from '../../../src/models/host/engine.js';
import { Glossary } from '../../../src/stages/translation/glossary.js';
import { createTranslators, serverOptions } from '../../../src/stages/translation/translators.js';
import { HandClock } from './fakes.js';

const settingsOf = async (...sets: string[]): Promise<Settings['translation']> =>
  (await loadConfig({ path: shippedConfigPath, sets })).settings.translation;

const engine: EngineHandle = {
  ready: () => Promise.resolve(),
  async *call() {
    yield { languages: ['en', 'de'], parameters: 8e9 };
  },
};
const request = {
  ...{ to: 'en', glossary: new Glossary({ glossary: {}, keep: [] }), signal: new AbortController().signal },
  clock: new HandClock(),
};
const onNotice = (): void => undefined;

describe('the translators of the settings', () => {
  it('are Whisper alone unless told otherwise', async () => {
    const translators = createTranslators(await settingsOf(), { whisper: { engine, model: 'whisper-base' } }, onNotice);
    expect(translators.map(({ name, model }) => [name, model])).toEqual([['whisper', 'whisper-base']]);
  });

  it('come in the order of the settings, each once', async () => {
    const settings = await settingsOf('translation.engine=[openai, whisper, openai, llama]');
    const all = { whisper: { engine, model: 'w' }, openai: { engine, model: 'o' }, llama: { engine, model: 'l' } };
    const translators = createTranslators(settings, all, onNotice);
    expect(translators.map(({ name }) => name)).toEqual(['openai', 'whisper', 'llama']);
    expect(translators.map(({ timeoutMs }) => timeoutMs)).toEqual([5000, 60_000, 30_000]);
  });

  it('say what is missing when their engine is not there', async () => {
    const settings = await settingsOf('translation.engine=[llama]');
    const [llama] = createTranslators(settings, {}, onNotice);
    const line = /^llama: translation\.model names no model that is here; name a GGUF file/;
    expect(await llama?.refuses('de', request)).toMatch(line);
    await expect(llama?.translate([], request)).rejects.toThrow(line);
  });

  it('ask a server with the settings of translation, not of answers', async () => {
    const settings = await settingsOf('translation.openai.model=tower', 'translation.openai.timeout_ms=900');
    expect(serverOptions(settings)).toMatchObject({ model: 'tower', timeoutMs: 900, firstTokenTimeoutMs: 900 });
  });
});
