import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WakeTrigger } from '../../../src/stages/wake/trigger.js';

const HOP = 1280;

function detect(
  scores: readonly (readonly number[])[],
  options = { thresholds: [0.5, 0.8], cooldownSamples: 4 * HOP },
) {
  const trigger = new WakeTrigger(options);
  return scores.flatMap((row, index) => trigger.step((index + 1) * HOP, row) ?? []);
}

describe('WakeTrigger', () => {
  it('hears a word once, however long its peak is', () => {
    const peak = Array.from({ length: 20 }, () => [0.9, 0]);
    expect(detect([[0.1, 0], ...peak, [0.1, 0]])).toEqual([{ word: 0, endSample: 2 * HOP, score: 0.9 }]);
  });

  it('holds each word to its own threshold, and takes the surer of two', () => {
    expect(detect([[0.4, 0.7]])).toEqual([]);
    expect(detect([[0.6, 0.85]])).toEqual([{ word: 1, endSample: HOP, score: 0.85 }]);
  });

  it('hears the next one only after the cooldown', () => {
    expect(detect([[0.9], [0], [0.9], [0], [0.9]]).map(({ endSample }) => endSample / HOP)).toEqual([1, 5]);
  });

  it('does not hear the same stretch twice', () => {
    const trigger = new WakeTrigger({ thresholds: [0.5], cooldownSamples: 0 });
    expect(trigger.step(10 * HOP, [0.9])).toBeDefined();
    expect(trigger.step(8 * HOP, [0.1])).toBeUndefined();
    expect(trigger.step(9 * HOP, [0.9])).toBeUndefined();
  });

  it('keeps the cooldown and the thresholds, whatever the scores', () => {
    const rows = fc.array(
      fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
    );
    fc.assert(
      fc.property(rows, fc.integer({ min: 0, max: 10 }), (scores, hops) => {
        const hits = detect(scores, { thresholds: [0.5, 0.8], cooldownSamples: hops * HOP });
        for (const [index, { word, score, endSample }] of hits.entries()) {
          expect(score).toBeGreaterThanOrEqual([0.5, 0.8][word] ?? 1);
          const before = hits[index - 1];
          if (before !== undefined) expect(endSample - before.endSample).toBeGreaterThanOrEqual(hops * HOP);
        }
      }),
    );
  });
});
