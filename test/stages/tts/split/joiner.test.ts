/** Short sentences that are there together are one breath; the first piece and the lines of a list stay alone. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SentenceJoiner } from '../../../../src/stages/tts/split/joiner.js';

function join(...pieces: string[]): string[] {
  const joiner = new SentenceJoiner();
  return [...pieces.flatMap((piece) => joiner.add(piece)), ...joiner.take()];
}

describe('sentence joiner', () => {
  it('lets the first piece go at once', () => {
    expect(new SentenceJoiner().add('Yes. ')).toEqual(['Yes. ']);
  });

  it('joins what is short', () => {
    expect(join('Yes. ', 'It is. ', 'It rained.')).toEqual(['Yes. ', 'It is. It rained.']);
  });

  it('keeps lines apart', () => {
    expect(join('Three:\n', '1. Milk\n', '2. Eggs\n', '\nThat is it. ', 'Bye.')).toEqual([
      ...['Three:\n', '1. Milk\n', '2. Eggs\n', '\nThat is it. Bye.'],
    ]);
  });

  it('joins more the longer the voice is busy', () => {
    const lengths = join(...Array<string>(100).fill('Ten chars. ')).map((piece) => piece.length);
    expect(lengths.slice(0, 4)).toEqual([11, 55, 165, 198]);
    expect(lengths.slice(3, -1).every((length) => length === 198)).toBe(true);
  });

  it('says whether it holds anything', () => {
    const joiner = new SentenceJoiner();
    joiner.add('Yes. ');
    expect(joiner.isHolding).toBe(false);
    joiner.add('It is. ');
    expect(joiner.isHolding).toBe(true);
    expect(joiner.take()).toEqual(['It is. ']);
    expect(joiner.isHolding).toBe(false);
    expect(joiner.take()).toEqual([]);
  });

  it('loses nothing, and cuts nowhere else', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1, maxLength: 90 }), { maxLength: 30 }), (pieces) => {
        const joined = join(...pieces);
        expect(joined.join('')).toBe(pieces.join(''));
        const ends = new Set<number>();
        let at = 0;
        for (const piece of pieces) ends.add((at += piece.length));
        at = 0;
        for (const piece of joined) expect(ends.has((at += piece.length))).toBe(true);
        expect(joined[0]).toBe(pieces[0]);
      }),
      { numRuns: 1000 },
    );
  });
});
