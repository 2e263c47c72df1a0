/** What holds for any text in any pieces: nothing lost, nothing torn, nothing endless, nothing that hangs on the pieces. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  defaultSplitter,
  SentenceSplitter,
  type SplitterOptions,
} from '../../../../src/stages/tts/sentence-splitter.js';
import { nastyTexts } from './nasty-texts.js';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const runs = 500;

const scraps = fc.constantFrom(
  ...[
    'Hello',
    'Dr.',
    'e.g.',
    '3.14',
    'etc.',
    'and',
    'the',
    '"Yes."',
    'I.',
    '...',
    '?!',
    '\n',
    '\n- ',
    '1.',
    ', ',
    '5.',
  ],
  ...[
    '😀',
    '👨‍👩‍👧',
    '🇩🇪',
    'a.m.',
    '。',
    '，',
    '你好',
    'はい',
    'e\u0301',
    '\u0301',
    'क्षि',
    'สวัสดี',
    '```',
    '`',
    '«',
    '»',
    '“',
    '”',
  ],
  ...[
    'U.S.',
    'May',
    'M',
    'It',
    'of',
    'o',
    '.',
    '\u00a0',
    '—',
    ' – ',
    'because',
    'New',
    'York',
    '**',
    '(',
    ')',
    '\r\n',
    '𝐀',
    '#',
  ],
);
const scrapText = fc
  .array(fc.tuple(scraps, fc.constantFrom(' ', ' ', '', '  ')), { maxLength: 80 })
  .map((parts) => parts.flat().join(''));
const nastyText = fc
  .array(fc.constantFrom(...nastyTexts.map(([, ...sentences]) => sentences.join(''))), { maxLength: 4 })
  .map((texts) => texts.join(' '));
const text = fc.oneof(
  scrapText,
  nastyText,
  fc.string({ unit: 'binary', maxLength: 700 }),
  fc.string({ unit: 'grapheme', maxLength: 400 }),
);
const options = fc.record({ longestChars: fc.constantFrom(40, 120, 280), firstClause: fc.boolean() });
const cuts = fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 200 });

function split(input: string, lengths: readonly number[], settings: SplitterOptions): string[] {
  const splitter = new SentenceSplitter(settings);
  const sentences: string[] = [];
  let at = 0;
  for (const length of lengths) {
    sentences.push(...splitter.push(input.slice(at, at + length)));
    at += length;
  }
  return [...sentences, ...splitter.push(input.slice(at)), ...splitter.flush()];
}

const check = (property: (input: string, sentences: string[], settings: SplitterOptions) => void): void => {
  fc.assert(
    fc.property(text, cuts, options, (input, lengths, settings) => {
      property(input, split(input, lengths, settings), settings);
    }),
    { numRuns: runs },
  );
};

describe('any text in any pieces', () => {
  it('comes out whole', () => {
    check((input, sentences) => {
      expect(sentences.join('')).toBe(input);
    });
  });

  it('is cut in the same places', () => {
    check((input, sentences, settings) => {
      expect(sentences).toEqual(split(input, [], settings));
      expect(sentences).toEqual(split(input, Array<number>(input.length).fill(1), settings));
    });
  });

  it('gives no sentence that is empty or too long', () => {
    check((_input, sentences, { longestChars }) => {
      expect(sentences.filter(({ length }) => length === 0 || length > longestChars)).toEqual([]);
    });
  });

  it('is never cut inside what is seen as one character', () => {
    check((input, sentences, { longestChars }) => {
      const characters = [...graphemes.segment(input)];
      const starts = new Set(characters.map((character) => character.index));
      const longest = Math.max(0, ...characters.map((character) => character.segment.length));
      const torn: string[] = [];
      let at = 0;
      for (const sentence of sentences) {
        const before = input.slice(0, at);
        // A mark on a space, and a character longer than a sentence may be, are none that anyone sees.
        const isWhole = starts.has(at) || /\s$/.test(before) || longest > longestChars / 4;
        if (!isWhole || (/[\uD800-\uDBFF]$/.test(before) && /^[\uDC00-\uDFFF]/.test(sentence))) torn.push(sentence);
        at += sentence.length;
      }
      expect(torn).toEqual([]);
    });
  });

  it('gives no sentence without a word, but for the last and for a whole length of signs', () => {
    check((_input, sentences, { longestChars }) => {
      const wordless = sentences.slice(0, -1).filter((sentence) => !/[\p{L}\p{N}]/u.test(sentence));
      expect(wordless.filter((sentence) => sentence.length < longestChars - 30)).toEqual([]);
    });
  });

  it('starts afresh after a flush', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const splitter = new SentenceSplitter();
        splitter.push(before);
        splitter.flush();
        expect([...splitter.push(after), ...splitter.flush()]).toEqual(split(after, [], defaultSplitter));
      }),
      { numRuns: runs },
    );
  });
});

describe('a long text', () => {
  it.each([
    [
      1_000_000,
      'sentences',
      'Dr. Smith said that it costs 3.50 dollars, which is fine. It rained in the U.S. all day. ',
    ],
    [1_000_000, 'an address', 'https://example.com/a?b=c&d='],
    [1_000_000, 'white space', ' '],
    [200_000, 'words without a mark', 'word another thing '],
    [200_000, 'a script without gaps', '今日は天気がいいですね散歩に行きましょう'],
    [200_000, 'signs', '«(`*"'],
    [200_000, 'accents', '\u0301'],
  ])(
    'of %i characters, %s, in small pieces is cut in time',
    (size, _name, sample) => {
      const input = sample.repeat(Math.ceil(size / sample.length));
      const splitter = new SentenceSplitter();
      let length = 0;
      let longest = 0;
      const count = (sentence: string): void => {
        length += sentence.length;
        longest = Math.max(longest, sentence.length);
      };
      for (let at = 0; at < input.length; at += 4) splitter.push(input.slice(at, at + 4)).forEach(count);
      splitter.flush().forEach(count);
      expect(length).toBe(input.length);
      expect(longest).toBeLessThanOrEqual(280);
    },
    60_000,
  );
});
