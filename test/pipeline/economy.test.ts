import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DraftEconomy, type Conditions } from '../../src/pipeline/economy.js';

const idle: Conditions = { load: 0.2, onBattery: false };

function economy(mode: 'early' | 'pause' | 'off' = 'early', conditions: () => Conditions = () => idle): DraftEconomy {
  return new DraftEconomy({ mode, conditions });
}

describe('the economy of drafts', () => {
  it.each([
    ['early', true, true],
    ['pause', false, true],
    ['off', false, false],
  ] as const)('in mode %s begins early: %s, at a pause: %s', (mode, early, pause) => {
    expect(economy(mode).mayBegin('early')).toBe(early);
    expect(economy(mode).mayBegin('pause')).toBe(pause);
  });

  it('leaves a busy machine to the recogniser: early drafts go first', () => {
    let load = 1.2;
    const busy = economy('early', () => ({ load, onBattery: false }));
    expect([busy.mayBegin('early'), busy.mayBegin('pause')]).toEqual([true, true]);
    load = 2;
    expect([busy.mayBegin('early'), busy.mayBegin('pause')]).toEqual([false, true]);
    load = 4;
    expect([busy.mayBegin('early'), busy.mayBegin('pause')]).toEqual([false, false]);
    load = 0;
    expect(busy.mayBegin('early')).toBe(true);
  });

  it('begins none early on battery', () => {
    const onBattery = economy('early', () => ({ load: 0, onBattery: true }));
    expect([onBattery.mayBegin('early'), onBattery.mayBegin('pause')]).toEqual([false, true]);
  });

  it('gives up early drafts that nobody uses, tries again now and then, and comes back when they are used', () => {
    const drafts = economy();
    for (let i = 0; i < 40; i += 1) drafts.learn('early', false);
    const tried = Array.from({ length: 48 }, () => drafts.mayBegin('early')).filter(Boolean);
    expect(tried.length).toBeGreaterThan(0);
    expect(tried.length).toBeLessThan(8);
    expect(drafts.mayBegin('pause')).toBe(true);
    for (let i = 0; i < 8; i += 1) drafts.learn('early', true);
    expect(Array.from({ length: 10 }, () => drafts.mayBegin('early'))).toEqual(Array(10).fill(true));
  });

  it('is not discouraged by a few misses, nor by drafts at pauses', () => {
    const drafts = economy();
    for (let i = 0; i < 5; i += 1) drafts.learn('early', false);
    for (let i = 0; i < 100; i += 1) drafts.learn('pause', false);
    expect(drafts.mayBegin('early')).toBe(true);
  });

  it('never stops trying for good, whatever it has learned', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('early', 'pause'), fc.boolean()), { maxLength: 200 }),
        (lessons) => {
          const drafts = economy();
          for (const [moment, used] of lessons) drafts.learn(moment, used);
          expect(Array.from({ length: 20 }, () => drafts.mayBegin('early'))).toContain(true);
        },
      ),
    );
  });
});
