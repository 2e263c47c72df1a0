import { describe, expect, it } from 'vitest';
import { Vocabulary } from '../../../src/models/whisper/vocabulary.js';
import { HintShelf, hintsSchema } from '../../../src/stages/stt/hint-shelf.js';

const special = ['<|endoftext|>', '<|startoftranscript|>', '<|translate|>', '<|transcribe|>', '<|startofprev|>'];
const vocabulary = new Vocabulary(['a', 'Ġa', ...special, '<|nospeech|>', '<|notimestamps|>', '<|0.00|>'], false);

describe('HintShelf', () => {
  it('makes the same hints ready once', () => {
    const shelf = new HintShelf(vocabulary);
    const hints = { language: 'en', context: ['a'], words: ['a'] };
    const ready = shelf.take(hints);
    expect(ready?.contextIn('en')).toEqual([1]);
    expect(shelf.take({ ...hints })).toBe(ready);
    expect(shelf.take({ ...hints, words: [] })).not.toBe(ready);
  });

  it('has nothing where there is nothing to hint at', () => {
    const shelf = new HintShelf(vocabulary);
    expect(shelf.take(undefined)).toBeUndefined();
    expect(shelf.take({ language: 'en', context: [], words: [] })).toBeUndefined();
  });

  it('takes no endless lists', () => {
    const words = Array.from({ length: 2001 }, () => 'a');
    expect(hintsSchema.safeParse({ language: 'en', context: [], words }).success).toBe(false);
  });
});
