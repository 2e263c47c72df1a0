import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Channel } from '../../src/pipeline/channel.js';
import { collect, settle } from '../fakes/scope.js';

function open<T>(capacity: number, overflow: 'wait' | 'drop-oldest', signal = new AbortController().signal) {
  let dropped = 0;
  const channel = new Channel<T>({
    capacity,
    overflow,
    signal,
    onDrop: () => {
      dropped += 1;
    },
  });
  return { channel, dropped: () => dropped };
}

describe('channel', () => {
  it('hands on every item in order, whatever the capacity', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer()), fc.integer({ min: 1, max: 8 }), async (items, capacity) => {
        const { channel } = open<number>(capacity, 'wait');
        const read = collect(channel);
        for (const item of items) expect(await channel.send(item)).toBe(true);
        channel.end();
        expect(await read).toEqual(items);
      }),
    );
  });

  it('makes the sender wait while it is full', async () => {
    const { channel } = open<number>(1, 'wait');
    await channel.send(1);
    let sent = false;
    void channel.send(2).then(() => (sent = true));
    await settle();
    expect(sent).toBe(false);
    const iterator = channel[Symbol.asyncIterator]();
    expect((await iterator.next()).value).toBe(1);
    await settle();
    expect(sent).toBe(true);
  });

  it('drops the oldest and counts it', async () => {
    const { channel, dropped } = open<number>(2, 'drop-oldest');
    for (const item of [1, 2, 3, 4]) channel.offer(item);
    channel.end();
    expect(await collect(channel)).toEqual([3, 4]);
    expect(dropped()).toBe(2);
  });

  it('gives the reader what is queued, then the error', async () => {
    const { channel } = open<number>(4, 'wait');
    await channel.send(1);
    channel.fail(new Error('broken'));
    const seen: number[] = [];
    await expect(
      (async () => {
        for await (const item of channel) seen.push(item);
      })(),
    ).rejects.toThrow('broken');
    expect(seen).toEqual([1]);
  });

  it('frees a waiting sender when the reader leaves', async () => {
    const { channel } = open<number>(1, 'wait');
    await channel.send(1);
    const second = channel.send(2);
    for await (const item of channel) {
      expect(item).toBe(1);
      break;
    }
    await channel.send(3);
    expect(await channel.send(4)).toBe(false);
    expect(typeof (await second)).toBe('boolean');
  });

  it('throws the reason to a parked reader when the signal fires', async () => {
    const controller = new AbortController();
    const { channel } = open<number>(1, 'wait', controller.signal);
    const read = collect(channel);
    controller.abort(new Error('over'));
    await expect(read).rejects.toThrow('over');
  });

  it('refuses a capacity that cannot hold anything', () => {
    expect(() => open(0, 'wait')).toThrow('channel capacity: got 0');
  });
});
