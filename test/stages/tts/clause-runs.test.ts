/** Runs of a sentence: complete, in order, cut at punctuation, short ones first. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clauseRuns } from '../../../src/stages/tts/clause-runs.js';
import { spokenText, type SpokenWord } from '../../../src/stages/tts/spoken-text.js';

const textsOf = (runs: readonly (readonly SpokenWord[])[]): string[] =>
  runs.map((run) => run.map(({ text, after }) => text + after).join(' '));
const runsIn = (text: string): string[] => textsOf(clauseRuns(spokenText(text)));

describe('clauseRuns', () => {
  it.each([
    ['I can help you with that today.', ['I can help you with that today.']],
    ['If it rains tomorrow, take the bus.', ['If it rains tomorrow,', 'take the bus.']],
    // Two words alone sound clipped.
    ['Well now, take the bus home.', ['Well now, take the bus home.']],
    ['Take the bus home, my friend.', ['Take the bus home, my friend.']],
    [
      'In the old town, there is a square, which is large, and a church, which is small.',
      ['In the old town,', 'there is a square,', 'which is large, and a church,', 'which is small.'],
    ],
    ['', []],
  ])('%s', (text, wanted) => {
    expect(runsIn(text)).toEqual(wanted);
  });

  it('loses nothing, and parts only behind punctuation', () => {
    const word = fc.record({
      text: fc.constant('word'),
      written: fc.nat(),
      after: fc.constantFrom('', '', '', ',', ';', ':', '.'),
    }) as fc.Arbitrary<SpokenWord>;
    fc.assert(
      fc.property(fc.array(word, { maxLength: 60 }), (words) => {
        const runs = clauseRuns(words);
        expect(runs.flat()).toEqual(words);
        for (const [index, run] of runs.entries()) {
          if (index < runs.length - 1) expect(run.at(-1)?.after).not.toBe('');
          if (runs.length > 1) expect(run.length).toBeGreaterThanOrEqual(3);
        }
      }),
    );
  });
});
