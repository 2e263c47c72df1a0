/** A stream whose reader knows whether it would have to wait. */
import { describe, expect, it } from 'vitest';
import { Arrivals } from '../../../../src/stages/tts/split/arrivals.js';
import { stream } from '../../../fakes/scope.js';

describe('arrivals', () => {
  it('sees the next item, then the end', async () => {
    const arrivals = new Arrivals(stream(1, 2));
    expect(await arrivals.next()).toBe(1);
    expect(await arrivals.isMoreThere()).toBe(true);
    expect(await arrivals.isMoreThere()).toBe(true);
    expect(await arrivals.next()).toBe(2);
    expect(await arrivals.isMoreThere()).toBe(true);
    expect(await arrivals.next()).toBeUndefined();
    await arrivals.close();
  });

  it('sees nothing while the source is silent, and loses nothing by looking', async () => {
    let goOn: (() => void) | undefined;
    async function* slow(): AsyncGenerator<number, void, undefined> {
      await new Promise<void>((resolve) => (goOn = resolve));
      yield 1;
    }
    const arrivals = new Arrivals(slow());
    expect(await arrivals.isMoreThere()).toBe(false);
    goOn?.();
    expect(await arrivals.isMoreThere()).toBe(true);
    expect(await arrivals.next()).toBe(1);
  });

  it('an error is nothing to wait for, and is thrown once asked for', async () => {
    async function* broken(): AsyncGenerator<number, void, undefined> {
      yield 1;
      throw new Error('gone');
    }
    const arrivals = new Arrivals(broken());
    await arrivals.next();
    expect(await arrivals.isMoreThere()).toBe(false);
    await expect(arrivals.next()).rejects.toThrow('gone');
  });
});
