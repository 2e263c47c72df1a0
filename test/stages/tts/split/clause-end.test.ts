/** Where a reply may take its first breaths, and where it must not. */
import { describe, expect, it } from 'vitest';
import { SentenceSplitter } from '../../../../src/stages/tts/sentence-splitter.js';
import { countWords, isOpen } from '../../../../src/stages/tts/split/clause-end.js';

function split(text: string): string[] {
  const splitter = new SentenceSplitter();
  return [...splitter.push(text), ...splitter.flush()];
}

describe('first clauses', () => {
  it.each([
    ['a word people say on its own', 'Sure, ', 'I can help you with that.'],
    ['an opening phrase', 'Of course, ', 'I can do that.'],
    ['an opening in Japanese', 'はい、', 'そうです。'],
    ['before a comma', 'The weather today is fine, ', 'and it stays so.'],
    ['before a dash', 'There is one way – ', 'take the bus.'],
    ['before a colon', 'Here is what I found: ', 'the shop opens at nine.'],
    ['before "because"', 'I would take the early train ', 'because it is fast.'],
    ['before "with"', 'Berlin stays sunny and warm and dry today ', 'with a high of 25 degrees.'],
    ['before a verb', 'The capital of Australia ', 'is the city of Canberra.'],
    ['before a late verb', 'The capital of the largest country on the southern half of the earth ', 'is called so.'],
    ['outside brackets', 'He told me (with a smile, as always, and late) what to do, ', 'so I did.'],
    ['between phrases in Thai', 'สวัสดีครับวันนี้อากาศดี ', 'เราไปเที่ยวกันไหม'],
  ])('%s', (_name, ...pieces) => {
    expect(split(pieces.join(''))).toEqual(pieces);
  });

  it.each([
    ['a crumb', 'Today, Anna went out.'],
    ['the thousands', 'It costs 1,000 dollars in total.'],
    ['a date', 'We met on Monday, May 5, 2024 here.'],
    ['a place', 'I went to Paris, France by train.'],
    ['a span', 'Read the pages 5 – 10 please.'],
    ['a quote', 'Did you hear "well, if you must, go" today?'],
    ['bold words', 'That is **really important, my friend** today.'],
    ['a link', 'See [the first, second and third](https://a.b) page.'],
    ['a row', '| one word here, two | three words here, four |'],
    ['a name', 'My old friend Anna and Bob of Boston and New York City came by.'],
    ['a number and its unit', 'There they have at the very least twenty or five and thirty minutes.'],
    ['"University of"', 'Nobody ever really knew anything much then beyond old state University of Applied Arts.'],
    ['a relative after "those"', 'There is nothing here for all those who ask.'],
  ])('does not tear %s', (_name, text) => {
    expect(split(text)).toEqual([text]);
  });

  it('never ends a piece with a small word, whatever the text', () => {
    const words = 'the man of a house in my town and his old dog to the very end for all we know about them'.split(' ');
    for (let shift = 0; shift < words.length; shift += 1) {
      const text = [...words.slice(shift), ...words, ...words, ...words, ...words].join(' ');
      for (const piece of split(text).slice(0, -1)) {
        expect(piece).not.toMatch(/\b(?:the|of|a|in|my|and|his|to|very|for|we|about)\s$/);
      }
    }
  });
});

describe('later clauses', () => {
  it('grow', () => {
    const text = `${'we see four words, '.repeat(30)}end.`;
    const words = split(text).map(countWords);
    expect(words.slice(0, 4)).toEqual([4, 8, 16, 24]);
    expect(words.slice(3, -1).every((count) => count === 24)).toBe(true);
  });

  it('do not grow after a word that is no head start', () => {
    expect(split('Okay. We are four words, and then there is more of it.').slice(0, 2)).toEqual([
      'Okay. ',
      'We are four words, ',
    ]);
  });
});

describe('words', () => {
  it.each([
    ['', 0],
    ['one – two, three!', 3],
    ['今日は天気', 2],
    ['OK 你好吗？', 2],
  ])('%j', (text, count) => {
    expect(countWords(text)).toBe(count);
  });
});

describe('open signs', () => {
  it.each(['("', '“a', '„a', '« a', '**a', 'a *b', '`a', '| a', '## a', '「あ'])('%s', (text) => {
    expect(isOpen(text)).toBe(true);
  });
  it.each(['(a)', '“a”', '„a“', '« a »', '**a**', '* a', 'a *b*', '`a`', '#a', '「あ」', 'a’s'])(
    '%s is closed',
    (text) => {
      expect(isOpen(text)).toBe(false);
    },
  );
});
