import { describe, expect, it } from 'vitest';
import type { EngineHandle } from '../../../src/models/host/engine.js';
import { Listener } from '../../../src/stages/translation/listener.js';
import { settle } from '../../fakes/scope.js';

const sound = { samples: new Float32Array(16), startMs: 0 };

/** Answers a call when it is told to. */
function slowEngine() {
  const finish: (() => void)[] = [];
  const signals: AbortSignal[] = [];
  let ended = 0;
  const engine: EngineHandle = {
    ready: () => Promise.resolve(),
    async *call(_method, _args, { signal }) {
      signals.push(signal);
      await new Promise<void>((resolve) => finish.push(resolve));
      yield { kind: 'final', text: `${signals.length}`, language: 'en', words: [] };
      ended += 1;
    },
  };
  return { engine, finish, signals, ended: () => ended };
}

describe('a listener', () => {
  it('never stops a call, whoever stops waiting for it', async () => {
    const { engine, finish, signals, ended } = slowEngine();
    const listener = new Listener(engine);
    const controller = new AbortController();
    const first = listener.hear(sound, 'de', controller.signal);
    await settle();
    controller.abort(new Error('too late'));
    await expect(first).rejects.toThrow('too late');
    expect(signals[0]?.aborted).toBe(false);
    finish[0]?.();
    await settle();
    expect(ended()).toBe(1);
  });

  it('asks for one thing at a time, and not for what nobody waits for any more', async () => {
    const { engine, finish, signals } = slowEngine();
    const listener = new Listener(engine);
    const gone = new AbortController();
    const first = listener.hear(sound, 'de', new AbortController().signal);
    const second = listener.hear(sound, 'de', gone.signal);
    const third = listener.hear(sound, 'de', new AbortController().signal);
    await settle();
    expect(signals).toHaveLength(1);
    gone.abort(new Error('gone'));
    await expect(second).rejects.toThrow('gone');
    finish[0]?.();
    expect((await first)?.text).toBe('1');
    await settle();
    expect(signals).toHaveLength(2);
    finish[1]?.();
    expect((await third)?.text).toBe('2');
  });

  it('goes on after a call that failed', async () => {
    let calls = 0;
    const engine: EngineHandle = {
      ready: () => Promise.resolve(),
      async *call() {
        calls += 1;
        if (calls === 1) throw new Error('crashed');
        yield { kind: 'final', text: 'fine', language: 'en', words: [] };
      },
    };
    const listener = new Listener(engine);
    const { signal } = new AbortController();
    await expect(listener.hear(sound, 'de', signal)).rejects.toThrow('crashed');
    expect((await listener.hear(sound, 'de', signal))?.text).toBe('fine');
  });
});
