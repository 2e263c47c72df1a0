/** The voice changes while the assistant runs: Piper, espeak, Piper again, in one inference process. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAssistant } from '../../src/assistant.js';
import type { Assistant } from '../../src/assistant/assistant.js';
import { loadConfig, type LoadedConfig } from '../../src/config/load.js';
import { openStore } from '../../src/models/store.js';
import type { SpokenAudio } from '../../src/pipeline/messages.js';
import { collect } from '../fakes/scope.js';
import { isPresent } from './voice-folder.js';

const never = new AbortController().signal;
const text = 'Every voice says the same words, and each one in its own way.';

function configOf(...sets: string[]): Promise<LoadedConfig> {
  const steady = ['tts.voice=piper-en_US-joe-medium', 'tts.cache.enabled=false', 'inference.providers=[cpu]'];
  return loadConfig({ preset: 'balanced', sets: [...steady, ...sets] });
}

function soundOf(spoken: readonly SpokenAudio[]): number[] {
  return spoken.flatMap((item) => (item.kind === 'audio' ? [...item.frame.samples] : []));
}

describe.skipIf(!isPresent)('a voice that is changed', () => {
  const notices: string[] = [];
  let assistant: Assistant;
  const nameNow = async (): Promise<string | undefined> => (await assistant.describe(never)).engines.get('tts');

  beforeAll(async () => {
    assistant = await createAssistant(
      {
        config: await configOf('tts.engine=[piper,espeak]'),
        ...{ store: openStore(), engines: ['tts'] },
        onNotice: (notice) => notices.push(notice),
      },
      never,
    );
  });
  afterAll(() => assistant.close());

  it('is the first of the list that can speak', async () => {
    expect(await nameNow()).toBe('piper-en_US-joe-medium (cpu)');
    expect(notices).toEqual([]);
  });

  it('goes from Piper to espeak and back without another process', async () => {
    const { pid } = assistant.stats();
    const first = soundOf(await collect(assistant.say(text, never)));
    await assistant.applyConfig(await configOf('tts.engine=espeak'), never);
    expect(await nameNow()).toBe('espeak en-us (wasm)');
    expect(assistant.models.has('tts')).toBe(false);
    const other = soundOf(await collect(assistant.say(text, never)));
    await assistant.applyConfig(await configOf('tts.engine=piper'), never);
    expect(await nameNow()).toBe('piper-en_US-joe-medium (cpu)');
    const again = soundOf(await collect(assistant.say(text, never)));
    // Two runs of one voice are about equally long; another voice is not.
    expect(Math.abs(again.length / first.length - 1)).toBeLessThan(0.15);
    for (const sound of [first, other, again]) expect(sound.length).toBeGreaterThan(2 * 22_050);
    expect(assistant.stats()).toMatchObject({ pid, restarts: 0 });
    expect(notices).toEqual([]);
  });

  it('finishes the sentence that it had begun with the voice it had', async () => {
    await assistant.applyConfig(await configOf('tts.engine=piper'), never);
    const spoken: SpokenAudio[] = [];
    for await (const item of assistant.say(text, never)) {
      spoken.push(item);
      if (spoken.length === 1) await assistant.applyConfig(await configOf('tts.engine=espeak'), never);
    }
    const end = spoken.at(-1);
    expect(end?.kind === 'sentence-end' && end.samples).toBeGreaterThan(22_050);
    expect(await nameNow()).toBe('espeak en-us (wasm)');
  });

  it('stays when the other one cannot speak', async () => {
    await assistant.applyConfig(await configOf('tts.engine=piper'), never);
    const wrong = await configOf('tts.engine=espeak', 'tts.espeak.voice=nobody');
    await expect(assistant.applyConfig(wrong, never)).rejects.toThrow('tts.espeak.voice: got "nobody"');
    expect(await nameNow()).toBe('piper-en_US-joe-medium (cpu)');
    expect(soundOf(await collect(assistant.say('Still here.', never))).length).toBeGreaterThan(8000);
  });
});
