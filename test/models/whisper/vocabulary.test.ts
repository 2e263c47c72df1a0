/** Text from tokens, byte by byte. */
import { describe, expect, it } from 'vitest';
import { parseVocabulary, Vocabulary } from '../../../src/models/whisper/vocabulary.js';

const text = ['ĠHello', 'Ġw', 'orld', 'Ġcaf', 'Ã', '©', 'Ċ'];
const special = ['<|endoftext|>', '<|startoftranscript|>', '<|en|>', '<|de|>', '<|translate|>', '<|transcribe|>'];
const rest = ['<|startoflm|>', '<|startofprev|>', '<|nocaptions|>', '<|notimestamps|>', '<|0.00|>', '<|0.02|>'];
const tokens = [...text, ...special, ...rest];

describe('Vocabulary', () => {
  const vocabulary = new Vocabulary(tokens, true);

  it('joins tokens to text and leaves special ones out', () => {
    expect(vocabulary.decode([8, 9, 0, 1, 2, 7])).toBe(' Hello world');
    expect(vocabulary.decode([3, 4, 5, 6])).toBe(' café\n');
  });

  it('holds an unfinished character back', () => {
    expect(vocabulary.decode([3, 4])).toBe(' caf');
    expect(vocabulary.isWhole([3, 4])).toBe(false);
    expect(vocabulary.isWhole([3, 4, 5])).toBe(true);
  });

  it('knows languages, words and special tokens', () => {
    expect([...vocabulary.languages]).toEqual([
      ['en', 9],
      ['de', 10],
    ]);
    expect(vocabulary.special).toMatchObject({ endOfText: 7, noSpeech: 15, noTimestamps: 16, firstTimestamp: 17 });
    expect(vocabulary.startsWord(1)).toBe(true);
    expect(vocabulary.startsWord(2)).toBe(false);
    expect(new Vocabulary(tokens, false).languages.size).toBe(0);
  });

  it('refuses a vocabulary without the special tokens', () => {
    expect(() => new Vocabulary(text, true, 'x/vocab.json')).toThrow('vocabulary x/vocab.json: no token <|endoftext|>');
  });
});

describe('parseVocabulary', () => {
  it('takes one token a line, empty ones too', () => {
    expect(parseVocabulary('a\n\nb\n')).toEqual(['a', '', 'b']);
    expect(parseVocabulary('a\r\nb')).toEqual(['a', 'b']);
  });
});
