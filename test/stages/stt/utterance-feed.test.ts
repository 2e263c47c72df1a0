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
    expect(await feed.next()).toEqual({ audio: [], paused: true, committed: false, isQuiet: false, ended: false });
    let [seen, waits] = [false, 0];
    const onWait = (): void => {
      waits += 1;
    };
    const next = feed.next(onWait).then((batch) => {
      seen = true;
      return batch;
    });
    await turn();
    expect([seen, waits]).toEqual([false, 1]);
    go();
    expect(await next).toMatchObject({ paused: false, ended: false });
    expect(waits).toBe(1);
  });

  it('cuts at every commit, so that each is answered with what came before it', async () => {
    const [pause, commit] = [{ kind: 'pause' }, { kind: 'commit', isQuiet: false }];
    const feed = new UtteranceFeed();
    feed.start(stream(audio(1), pause, commit, audio(2), audio(3), commit, commit, audio(4), pause));
    const seen: unknown[] = [];
    for (let ended = false; !ended;) {
      const { audio: pieces, ...rest } = await feed.next();
      seen.push({ heard: pieces.map(([sample]) => sample), ...rest });
      ended = rest.ended;
    }
    expect(seen).toEqual([
      { heard: [1], paused: true, committed: true, isQuiet: false, ended: false },
      { heard: [2, 3], paused: false, committed: true, isQuiet: false, ended: false },
      { heard: [], paused: false, committed: true, isQuiet: false, ended: false },
      { heard: [4], paused: true, committed: false, isQuiet: false, ended: true },
    ]);
    expect(feed.hasCommit).toBe(false);
  });

  it('cuts where somebody speaks over the reply, and still ends behind it', async () => {
    const feed = new UtteranceFeed();
    feed.start(stream(audio(1), { kind: 'aside', backMs: 232 }, audio(2), { kind: 'pause' }));
    expect(await feed.next()).toMatchObject({
      audio: [Float32Array.of(1)],
      asideMs: 232,
      committed: false,
      ended: false,
    });
    expect(feed.hasCommit).toBe(false);
    const rest = await feed.next();
    expect(rest).toMatchObject({ audio: [Float32Array.of(2)], paused: true, ended: true });
    expect(rest.asideMs).toBeUndefined();
  });

  it('shows a commit while the recogniser is busy, and hands it over without waiting for more', async () => {
    async function* input(): AsyncGenerator {
      yield audio(1);
      await turn();
      yield { kind: 'commit', isQuiet: false };
      for (;;) {
        yield audio(2);
        await turn();
      }
    }
    const feed = new UtteranceFeed();
    const reading = input();
    feed.start(reading);
    expect(feed.hasCommit).toBe(false);
    while (!feed.hasCommit) await turn();
    const batch = await feed.next();
    expect(batch.audio.map(([sample]) => sample)).toEqual([1]);
    expect(batch.committed).toBe(true);
    expect(feed.hasCommit).toBe(false);
    await reading.return(undefined);
  });

  it('ends behind a commit with an empty batch', async () => {
    const feed = new UtteranceFeed();
    feed.start(stream(audio(1), { kind: 'commit', isQuiet: false }));
    expect(await feed.next()).toMatchObject({ committed: true, ended: false });
    expect(await feed.next()).toEqual({ audio: [], paused: false, committed: false, isQuiet: false, ended: true });
  });

  it('refuses an event that it does not know', async () => {
    const feed = new UtteranceFeed();
    feed.start(stream({ kind: 'comit' }));
    await expect(feed.next()).rejects.toThrow('an event of its input is wrong');
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
