import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heardText, type SpokenSentence } from '../../src/pipeline/heard.js';

const spoken: readonly SpokenSentence[] = [
  { sentence: { index: 0, text: 'One two. ' }, startSample: 0, wordEnds: [400, 1000], samples: 1000 },
  { sentence: { index: 1, text: 'Three four five.' }, startSample: 1000, wordEnds: [300, 600, 900] },
];

describe('heardText', () => {
  it.each([
    [0, ''],
    [399, ''],
    [400, 'One'],
    [1000, 'One two.'],
    [1599, 'One two. Three'],
    [1600, 'One two. Three four'],
    [5000, 'One two. Three four five.'],
  ])('after %i samples: %j', (samples, text) => {
    expect(heardText(spoken, samples, 1000)).toBe(text);
  });

  it('guesses by the pace of speech while an engine has not told its word ends', () => {
    const untold: SpokenSentence[] = [{ sentence: { index: 0, text: 'alpha beta gamma delta' }, startSample: 0 }];
    const heard = heardText(untold, 1000, 1000);
    expect(heard).toBe('alpha beta');
  });

  it('is always a beginning of what was said, and grows', () => {
    const whole = spoken.map(({ sentence }) => sentence.text).join('');
    fc.assert(
      fc.property(fc.nat(3000), fc.nat(3000), (a, b) => {
        const [less, more] = [heardText(spoken, Math.min(a, b), 1000), heardText(spoken, Math.max(a, b), 1000)];
        expect(whole.startsWith(less)).toBe(true);
        expect(more.startsWith(less)).toBe(true);
      }),
    );
  });
});
