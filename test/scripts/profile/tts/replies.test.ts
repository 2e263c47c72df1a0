/** The replies have the lengths that their rows are named after, and none is said twice. */
import { describe, expect, it } from 'vitest';
import { chooseReplies, countWords, lengths, longReplies, repliesOf } from '../../../../scripts/profile/tts/replies.js';
import { spread } from '../../../../scripts/profile/tts/part.js';

describe('replies', () => {
  it.each(lengths)('of %d words have as many', (words) => {
    const list = repliesOf[words];
    expect(list.length).toBeGreaterThanOrEqual(20);
    expect(list.filter((text) => countWords(text) !== words)).toEqual([]);
    expect(list.filter((text) => !/^[A-Z].*[.!?]$/.test(text))).toEqual([]);
  });

  it('are all different', () => {
    const texts = [...chooseReplies().map(({ text }) => text), ...longReplies];
    expect(new Set(texts).size).toBe(texts.length);
  });

  it('are limited for each length', () => {
    expect(chooseReplies(2).map(({ words }) => words)).toEqual([3, 3, 7, 7, 17, 17]);
  });
});

describe('a choice from all over a list', () => {
  it('has as many as asked for, in order', () => {
    const list = Array.from({ length: 100 }, (_, i) => i);
    for (const limit of [1, 2, 7, 33, 99, 100, 500]) {
      const chosen = spread(list, limit);
      expect(chosen).toHaveLength(Math.min(limit, 100));
      expect([...chosen].sort((a, b) => a - b)).toEqual(chosen);
    }
    expect(spread(list)).toEqual(list);
    expect(spread(list, 2)[1]).toBeGreaterThanOrEqual(50);
  });
});
