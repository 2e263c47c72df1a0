import { describe, expect, it } from 'vitest';
import { Preparation } from '../../src/assistant/preparation.js';
import { VirtualClock } from '../audio/virtual-clock.js';

interface Workshop {
  readonly clock: VirtualClock;
  readonly preparation: Preparation;
  readonly begun: string[];
  readonly made: string[];
  busy: boolean;
}

/** A voice that needs 100 ms for a text. */
function workshop(texts: readonly string[], fails = ''): Workshop {
  const clock = new VirtualClock();
  const shop: Workshop = {
    ...{ clock, begun: [], made: [], busy: false },
    preparation: new Preparation({ clock, isBusy: () => shop.busy }),
  };
  shop.preparation.begin({
    texts,
    async *speak(text, signal) {
      shop.begun.push(text);
      await clock.sleep(100, signal);
      if (text === fails) throw new Error('no voice');
      yield text;
      shop.made.push(text);
    },
  });
  return shop;
}

describe('Preparation', () => {
  it('makes one text after the other', async () => {
    const { clock, begun, made } = workshop(['a', 'b', 'c']);
    await clock.advance(150);
    expect([begun, made]).toEqual([['a', 'b'], ['a']]);
    await clock.advance(1000);
    expect(made).toEqual(['a', 'b', 'c']);
  });

  it('waits while somebody speaks or is answered', async () => {
    const shop = workshop(['a', 'b']);
    shop.busy = true;
    await shop.clock.advance(5000);
    // The first was begun before anybody spoke, and nobody told it to make way.
    expect(shop.begun).toEqual(['a']);
    shop.busy = false;
    await shop.clock.advance(1000);
    expect(shop.made).toEqual(['a', 'b']);
  });

  it('gives up the text under way when the voice is needed, and makes it again later', async () => {
    const shop = workshop(['a', 'b']);
    await shop.clock.advance(50);
    shop.busy = true;
    shop.preparation.makeWay();
    await shop.clock.advance(3000);
    expect([shop.begun, shop.made]).toEqual([['a'], []]);
    shop.busy = false;
    await shop.clock.advance(1000);
    expect([shop.begun, shop.made]).toEqual([
      ['a', 'a', 'b'],
      ['a', 'b'],
    ]);
    await shop.preparation.settled();
  });

  it('ends when it is told to, whatever it is doing', async () => {
    for (const stopMs of [0, 50, 150]) {
      const shop = workshop(['a', 'b', 'c']);
      await shop.clock.advance(stopMs);
      shop.preparation.stop();
      shop.preparation.stop();
      await shop.preparation.settled();
      const made = shop.made.length;
      await shop.clock.advance(5000);
      expect(shop.made).toHaveLength(made);
      expect(made).toBeLessThan(3);
    }
  });

  it('begins anew with other texts', async () => {
    const shop = workshop(['a', 'b']);
    await shop.clock.advance(50);
    const other: string[] = [];
    shop.preparation.begin({
      texts: ['x'],
      async *speak(text) {
        yield text;
        other.push(text);
      },
    });
    await shop.clock.advance(1000);
    expect(shop.made).toEqual([]);
    expect(other).toEqual(['x']);
  });

  it('gives up when the voice fails: whoever needs it will hear why', async () => {
    const shop = workshop(['a', 'b', 'c'], 'b');
    await shop.clock.advance(5000);
    await shop.preparation.settled();
    expect(shop.made).toEqual(['a']);
  });
});
