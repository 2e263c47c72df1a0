/** What `parley doctor` says about voices, with a models folder that holds none. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkVoices, tryVoice } from '../../src/cli/doctor-voice.js';
import { loadConfig, withPreset, type LoadedConfig } from '../../src/config/load.js';
import { loadCatalog } from '../../src/models/catalog.js';
import { ModelStore } from '../../src/models/store.js';

const folder = mkdtempSync(join(tmpdir(), 'parley-doctor-'));
const broken = join(folder, 'broken.onnx');
writeFileSync(broken, 'no graph');
writeFileSync(`${broken}.json`, '{}');
const store = new ModelStore(folder, loadCatalog(folder));
const never = new AbortController().signal;
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const configOf = (...sets: string[]): Promise<LoadedConfig> =>
  loadConfig({ preset: 'balanced', sets: ['inference.providers=[cpu]', 'inference.nice=0', ...sets] });

describe('the doctor', () => {
  it('tells which voice engine would speak, and what one before it would add', async () => {
    const config = await configOf('tts.engine=[kokoro,espeak,piper]');
    expect(await checkVoices(config, 'balanced', { store, needed: true })).toEqual([
      {
        area: 'balanced',
        state: 'note',
        line: expect.stringMatching(/^kokoro-82m-int8 would be better: Kokoro .*MB\)$/) as string,
        mend: 'npx parley models fetch kokoro-82m-int8',
      },
      { area: 'balanced', state: 'ok', line: 'espeak speaks without weights' },
    ]);
  });

  it('tells what is missing where nothing can speak', async () => {
    const config = withPreset(await configOf(), 'high-quality');
    const checks = await checkVoices(config, 'high-quality', { store, needed: true });
    expect(checks.map(({ state, mend }) => [state, mend])).toEqual([
      ['bad', 'npx parley models fetch kokoro-82m-int8'],
      ['bad', 'npx parley models fetch piper-en_US-joe-medium'],
    ]);
    expect(await tryVoice(config, store, never)).toEqual([]);
  });

  it('lets the voice in force be loaded, and passes on what it says', async () => {
    const both = await configOf('tts.engine=[piper,espeak]', `tts.voice=${broken}`, 'tts.espeak.voice=ja');
    expect(await tryVoice(both, store, never)).toEqual([
      {
        area: 'voice',
        state: 'note',
        line: expect.stringMatching(/^tts: piper not used: .*; espeak speaks instead$/) as string,
      },
      { area: 'voice', state: 'ok', line: 'espeak ja (wasm) speaks' },
      { area: 'voice', state: 'note', line: expect.stringContaining('kana') as string },
    ]);
    const [only, ...others] = await tryVoice(await configOf('tts.engine=espeak', 'tts.espeak.voice=zz'), store, never);
    expect(only).toMatchObject({ area: 'voice', state: 'bad' });
    expect(only?.line).toContain('tts.espeak.voice: got "zz"');
    expect(others).toEqual([]);
  });
});
