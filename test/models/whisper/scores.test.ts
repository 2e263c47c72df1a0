/** The likeliest token and its probability follow from the scores as the softmax defines them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choose, probability } from '../../../src/models/whisper/scores.js';

const score = fc.float({ min: -40, max: 40, noNaN: true });
const scores = fc.array(score, { minLength: 1, maxLength: 40 }).map((values) => Float32Array.from(values));

function softmax(values: Float32Array): number[] {
  const peak = Math.max(...values);
  const sum = values.reduce((all, value) => all + Math.exp(value - peak), 0);
  return Array.from(values, (value) => Math.exp(value - peak) / sum);
}

describe('choose', () => {
  it('takes the best of the allowed tokens and says how likely it is among them', () => {
    const rows = Float32Array.of(9, 1, 3, 2, 50);
    // The last token lies beyond the allowed ones.
    const { token, logProb } = choose(rows, Uint8Array.of(0, 1, 1, 1));
    expect(token).toBe(2);
    expect(logProb).toBeCloseTo(-Math.log(1 + Math.exp(-2) + Math.exp(-1)), 6);
  });

  it('takes the first of equals', () => {
    expect(choose(Float32Array.of(1, 2, 2), Uint8Array.of(1, 1, 1)).token).toBe(1);
  });

  it('agrees with the softmax over the allowed tokens, however large the scores', () => {
    fc.assert(
      fc.property(scores, fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }), fc.integer(), (row, mask, pick) => {
        const allowed = Uint8Array.from(row, (_, i) => (mask[i] === true ? 1 : 0));
        // At least one token may be chosen.
        allowed[Math.abs(pick) % row.length] = 1;
        const { token, logProb } = choose(row, allowed);
        const shares = softmax(row.map((value, i) => (allowed[i] === 1 ? value : -Infinity)));
        expect(shares[token]).toBe(Math.max(...shares));
        expect(logProb).toBeLessThanOrEqual(0);
        expect(logProb).toBeCloseTo(Math.log(shares[token] ?? 0), 4);
      }),
    );
  });
});

describe('probability', () => {
  it('agrees with the softmax', () => {
    fc.assert(
      fc.property(scores, fc.nat(39), (row, at) => {
        const token = at % row.length;
        expect(probability(row, token)).toBeCloseTo(softmax(row)[token] ?? NaN, 4);
      }),
    );
  });

  it('is nothing for a token that has no score', () => {
    expect(probability(Float32Array.of(1, 2), 5)).toBe(0);
  });
});
