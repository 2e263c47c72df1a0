/** Word errors, counted. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countErrors, countPrefixErrors, ErrorCount } from '../../../../scripts/profile/wer/errors.js';

const words = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 8 });

describe('word errors', () => {
  it('counts what is missing, new and wrong', () => {
    expect(countErrors(['a', 'b', 'c'], ['a', 'c'])).toBe(1);
    expect(countErrors(['a'], ['a', 'b', 'c'])).toBe(2);
    expect(countErrors(['a', 'b'], ['a', 'x'])).toBe(1);
    expect(countErrors([], [])).toBe(0);
  });

  it('is a distance', () => {
    fc.assert(
      fc.property(words, words, words, (a, b, c) => {
        expect(countErrors(a, a)).toBe(0);
        expect(countErrors(a, b)).toBe(countErrors(b, a));
        expect(countErrors(a, c)).toBeLessThanOrEqual(countErrors(a, b) + countErrors(b, c));
        expect(countPrefixErrors(a, b)).toBeLessThanOrEqual(countErrors(a, b));
        expect(countPrefixErrors(a, [...a, ...b])).toBe(0);
      }),
    );
  });

  it('weighs texts by their words', () => {
    const count = new ErrorCount();
    expect(count.rate).toBeUndefined();
    expect(count.add(['a'], ['b'])).toBe(1);
    expect(count.add(['a', 'b', 'c'], ['a', 'b', 'c'])).toBe(0);
    expect(count.rate).toBe(0.25);
    expect(count.add([], [])).toBe(0);
    expect(count.add([], ['a'])).toBe(Infinity);
  });
});
