/** Languages from the decoder's scores, and sound of which only a part is heard. */
import { describe, expect, it } from 'vitest';
import type { EncodedAudio } from '../../../src/models/whisper/encoder.js';
import { hearOnly, likeliestLanguage, readLanguages } from '../../../src/models/whisper/languages.js';
import { Vocabulary } from '../../../src/models/whisper/vocabulary.js';

const languages = ['en', 'zh', 'de'];
const names = ['endoftext', 'startoftranscript', ...languages, 'translate', 'transcribe', 'nospeech', 'notimestamps'];
const tokens = ['a', 'b', ...names.map((name) => `<|${name}|>`), '<|0.00|>'];

describe('readLanguages', () => {
  const vocabulary = new Vocabulary(tokens, true);

  it('shares one among the languages, likeliest first, whatever the other tokens score', () => {
    const scores = new Float32Array(tokens.length).fill(50);
    for (const [i, language] of languages.entries())
      scores[vocabulary.languages.get(language) ?? -1] = Math.log([1, 7, 2][i] ?? 0);
    const guesses = readLanguages(scores, vocabulary);
    expect(guesses.map(({ language }) => language)).toEqual(['zh', 'de', 'en']);
    for (const [i, share] of [0.7, 0.2, 0.1].entries()) expect(guesses[i]?.probability).toBeCloseTo(share, 5);
    expect(likeliestLanguage(guesses)).toBe('zh');
  });

  it('knows English where the model knows nothing else', () => {
    const guesses = readLanguages(new Float32Array(tokens.length), new Vocabulary(tokens, false));
    expect(guesses).toEqual([]);
    expect(likeliestLanguage(guesses)).toBe('en');
  });
});

describe('hearOnly', () => {
  // Ten positions of sound, two of silence behind it, three rows of the tail.
  const audio: EncodedAudio = {
    positions: 12,
    keys: 15,
    bias: Float32Array.from({ length: 15 }, (_, i) => i),
    feeds: {},
  };
  const heard = (fromMs: number, toMs: number): number[] => {
    const { bias } = hearOnly(audio, { fromMs, toMs }, 200);
    return [...bias.keys()].filter((i) => bias[i] === i);
  };

  it('leaves the part, and the silence that always follows the sound', () => {
    const silence = [10, 11, 12, 13, 14];
    expect(heard(0, 200)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, ...silence]);
    expect(heard(60, 200)).toEqual([3, 4, 5, 6, 7, 8, 9, ...silence]);
    expect(heard(60, 120)).toEqual([3, 4, 5, ...silence]);
    expect(heard(0, 40)).toEqual([0, 1, ...silence]);
    expect(heard(-50, 5000)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, ...silence]);
  });

  it('does not touch the sound that others hear', () => {
    hearOnly(audio, { fromMs: 100, toMs: 120 }, 200);
    expect([...audio.bias]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
  });
});
