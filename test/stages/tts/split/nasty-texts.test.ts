/** The splitter on texts that simple rules get wrong, character by character as well as at once. */
import { describe, expect, it } from 'vitest';
import { SentenceSplitter } from '../../../../src/stages/tts/sentence-splitter.js';
import { nastyTexts } from './nasty-texts.js';

const wholeSentences = { longestChars: 280, firstClause: false };

describe('nasty texts', () => {
  it.each(nastyTexts)('%s', (_name, ...sentences) => {
    const text = sentences.join('');
    const atOnce = new SentenceSplitter(wholeSentences);
    expect([...atOnce.push(text), ...atOnce.flush()]).toEqual(sentences);
    const byCharacter = new SentenceSplitter(wholeSentences);
    expect([...text.split('').flatMap((unit) => byCharacter.push(unit)), ...byCharacter.flush()]).toEqual(sentences);
  });
});

describe('what is finished does not wait', () => {
  it.each([
    ['Let me check. ', ['Let me check. ']],
    ['One moment!\n', ['One moment!\n']],
    ['Really? ', ['Really? ']],
    ['A title\n', ['A title\n']],
    // More could follow that belongs to it.
    ['Version 3.', []],
    ['It was 5 p.m. ', []],
    ['See Dr. ', []],
    ['Well... ', []],
  ])('%j', (text, sentences) => {
    expect(new SentenceSplitter(wholeSentences).push(text)).toEqual(sentences);
  });

  it('reads no further than one word where that word decides', () => {
    const splitter = new SentenceSplitter(wholeSentences);
    expect(splitter.push('In the U.S. I')).toEqual([]);
    expect(splitter.push('t ')).toEqual(['In the U.S. ']);
  });
});
