import { describe, expect, it } from 'vitest';
import { measureGrowth } from '../../../../scripts/profile/soak/growth.js';
import { seeded } from '../../../../scripts/profile/turns/seeded.js';

const swinging = { name: 'heap', unit: 'B/turn', least: 20, motion: 'swings' } as const;
const wandering = { name: 'rss', unit: 'MB/h', least: 2, motion: 'wanders' } as const;

/** Memory with a spike here and there, and a slow swing as long as the run. */
function heapOf(perTurn: number, seed: number): number[] {
  const random = seeded(seed);
  return Array.from({ length: 48 }, (_, i) => {
    const spike = random() < 0.1 ? 300_000 * random() : 0;
    return 7_000_000 + 100 * perTurn * i + 20_000 * random() + spike;
  });
}

describe('growth', () => {
  it('of a few hundred bytes a turn is found under swings of a hundred times as much', () => {
    for (let seed = 1; seed <= 50; seed++) {
      const { isLeak, low, high } = measureGrowth(heapOf(300, seed), 100, swinging);
      expect([isLeak, low < 300, high > 300]).toEqual([true, true, true]);
    }
  });

  it('is not seen where there is none, nor where it is too small to matter', () => {
    const accused = Array.from({ length: 100 }, (_, seed) =>
      measureGrowth(heapOf(seed % 2 === 0 ? 0 : 10, seed), 100, swinging),
    );
    expect(accused.filter(({ isLeak }) => isLeak)).toEqual([]);
  });

  it('of what wanders without a direction is not sure', () => {
    let accused = 0;
    for (let seed = 1; seed <= 200; seed++) {
      const random = seeded(seed);
      let mb = 300;
      const values = Array.from({ length: 60 }, () => (mb += 10 * (random() - 0.5)));
      if (measureGrowth(values, 1 / 60, wandering).isLeak) accused += 1;
    }
    expect(accused).toBeLessThanOrEqual(4);
    const steady = Array.from({ length: 60 }, (_, i) => 300 + i + (i % 3));
    expect(measureGrowth(steady, 1 / 60, wandering).isLeak).toBe(true);
  });

  it('of counts that stay is none, and of one a turn is one', () => {
    const counts = { name: 'listeners', unit: '1/turn', least: 0.001, motion: 'swings' } as const;
    const same = measureGrowth(new Array<number>(48).fill(12), 100, counts);
    expect([same.perUnit, same.low, same.high, same.isLeak]).toEqual([0, 0, 0, false]);
    const growing = measureGrowth(
      Array.from({ length: 48 }, (_, i) => 12 + 100 * i),
      100,
      counts,
    );
    expect([growing.perUnit, growing.isLeak]).toEqual([1, true]);
  });

  it('needs enough samples', () => {
    expect(() => measureGrowth([1, 2, 3], 1, swinging)).toThrow('growth of heap: got 3 samples, wanted 16 or more');
  });
});
