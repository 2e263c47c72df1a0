/** What came during a long run is found waiting, all of it, in order. */
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { UtteranceFeed } from '../../../src/stages/stt/utterance-feed.js';
import { stream } from '../../fakes/scope.js';

function audio(...values: readonly number[]): unknown {
  return { kind: 'audio', frame: { samples: Float32Array.from(values), sampleRateHz: 16_000, startSample: 0 } };
}

describe('UtteranceFeed', () => {
  it('hands over all that came since the last look', async () => {
    const feed = new UtteranceFeed();
    feed.start(stream(audio(1), audio(2), { kind: 'pause' }, audio(3)));
    const batch = await feed.next();
    expect(batch.audio.map(([sample]) => sample)).toEqual([1, 2, 3]);
    expect(batch).toMatchObject({ paused: true, ended: true });
  });

  it('waits for the next event and forgets the pause of the batch before', async () => {
    let go = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    async function* input(): AsyncGenerator {
      yield { kind: 'pause' };
      await gate;
      yield audio(4);
      await new Promise(() => undefined);
    }
    const feed = new UtteranceFeed();
    feed.start(input());
    expect(await feed.next()).toEqual({ audio: [], paused: true, ended: false });
    let seen = false;
    const next = feed.next().then((batch) => {
      seen = true;
      return batch;
    });
    await turn();
    expect(seen).toBe(false);
    go();
    expect(await next).toMatchObject({ paused: false, ended: false });
  });

  it('makes a source that is faster than the recogniser wait', async () => {
    let sent = 0;
    async function* file(): AsyncGenerator {
      for (; sent < 600; sent++) yield audio(...new Float32Array(16_000));
    }
    const feed = new UtteranceFeed();
    feed.start(file());
    let samples = 0;
    for (let ended = false; !ended;) {
      const batch = await feed.next();
      expect(batch.audio.length).toBeLessThan(70);
      for (const piece of batch.audio) samples += piece.length;
      ended = batch.ended;
    }
    expect(samples).toBe(600 * 16_000);
  });
});
