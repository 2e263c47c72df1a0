import { describe, expect, it } from 'vitest';
import { chanceAbove, estimateShift, fewestPairs } from '../../../../scripts/profile/compare/signed-rank.js';
import { seeded } from '../../../../scripts/profile/turns/seeded.js';

describe('the shift of paired differences', () => {
  it('is the median of the means of all two, as worked out by hand', () => {
    // Walsh averages of 1, 2, 4: 1, 1.5, 2, 2.5, 3, 4.
    const { estimate, low, high } = estimateShift([1, 2, 4], 0.7);
    expect(estimate).toBe(2.25);
    // P(T+ = 0) = 1/8 ≤ 0.15: one mean may be left out at either end, so the interval ends at the outermost ones.
    expect([low, high]).toEqual([1, 4]);
  });

  it('has no interval where so few pairs cannot give one', () => {
    expect(estimateShift([1, 2, 4], 0.95)).toEqual({ estimate: 2.25, low: -Infinity, high: Infinity });
    expect(() => estimateShift([], 0.95)).toThrow('0 pairs');
  });

  it('gives the exact chance: all of ten differences above by luck is one in 1024', () => {
    expect(chanceAbove([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0)).toBeCloseTo(1 / 1024, 12);
    expect(chanceAbove([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 20)).toBe(1);
    // Those that equal the bound speak against the difference.
    expect(chanceAbove([0, 0, 0, 0], 0)).toBe(1);
  });

  it('says how many pairs it takes at least', () => {
    expect(fewestPairs(1, 0.95)).toBe(6);
    expect(fewestPairs(20, 0.95)).toBe(10);
  });

  it('covers the truth as often as it says, with outliers too', () => {
    const random = seeded(7);
    let covered = 0;
    for (let run = 0; run < 2000; run++) {
      const differences = Array.from({ length: 10 }, () => {
        const swing = random() + random() + random() - random() - random() - random();
        return 0.3 + (random() < 0.1 ? 20 * swing : swing);
      });
      const { low, high } = estimateShift(differences, 0.95);
      if (low <= 0.3 && high >= 0.3) covered += 1;
    }
    expect(covered / 2000).toBeGreaterThan(0.94);
  });
});
