import { describe, expect, it } from 'vitest';
import type { AudioFrame } from '../../../src/audio/frame.js';
import type { EngineHandle } from '../../../src/models/host/engine.js';
import type { WakeHit } from '../../../src/pipeline/wake.js';
import { EngineWakeListener } from '../../../src/stages/wake/listener.js';
import { settle } from '../../fakes/scope.js';

const FRAME = 512;

interface Stretch {
  /** Everything that came in, joined; a sample's value tells its place. */
  readonly samples: number[];
  readonly startSample: number;
  ended: boolean;
}

/** Hears whole hops; says that the word was said whenever a hop holds a sample of `wordAt`. */
function setUp(options: { wordAt?: number; fails?: boolean } = {}) {
  const stretches: Stretch[] = [];
  const hits: WakeHit[] = [];
  const faults: string[] = [];
  const engine: EngineHandle = {
    ready: () => Promise.resolve(),
    async *call(_method, _args, { input, signal }) {
      let stretch: Stretch | undefined;
      for await (const item of input ?? []) {
        if (options.fails === true) throw new Error('the engine died');
        const { samples, startSample } = item as AudioFrame;
        if (stretch === undefined) stretches.push((stretch = { samples: [], startSample, ended: false }));
        stretch.samples.push(...samples);
        const endSample = startSample + samples.length;
        const isWord = options.wordAt !== undefined && options.wordAt >= startSample && options.wordAt < endSample;
        yield { endSample, scores: [isWord ? 0.9 : 0] };
      }
      if (stretch !== undefined && !signal.aborted) stretch.ended = true;
    },
  };
  const listener = new EngineWakeListener({
    ...{ engine, words: [{ word: 'hey jarvis', threshold: 0.5 }], cooldownMs: 2000 },
    onHit: (hit) => hits.push(hit),
    onFault: ({ message }) => faults.push(message),
  });
  /** Frames `from`…`to`: tiny values that tell their places, so that only the probability can open the gate. */
  const feed = async (from: number, to: number, probability: number, wanted = true): Promise<void> => {
    for (let index = from; index < to; index++) {
      const startSample = index * FRAME;
      const samples = Float32Array.from({ length: FRAME }, (_, i) => (startSample + i) * 2 ** -40);
      listener.hear({ samples, startSample, sampleRateHz: 16_000 }, probability, wanted);
      await settle();
    }
  };
  return { stretches, hits, faults, listener, feed };
}

const place = (sample: number): number => sample * 2 ** 40;

describe('EngineWakeListener', () => {
  it('leaves the engine alone while nobody speaks', async () => {
    const { stretches, feed } = setUp();
    await feed(0, 200, 0.05);
    expect(stretches).toEqual([]);
  });

  it('gives it two seconds of what came before, every frame of the speech, and a second more', async () => {
    const { stretches, feed } = setUp();
    await feed(0, 100, 0.05);
    await feed(100, 120, 0.9);
    await feed(120, 200, 0.05);
    expect(stretches).toHaveLength(1);
    const [{ samples, startSample, ended } = { samples: [], startSample: 0, ended: false }] = stretches;
    expect(startSample).toBe(101 * FRAME - 32_000);
    expect(ended).toBe(true);
    // A second is 31.25 frames.
    expect(startSample + samples.length).toBe((120 + 31) * FRAME);
    expect(samples.map(place)).toEqual(samples.map((_, i) => startSample + i));
  });

  it('puts silence before a young stream', async () => {
    const { stretches, feed } = setUp();
    await feed(0, 3, 0.9);
    const [stretch] = stretches;
    expect(stretch?.startSample).toBe(FRAME - 32_000);
    expect(stretch?.samples.slice(0, 32_000 - FRAME).every((sample) => sample === 0)).toBe(true);
    expect(place(stretch?.samples[32_000] ?? 0)).toBe(FRAME);
  });

  it('says which word, and where it lies', async () => {
    const { hits, feed } = setUp({ wordAt: 119 * FRAME });
    await feed(0, 90, 0.05);
    await feed(90, 120, 0.9);
    await feed(120, 200, 0.05);
    expect(hits).toEqual([{ word: 'hey jarvis', startSample: 90 * FRAME, endSample: 120 * FRAME, score: 0.9 }]);
  });

  it('stops at once when no word is wanted, and starts again with the past when one is', async () => {
    const { stretches, hits, feed } = setUp({ wordAt: 115 * FRAME });
    await feed(0, 100, 0.05);
    await feed(100, 110, 0.9);
    await feed(110, 130, 0.9, false);
    await feed(130, 132, 0.9);
    expect(stretches).toHaveLength(2);
    expect(stretches[0]?.ended).toBe(false);
    expect(stretches[1]?.startSample).toBe(131 * FRAME - 32_000);
    expect(hits).toHaveLength(1);
  });

  it('tells of a fault, and tries again some seconds later', async () => {
    const { faults, feed } = setUp({ fails: true });
    await feed(0, 150, 0.9);
    expect(faults).toEqual(['the engine died']);
    await feed(150, 200, 0.9);
    expect(faults).toHaveLength(2);
  });
});
