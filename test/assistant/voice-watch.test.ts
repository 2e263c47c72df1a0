import { describe, expect, it } from 'vitest';
import { VoiceWatch } from '../../src/assistant/voice-watch.js';
import type { InferenceHost } from '../../src/models/host/contract.js';
import type { EngineSpec } from '../../src/models/host/engine.js';

const spec = (voice: string): EngineSpec => ({ module: 'file:///voice.js', options: { voice } });

/** A host that replaces an engine when the test says so. */
function slowHost(): { host: InferenceHost; finish: (error?: Error) => Promise<void> } {
  let settle: (error?: Error) => void = () => undefined;
  const unused = (): never => {
    throw new Error('not used here');
  };
  return {
    host: {
      ...{ start: unused, engine: unused, stats: unused, close: unused },
      replace: () =>
        new Promise<void>((resolve, reject) => {
          settle = (error) => {
            if (error === undefined) resolve();
            else reject(error);
          };
        }),
    },
    finish: async (error) => {
      settle(error);
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

describe('VoiceWatch', () => {
  it('knows the voice in service, and none while voices change', async () => {
    const { host, finish } = slowHost();
    const watch = new VoiceWatch(host, spec('joe'));
    const joe = watch.serving(spec('joe'));
    expect(joe).toBeDefined();
    expect(watch.serving(spec('amy'))).toBeUndefined();
    const change = watch.replace('tts', spec('amy'));
    expect([watch.serving(spec('joe')), watch.serving(spec('amy'))]).toEqual([undefined, undefined]);
    await finish();
    await change;
    expect(watch.serving(spec('joe'))).toBeUndefined();
    expect(watch.serving(spec('amy'))).toBeDefined();
    const back = watch.replace('tts', spec('joe'));
    await finish();
    await back;
    // The same voice again, but not all the time: what began before the changes is not known to be its sound.
    expect(watch.serving(spec('joe'))).toBeDefined();
    expect(watch.serving(spec('joe'))).not.toBe(joe);
  });

  it('stays with the voice before when the new one does not load', async () => {
    const { host, finish } = slowHost();
    const watch = new VoiceWatch(host, spec('joe'));
    const change = watch.replace('tts', spec('amy'));
    const failed = expect(change).rejects.toThrow('no weights');
    await finish(new Error('no weights'));
    await failed;
    expect(watch.serving(spec('joe'))).toBeDefined();
  });

  it('does not care for other engines', async () => {
    const { host, finish } = slowHost();
    const watch = new VoiceWatch(host, spec('joe'));
    const joe = watch.serving(spec('joe'));
    const change = watch.replace('stt', spec('whisper'));
    expect(watch.serving(spec('joe'))).toBe(joe);
    await finish();
    await change;
    expect(watch.serving(spec('joe'))).toBe(joe);
  });
});
