import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinSounds, lengthMs, partOf, readSound } from '../../../src/stages/translation/heard-sound.js';
import { partWords, withoutEcho } from '../../../src/stages/translation/part-words.js';

/** One word each 400 ms, from `fromMs` on. */
const wordsOf = (text: string, fromMs = 0) =>
  text.split(' ').map((word, i) => ({ text: word, startMs: fromMs + i * 400, endMs: fromMs + i * 400 + 350 }));

describe('words of a translation and the captions that they belong to', () => {
  it('leaves out what was said before, even where times are off by half a word', () => {
    const words = wordsOf('I have to see. Well, I wanted you to look.');
    expect(partWords(words, [{ startMs: 1900, endMs: 4000 }], false)).toEqual(['Well, I wanted you to look.']);
    expect(partWords(words, [{ startMs: 1300, endMs: 4000 }], false)).toEqual(['Well, I wanted you to look.']);
  });

  it('takes all from the first word on where nothing was said before', () => {
    expect(partWords(wordsOf('Good day.', 300), [{ startMs: 900, endMs: 1500 }], true)).toEqual(['Good day.']);
  });

  it('parts the words of several captions at the ends of sentences', () => {
    const words = wordsOf('Good day. How are you? Fine.');
    const stretches = [
      { startMs: 0, endMs: 900 },
      { startMs: 1100, endMs: 2000 },
      { startMs: 2100, endMs: 2600 },
    ];
    expect(partWords(words, stretches, true)).toEqual(['Good day.', 'How are you?', 'Fine.']);
  });

  it('leaves out what the next speaker began', () => {
    const words = wordsOf('It is late. And');
    expect(partWords(words, [{ startMs: 0, endMs: 1200 }], true)).toEqual(['It is late.']);
  });

  it('gives nothing of nothing', () => {
    expect(partWords([], [{ startMs: 0, endMs: 900 }], true)).toEqual(['']);
  });

  it('never gives a word twice or out of order', () => {
    const texts = fc.array(fc.constantFrom('one', 'two.', 'three', 'four!'), { minLength: 1, maxLength: 20 });
    const lengths = fc.array(fc.integer({ min: 100, max: 4000 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(texts, lengths, fc.boolean(), (words, spans, isAlone) => {
        let atMs = 0;
        const stretches = spans.map((span) => {
          const stretch = { startMs: atMs, endMs: atMs + span };
          atMs += span + 100;
          return stretch;
        });
        const timed = wordsOf(words.map((word, i) => `${i}${word}`).join(' '));
        const given = partWords(timed, stretches, isAlone).flatMap((part) => (part === '' ? [] : part.split(' ')));
        const numbers = given.map((word) => Number.parseInt(word, 10));
        expect(numbers).toEqual(numbers.map((_, i) => (numbers[0] ?? 0) + i));
      }),
    );
  });
});

describe('words at a seam', () => {
  it.each([
    ['December, I wanted to go.', 'I am not going to December,', 'I wanted to go.'],
    ['energy supply, with scale', 'a bill for the energy supply.', 'with scale'],
    ['I wanted to go.', 'That is what I see.', 'I wanted to go.'],
    ['No.', 'No.', 'No.'],
    ['… and so', 'and …', '… and so'],
    ['', 'Yes.', ''],
  ])('%j behind %j is %j', (text, before, rest) => {
    expect(withoutEcho(text, before)).toBe(rest);
  });
});

describe('sound on the line of time', () => {
  const ramp = (fromMs: number, toMs: number): Float32Array =>
    Float32Array.from({ length: (toMs - fromMs) * 16 }, (_, i) => fromMs * 16 + i);
  const kept = (fromMs: number, untilMs: number) => ({
    read: (startMs: number, endMs: number) =>
      ramp(Math.max(startMs, fromMs), Math.max(startMs, fromMs, Math.min(endMs, untilMs))),
  });

  it('knows whether the front or the end is short', () => {
    const wish = { fromMs: 500, toMs: 2300 };
    expect(readSound(kept(0, 9000), { startMs: 1000, endMs: 2000 }, wish)?.startMs).toBe(500);
    const late = readSound(kept(800, 2100), { startMs: 1000, endMs: 2000 }, wish);
    expect(late?.startMs).toBe(800);
    expect(late && lengthMs(late)).toBe(1300);
    expect(readSound(kept(1800, 9000), { startMs: 1000, endMs: 2000 }, wish)).toBeUndefined();
    expect(readSound(kept(5000, 9000), { startMs: 1000, endMs: 2000 }, wish)).toBeUndefined();
  });

  it('joins sounds that overlap, and fills gaps with silence', () => {
    const one = { samples: ramp(0, 100), startMs: 0 };
    const joined = joinSounds([one, { samples: ramp(50, 200), startMs: 50 }]);
    expect(joined?.samples.subarray(0, 3200)).toEqual(ramp(0, 200));
    const apart = joinSounds([one, { samples: ramp(200, 300), startMs: 200 }]);
    expect(apart?.samples[150 * 16]).toBe(0);
    expect(apart?.samples[250 * 16]).toBe(250 * 16);
    expect(joinSounds([])).toBeUndefined();
  });

  it('cuts a part out, as far as there is one', () => {
    const part = partOf({ samples: ramp(100, 300), startMs: 100 }, 50, 200);
    expect(part.startMs).toBe(100);
    expect(part.samples).toEqual(ramp(100, 200));
  });
});
