import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countEdits, findNearest } from '../../src/config/nearest.js';

describe('countEdits', () => {
  it.each([
    ['', '', 0],
    ['a', '', 1],
    ['kitten', 'sitting', 3],
    ['sst', 'stt', 1],
    ['vda', 'vad', 1],
    ['ca', 'abc', 3],
  ])('%j to %j takes %i', (from, to, edits) => {
    expect(countEdits(from, to)).toBe(edits);
  });

  it('is the same both ways, nothing only for the same word, and never more than the longer word', () => {
    const word = fc.string({ maxLength: 12, unit: fc.constantFrom('a', 'b', 'c') });
    fc.assert(
      fc.property(word, word, (one, other) => {
        const edits = countEdits(one, other);
        expect(edits).toBe(countEdits(other, one));
        expect(edits === 0).toBe(one === other);
        expect(edits).toBeLessThanOrEqual(Math.max(one.length, other.length));
        expect(edits).toBeGreaterThanOrEqual(Math.abs(one.length - other.length));
      }),
    );
  });
});

describe('findNearest', () => {
  const names = ['endpoint_ms', 'max_utterance_ms', 'barge_in'];

  it.each([
    ['endpont_ms', 'endpoint_ms'],
    ['endpointMs', 'endpoint_ms'],
    ['BARGE-IN', 'barge_in'],
    ['bargein', 'barge_in'],
    ['volume', undefined],
    ['', undefined],
    ['___', undefined],
    ['x'.repeat(10_000), undefined],
  ])('for %j answers %j', (word, expected) => {
    expect(findNearest(word, names)).toBe(expected);
  });
});
