/** The turn listener against a scripted engine. */
import { describe, expect, it } from 'vitest';
import type { EngineCallOptions, EngineHandle } from '../../../src/models/host/engine.js';
import { createTurnListener, readSmartTurnInfo } from '../../../src/stages/turn-detection/listener.js';

interface Call {
  readonly method: string;
  readonly args: unknown;
}

function engineOf(answers: readonly unknown[], calls: Call[] = []): EngineHandle {
  return {
    ready: async () => undefined,
    async *call(method: string, args: unknown, { signal }: EngineCallOptions) {
      calls.push({ method, args });
      for (const answer of answers) {
        signal.throwIfAborted();
        yield answer;
      }
    },
  };
}

const life = (): AbortSignal => new AbortController().signal;

describe('createTurnListener', () => {
  it('sends a copy of the last eight seconds and gives back the probability', async () => {
    const calls: Call[] = [];
    const samples = Float32Array.from({ length: 130_000 }, (_, i) => i / 130_000);
    expect(await createTurnListener(engineOf([0.75], calls)).judge(samples, life())).toBe(0.75);
    const sent = (calls[0]?.args as { samples: Float32Array }).samples;
    expect([sent.length, sent[0], sent.at(-1)]).toEqual([128_000, samples[2000], samples.at(-1)]);
    expect(sent.buffer).not.toBe(samples.buffer);
  });

  it.each([[1.5], [-0.1], ['yes'], [NaN]])('refuses %s', async (answer) => {
    const listener = createTurnListener(engineOf([answer]));
    await expect(listener.judge(new Float32Array(512), life())).rejects.toThrow(/wanted a probability from 0 to 1/);
  });

  it('says so when no answer comes', async () => {
    await expect(createTurnListener(engineOf([])).judge(new Float32Array(512), life())).rejects.toThrow(
      'the turn model ended without an answer',
    );
  });

  it('asks nothing once the signal has fired, and rejects with its reason', async () => {
    const calls: Call[] = [];
    const controller = new AbortController();
    controller.abort(new Error('the user went on'));
    const judged = createTurnListener(engineOf([0.5], calls)).judge(new Float32Array(512), controller.signal);
    await expect(judged).rejects.toThrow('the user went on');
    expect(calls).toEqual([]);
  });

  it('warms up with one run', async () => {
    const calls: Call[] = [];
    await createTurnListener(engineOf([], calls)).warmUp(life());
    expect(calls).toEqual([{ method: 'warmUp', args: {} }]);
  });
});

describe('readSmartTurnInfo', () => {
  it('reads what the engine is, or says that it does not tell', async () => {
    const info = { model: 'smart-turn-v3.2-cpu', provider: 'cpu', notes: [] };
    expect(await readSmartTurnInfo(engineOf([info]), life())).toEqual(info);
    await expect(readSmartTurnInfo(engineOf([]), life())).rejects.toThrow('does not say what it is');
  });
});
