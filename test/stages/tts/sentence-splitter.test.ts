/** The sentence splitter: nothing lost, nothing depends on how the text arrived, and sentences end where people end them. */
import { describe, expect, it } from 'vitest';
import { defaultSplitter, SentenceSplitter } from '../../../src/stages/tts/sentence-splitter.js';

const whole = { longestChars: 280, firstClause: false };

function split(text: string, options = whole): string[] {
  const splitter = new SentenceSplitter(options);
  return [...splitter.push(text), ...splitter.flush()];
}

const trimmed = (text: string, options = whole): string[] => split(text, options).map((sentence) => sentence.trim());

describe('sentences', () => {
  const cases: readonly (readonly string[])[] = [
    ['Hello there.', 'How are you?', 'Fine!'],
    ['Dr. Smith met Mr. Jones at St. Paul.', 'They spoke.'],
    ['It costs 3.50 dollars.', 'Pi is 3.14159 or so.'],
    ['J. R. R. Tolkien wrote it.', 'So did I.', 'Really.'],
    ['He said "Stop." and left.'],
    ['He said "Stop."', 'Then he left.'],
    ['"Really?" she asked.', 'Yes.'],
    ['Well... maybe.', 'Wait…', 'Now.'],
    ['See https://example.com/a.b?c=d.e for more.', 'Bye.'],
    ['Visit example.com.', 'Then write.'],
    ['Bring fruit, e.g. apples, i.e. food.', 'Thanks.'],
    ['We met at 3 p.m. near the park.', 'It was 5 p.m.', 'She left.'],
    ['The U.S. Army is large.', 'Yes.'],
    ['Apples, pears, etc. are fruit.', 'Apples, pears, etc.', 'Then more.'],
    ['See No. 5 on p. 7.', 'No.', 'Never.'],
    ['On Jan. 5 it rained.', 'It was cold.'],
    ['Python 3.11 is out.', 'Version 2.0.1 is not.'],
    ['What?!', 'No way!!', 'Yes.'],
    ['(It works.)', 'Good.'],
    ['**Bold.**', 'Plain.'],
    ['lower case here.', 'so it goes.'],
    ['I have 5.', 'You have 6.'],
  ];
  it.each(cases.map((sentences) => [sentences.join(' '), sentences] as const))('%s', (text, sentences) => {
    expect(trimmed(text)).toEqual(sentences);
  });

  it('keeps the marker of a list with its line', () => {
    expect(trimmed('1. First\n2. Second\n- third\n* fourth')).toEqual(['1. First', '2. Second', '- third', '* fourth']);
  });

  it('ends a sentence at a line break', () => {
    expect(trimmed('A title\n\nSome text')).toEqual(['A title', 'Some text']);
  });

  it('gives the first white space to the sentence before it, which need not wait for the rest', () => {
    expect(split('One.  \n Two. ')).toEqual(['One. ', ' \n Two. ']);
  });

  it('cuts a text without any end between words', () => {
    const sentences = split('word '.repeat(200));
    expect(sentences.every((sentence) => sentence.length <= 280 && /^word /.test(sentence))).toBe(true);
  });

  it('prefers a comma when it has to cut', () => {
    expect(split(`${'a'.repeat(150)}, ${'b '.repeat(100)}`)[0]).toBe(`${'a'.repeat(150)}, `);
  });

  it('never cuts a surrogate pair in two', () => {
    for (const sentence of split('x' + '😀'.repeat(400))) expect(sentence).not.toMatch(/\p{Cs}/u);
  });
});

describe('first clause', () => {
  const firstOf = (text: string): string => split(text, defaultSplitter)[0] ?? '';

  it.each([
    ['The weather today is fine, and it stays so.', 'The weather today is fine, '],
    ['Sure, I can help you with that.', 'Sure, '],
    ['I would take the early train because it is faster than the bus.', 'I would take the early train '],
    [
      'The capital of the largest country on the southern half of the earth is called something else entirely.',
      'The capital of the largest country on the southern half of the earth ',
    ],
    ['It costs 1,000 dollars in total.', 'It costs 1,000 dollars in total.'],
    ['Hello. The rest, as they say, is history.', 'Hello. '],
  ])('%s', (text, clause) => {
    expect(firstOf(text)).toBe(clause);
  });

  it('is handed out before its sentence is whole', () => {
    const splitter = new SentenceSplitter();
    expect(splitter.push('Here is what I found, a')).toEqual(['Here is what I found, ']);
  });

  it('is cut once only', () => {
    expect(split('Here is the first, here is the second, here is the third.', defaultSplitter)).toEqual([
      'Here is the first, ',
      'here is the second, here is the third.',
    ]);
  });
});
