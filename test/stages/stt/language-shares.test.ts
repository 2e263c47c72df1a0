/** Shares of languages: the one most was said in wins, whatever is said at the moment. */
import { expect, it } from 'vitest';
import { LanguageShares, spokenIn } from '../../../src/stages/stt/language-shares.js';

const said = (ms: number) => [{ text: 'so', startMs: 500, endMs: 500 + ms, glued: false, confidence: 1 }];

it('names the language with the largest share', () => {
  const shares = new LanguageShares();
  expect(shares.largestWith('en', [])).toBe('en');
  shares.add('de', said(900));
  expect(shares.largestWith('en', said(300))).toBe('de');
  expect(shares.largestWith('en', said(901))).toBe('en');
  expect(shares.largestWith('en', said(900))).toBe('de');
  shares.add('en', said(500));
  expect(shares.largestWith('en', said(500))).toBe('en');
  // Asking changes nothing.
  expect(shares.largestWith('de', [])).toBe('de');
});

it('gives words their language where that had to be found out', () => {
  const words = said(100);
  expect(spokenIn(words, 'de')).toEqual(words.map((word) => ({ ...word, language: 'de' })));
  expect(spokenIn(words, undefined)).toBe(words);
  expect(spokenIn(words, 'auto')).toBe(words);
});
