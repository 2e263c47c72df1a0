/** Whether an engine computes: told to whoever leaves out waiting, and to nobody else. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OUTPUT_LIMIT } from '../../../src/models/host/protocol.js';
import { CallWork } from '../../../src/models/host/work.js';
import { never, readAll, spec, startHost, until } from './fixture.js';

/** Counts who is at work. */
function workers(): { readonly onWork: () => () => void; readonly now: () => number; readonly total: () => number } {
  let [now, total] = [0, 0];
  const onWork = (): (() => void) => {
    now += 1;
    total += 1;
    return () => {
      now -= 1;
    };
  };
  return { onWork, now: () => now, total: () => total };
}

describe('CallWork', () => {
  it('rests once all that was sent is taken, and works again with the next input', () => {
    const { onWork, now } = workers();
    const work = new CallWork(onWork);
    expect(now()).toBe(0);
    work.begin();
    expect(now()).toBe(1);
    work.rests(0);
    expect(now()).toBe(0);
    work.sent();
    work.sent();
    expect(now()).toBe(1);
    // It had not yet seen the second when it said so.
    work.rests(1);
    expect(now()).toBe(1);
    work.rests(2);
    expect(now()).toBe(0);
  });

  it('rests while so much is unread that nobody waits for it', () => {
    const { onWork, now } = workers();
    const work = new CallWork(onWork);
    work.begin();
    work.unread(OUTPUT_LIMIT.items);
    expect(now()).toBe(0);
    work.unread(0);
    expect(now()).toBe(1);
  });

  it('never works twice at once, and never behind its end', () => {
    const steps = fc.oneof(fc.constantFrom('begin', 'sent', 'end'), fc.nat(40), fc.integer({ min: -40, max: -1 }));
    fc.assert(
      fc.property(fc.array(steps), (list) => {
        const { onWork, now } = workers();
        const work = new CallWork(onWork);
        let isOver = false;
        for (const step of list) {
          if (typeof step === 'string') work[step]();
          else if (step < 0) work.unread(-step);
          else work.rests(step);
          isOver ||= step === 'end';
          expect(now()).toBeLessThanOrEqual(isOver ? 0 : 1);
        }
      }),
    );
  });
});

describe('a host that tells of work', () => {
  it('says when an engine begins and when it rests between the items of its input', async () => {
    const { onWork, now } = workers();
    const { host } = startHost({ engines: { stt: spec('streams') }, onWork });
    const engine = host.engine('stt');
    let hand: (item: number | undefined) => void = () => undefined;
    async function* input(): AsyncGenerator<number> {
      for (;;) {
        const item = await new Promise<number | undefined>((resolve) => {
          hand = resolve;
        });
        if (item === undefined) return;
        yield item;
      }
    }
    const release = (): Promise<unknown> => readAll(engine.call('release', {}, { signal: never }));
    const all = readAll(engine.call('restful', {}, { signal: never, input: input() }));
    expect(now()).toBe(1);
    await until(() => now() === 0);
    hand(1);
    await until(() => now() === 1);
    await release();
    await until(() => now() === 0);
    hand(undefined);
    expect(await all).toEqual([1]);
    expect(now()).toBe(0);
  });

  it('counts a call without input as work from its beginning to its end, or until nobody reads it', async () => {
    const { onWork, now, total } = workers();
    const { host } = startHost({ engines: { tts: spec('streams') }, onWork });
    expect(await readAll(host.engine('tts').call('count', { items: 3 }, { signal: never }))).toEqual([0, 1, 2]);
    expect([now(), total()]).toEqual([0, 1]);
    const stream = host.engine('tts').call('untilCancelled', {}, { signal: never })[Symbol.asyncIterator]();
    expect(now()).toBe(0);
    await stream.next();
    expect(now()).toBe(1);
    await stream.return?.();
    expect(now()).toBe(0);
  });
});
