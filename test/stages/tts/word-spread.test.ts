/** Word ends without a clock. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spreadWordEnds } from '../../../src/stages/tts/word-spread.js';

describe('spreadWordEnds', () => {
  it('gives a word its share by letters, and digits more', () => {
    expect(spreadWordEnds(['abc', 'abc'], 1000)).toEqual([500, 1000]);
    const [short = 0, number = 0] = spreadWordEnds(['to', '42', 'end.'], 3000);
    expect(number - short).toBeGreaterThan(short);
  });

  it('ends a word without a sound with the word before', () => {
    const [one, dash, two] = spreadWordEnds(['one', '—', 'two'], 800);
    expect(dash).toBe(one);
    expect(two).toBe(800);
    expect(spreadWordEnds(['—', '🙂'], 0)).toEqual([0, 0]);
    expect(spreadWordEnds([], 100)).toEqual([]);
  });

  it('never falls and ends with the sound, whatever the words', () => {
    const words = fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(words, fc.nat(1_000_000), (written, samples) => {
        const ends = spreadWordEnds(written, samples);
        expect(ends).toHaveLength(written.length);
        expect(ends.at(-1)).toBe(samples);
        for (const [index, end] of ends.entries()) expect(end).toBeGreaterThanOrEqual(ends[index - 1] ?? 0);
      }),
    );
  });
});
