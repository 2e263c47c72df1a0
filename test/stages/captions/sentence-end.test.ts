import { describe, expect, it } from 'vitest';
import { endsSentence } from '../../../src/stages/captions/sentence-end.js';

describe('a sentence', () => {
  it.each([
    ['here.', 'You'],
    ['here?”', '“No'],
    ['us!', undefined],
    ['1813.', 'The'],
    ['是。', '我'],
    ['etc.', 'Then'],
    ['well...', 'You'],
    ['(there.)', 'It'],
  ])('ends at %s, before %s', (word, next) => {
    expect(endsSentence(word, next)).toBe(true);
  });

  it.each([
    ['here', 'You'],
    ['here,', 'You'],
    ['Mr.', 'Day'],
    ['(e.g.', 'Monday'],
    ['J.', 'Smith'],
    ['3.', 'Oktober'],
    ['well...', 'you'],
    ['z.B.', 'Wien'],
    ['3.5', 'million'],
  ])('does not end at %s, before %s', (word, next) => {
    expect(endsSentence(word, next)).toBe(false);
  });
});
