/** What is loaded when somebody speaks while the models rest, and in which order. */
import { describe, expect, it } from 'vitest';
import { wakeEngines } from '../../src/assistant/residency.js';
import type { InferenceHost } from '../../src/models/host/contract.js';
import type { EngineHandle } from '../../src/models/host/engine.js';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Loads nothing: notes what it is asked for, and is ready when the test says so. */
function slowHost(): { host: InferenceHost; asked: string[]; settle: (name: string, error?: Error) => Promise<void> } {
  const asked: string[] = [];
  const waiting = new Map<string, { resolve: () => void; reject: (error: Error) => void }>();
  const engine = (name: string): EngineHandle => ({
    call: () => {
      throw new Error('nobody calls here');
    },
    ready: () => {
      asked.push(name);
      return new Promise<void>((resolve, reject) => waiting.set(name, { resolve, reject }));
    },
  });
  return {
    host: { engine } as Partial<InferenceHost> as InferenceHost,
    asked,
    settle: async (name, error) => {
      await turn();
      const found = waiting.get(name);
      if (error === undefined) found?.resolve();
      else found?.reject(error);
      await turn();
    },
  };
}

describe('engines that rest', () => {
  it('are loaded behind recogniser and voice, as soon as the recogniser reads along', async () => {
    const { host, asked, settle } = slowHost();
    const over = wakeEngines(host, ['llm', 'stt', 'tts', 'turn'], 2);
    expect(asked.toSorted()).toEqual(['stt', 'tts']);
    await settle('stt');
    expect(asked.slice(2)).toEqual(['llm', 'turn']);
    for (const name of ['llm', 'tts', 'turn']) await settle(name);
    await over;
  });

  it('are loaded all at once where each has a core', () => {
    const { host, asked } = slowHost();
    void wakeEngines(host, ['llm', 'stt', 'tts', 'turn'], 4);
    expect(asked.toSorted()).toEqual(['llm', 'stt', 'tts', 'turn']);
  });

  it('are loaded too where the recogniser cannot be, or there is none; and who cannot be loaded is silent', async () => {
    const { host, asked, settle } = slowHost();
    const over = wakeEngines(host, ['stt', 'llm'], 1);
    await settle('stt', new Error('stt: out of memory'));
    expect(asked).toEqual(['stt', 'llm']);
    await settle('llm', new Error('llm: out of memory'));
    await over;
    const none = slowHost();
    const done = wakeEngines(none.host, ['llm'], 1);
    await none.settle('llm');
    expect(none.asked).toEqual(['llm']);
    await done;
  });
});
