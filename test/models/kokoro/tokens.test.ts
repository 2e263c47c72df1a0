/** Sounds to numbers: the table, the pads, and where the words lie. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { symbolNumbers, toTokens, unknownSymbols } from '../../../src/models/kokoro/tokens.js';

describe('the symbols', () => {
  it('has the 114 of the model, each number once', () => {
    expect(symbolNumbers.size).toBe(114);
    expect(new Set(symbolNumbers.values()).size).toBe(114);
    expect(Math.max(...symbolNumbers.values())).toBe(177);
  });

  // From the public configuration: the last of each run, where a slip of one would show.
  it.each([
    ['?', 6],
    [' ', 16],
    ['I', 25],
    ['T', 36],
    ['f', 48],
    ['z', 68],
    ['æ', 72],
    ['ç', 78],
    ['ə', 83],
    ['ɜ', 87],
    ['ɡ', 92],
    ['ɪ', 102],
    ['ŋ', 112],
    ['ø', 116],
    ['θ', 119],
    ['ɹ', 123],
    ['ɾ', 125],
    ['ʃ', 131],
    ['ʧ', 133],
    ['ʊ', 135],
    ['ʌ', 138],
    ['ʒ', 147],
    ['ˈ', 156],
    ['ː', 158],
    ['↘', 173],
    ['ᵻ', 177],
  ])('numbers %j', (symbol, number) => {
    expect(symbolNumbers.get(symbol)).toBe(number);
  });

  it('tells those that it lacks, each once', () => {
    expect(unknownSymbols('hˈɛʘlʘO')).toEqual(['ʘ']);
  });
});

describe('toTokens', () => {
  it('pads both ends, parts words by a space and puts punctuation behind them', () => {
    const { ids, spans } = toTokens([
      { ipa: 'hˈI', after: ',' },
      { ipa: 'ju', after: '.' },
    ]);
    expect(ids).toEqual([0, 50, 156, 25, 3, 16, 52, 63, 4, 0]);
    expect(spans).toEqual([
      { from: 1, to: 4 },
      { from: 6, to: 8 },
    ]);
  });

  it('leaves out what it does not know', () => {
    expect(toTokens([{ ipa: 'aʘb', after: '' }]).ids).toEqual([0, 43, 44, 0]);
    expect(toTokens([]).ids).toEqual([0, 0]);
  });

  it('gives each word its own ids, in order, between the pads', () => {
    const word = fc.record({
      ipa: fc.string({ unit: fc.constantFrom(...symbolNumbers.keys(), 'ʘ') }),
      after: fc.constantFrom('', ',', '.', '?'),
    });
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const { ids, spans } = toTokens(words);
        expect(spans).toHaveLength(words.length);
        let end = 1;
        for (const [index, { from, to }] of spans.entries()) {
          expect(from).toBeGreaterThanOrEqual(end);
          const known = Array.from(words[index]?.ipa ?? '').flatMap((symbol) => symbolNumbers.get(symbol) ?? []);
          expect(ids.slice(from, to)).toEqual(known);
          end = to;
        }
        expect(end).toBeLessThan(ids.length);
        expect([ids[0], ids.at(-1)]).toEqual([0, 0]);
      }),
    );
  });
});
