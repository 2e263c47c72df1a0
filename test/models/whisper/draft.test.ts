/** After one wrong token a draft is taken up again where it most likely goes on. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resumeDraft } from '../../../src/models/whisper/draft.js';

const COMMA = 1;
const STOP = 2;
const isMark = (token: number): boolean => token === COMMA || token === STOP;

describe('resumeDraft', () => {
  it.each([
    ['one word for another', [10, 11, 12], 20, [11, 12]],
    ['one mark for another', [COMMA, 11, 12], STOP, [11, 12]],
    ['a word for a mark', [COMMA, 11, 12], 20, [11, 12]],
    ['a mark that was put in', [10, 11, 12], COMMA, [10, 11, 12]],
    ['a mark that was left out', [COMMA, 11, 12], 11, [12]],
    ['a word that was left out', [10, 11, 12], 11, [12]],
    ['four words that were left out', [10, 11, 12, 13, 14, 15], 14, [15]],
    ['five words that were left out', [10, 11, 12, 13, 14, 15, 16], 15, [11, 12, 13, 14, 15, 16]],
    ['the last word', [10], 20, []],
    ['a word behind the end', [], 20, []],
    ['a mark behind the end', [], COMMA, []],
  ])('finds its place behind %s', (_, rest, chosen, wanted) => {
    expect(resumeDraft(rest, chosen, isMark)).toEqual(wanted);
  });

  it('always gives an end of the draft, and a shorter one unless a mark came in', () => {
    const token = fc.integer({ min: 0, max: 6 });
    fc.assert(
      fc.property(fc.array(token, { maxLength: 10 }), token, (rest, chosen) => {
        // A draft's first token is never the one chosen: it would have stood.
        fc.pre(rest[0] !== chosen);
        const usable = resumeDraft(rest, chosen, isMark);
        expect(usable).toEqual(rest.slice(rest.length - usable.length));
        if (!isMark(chosen)) expect(usable.length).toBeLessThan(Math.max(1, rest.length));
      }),
    );
  });
});
