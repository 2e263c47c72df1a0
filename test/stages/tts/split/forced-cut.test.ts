/** The best place to cut where no sentence ends. */
import { describe, expect, it } from 'vitest';
import { forcedLength } from '../../../../src/stages/tts/split/forced-cut.js';

describe('a forced cut', () => {
  it.each([
    ['behind a line', 'one two three\n', 'four, five six'],
    ['behind a comma', 'one two three, ', 'four five six'],
    ['behind a comma without a gap', '今日は天気がいいですね、', '散歩に行き'],
    ['between words', 'one two three four ', 'fiveandsix'],
    ['not behind a small word', 'one two three ', 'of the four'],
    ['even so where there is no other gap', 'the ', 'verylongwordindeed'],
    ['not behind a comma that is too early', 'a, bcdefgh ijklmn ', 'opqrstuv'],
    ['between the words of a script without gaps', '今日は天気がいいですね', '散歩'],
    ['not inside a family', 'a👨‍👩‍👧', '👨‍👩‍👧'],
    ['not inside a fence', 'aaaa', '```'],
    ['behind a word, not before the first', '-- -- word', 's'],
  ])('%s', (_name, head, rest) => {
    expect(forcedLength(head + rest)).toBe(head.length);
  });

  it('is never empty, even inside one endless character', () => {
    expect(forcedLength('\u0301'.repeat(9))).toBe(9);
    expect(forcedLength('😀')).toBeGreaterThan(0);
  });
});
