/** Normalisation: numbers, contractions, fillers, the assistant's name. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { digitise } from '../../../src/skills/language/numbers.js';
import { editDistance, nearest } from '../../../src/skills/language/spelling.js';
import { parseDuration } from '../../../src/skills/language/duration.js';
import { normalise, withoutPoliteness } from '../../../src/stages/nlp/text.js';

const options = { names: ['parley'] };

describe('normalise', () => {
  it.each([
    ["What's the time?", 'what is the time'],
    ['Um, hello, uh, there.', 'hello there'],
    ['Hey Parley, stop!', 'stop'],
    ['Hey parlay, stop!', 'stop'],
    ['Hey Paul, stop!', 'hey paul stop'],
    ['Tell me a joke, Parley.', 'tell me a joke'],
    ['Parley', 'parley'],
    ['What is a parley?', 'what is a parley'],
    ['I don’t know, can’t say', 'i do not know can not say'],
    ['[BLANK_AUDIO]', ''],
    ['(wind blowing) ...', ''],
    ["'Hello,' he said. ''''", 'hello he said'],
    ['It costs 1,250.50 today.', 'it costs 1250.50 today'],
    ['At 7:30 p.m. or so', 'at 7:30 pm or so'],
    ['Ünïcode Straße', 'ünïcode straße'],
    ['10km and 5ft', '10 km and 5 ft'],
    ['the 1st and the 2nd', 'the 1st and the 2nd'],
    ['-5°C', 'minus 5 degrees c'],
  ])('%s → %s', (said, wanted) => {
    expect(normalise(said, options)).toBe(wanted);
  });

  it('keeps politeness in the text that tells questions apart, and drops it for matching', () => {
    expect(normalise('Can you swim, please?', options)).toBe('can you swim');
    expect(withoutPoliteness('can you set a timer for me')).toBe('set a timer');
  });

  it('changes nothing more when applied twice to words', () => {
    const words = fc.array(
      fc.constantFrom(...'what is twenty two five hundred and the um please half 7 parley point'.split(' ')),
    );
    fc.assert(
      fc.property(words, (list) => {
        const once = normalise(list.join(' '), { names: [] });
        expect(normalise(once, { names: [] }).split(' ').length).toBeLessThanOrEqual(once.split(' ').length);
        expect(once).toBe(once.trim());
      }),
    );
  });
});

describe('digitise', () => {
  it.each([
    ['twelve', '12'],
    ['one hundred and five', '105'],
    ['two thousand and twenty six', '2026'],
    ['nineteen hundred and eighty four', '1984'],
    ['one million two hundred thousand and one', '1200001'],
    ['two point five', '2.5'],
    ['zero point zero five', '0.05'],
    ['point five', '0.5'],
    ['ninety nine point nine', '99.9'],
    ['two and a half', '2.5'],
    ['five five', '5 5'],
    ['one two three', '1 2 3'],
    ['a hundred', '100'],
    ['a cat and a half', 'a cat and a half'],
    ['2 million', '2000000'],
    ['thirty seconds', '30 seconds'],
    ['five and seven', '5 and 7'],
    ['ten minus five', '10 minus 5'],
    ['and point', 'and point'],
  ])('%s → %s', (said, wanted) => {
    expect(digitise(said.split(' ')).join(' ')).toBe(wanted);
  });

  it('reads every number below a million as it is said', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999 }), (value) => {
        expect(digitise(sayNumber(value).split(' '))).toEqual([String(value)]);
      }),
    );
  });
});

/** Reference speller, the other way round. */
function sayNumber(value: number): string {
  const small =
    'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
      ' ',
    );
  const tens = '. . twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
  if (value < 20) return small[value] ?? '';
  if (value < 100)
    return `${tens[Math.floor(value / 10)] ?? ''}${value % 10 === 0 ? '' : ` ${small[value % 10] ?? ''}`}`;
  const [unit, word] = value < 1000 ? [100, 'hundred'] : [1000, 'thousand'];
  const rest = value % unit;
  return `${sayNumber(Math.floor(value / unit))} ${word}${rest === 0 ? '' : ` ${rest < 100 ? 'and ' : ''}${sayNumber(rest)}`}`;
}

describe('parseDuration', () => {
  it.each([
    ['10 minutes', 600_000],
    ['8 minutes and 30 seconds', 510_000],
    ['8 minutes 30', 510_000],
    ['an hour and a half', 5_400_000],
    ['half an hour', 1_800_000],
    ['a quarter of an hour', 900_000],
    ['1.5 hours', 5_400_000],
    ['2 hours 15 minutes and 1 second', 8_101_000],
  ])('%s', (said, wanted) => {
    expect(parseDuration(said)).toBe(wanted);
  });
  it.each(['', '0 minutes', '10', 'minutes', '10 apples', '10 seconds 5'])('refuses "%s"', (said) => {
    expect(parseDuration(said)).toBeUndefined();
  });
});

describe('spelling', () => {
  it('counts edits, swapped neighbours as one', () => {
    expect(editDistance('cancle', 'cancel')).toBe(1);
    expect(editDistance('kitten', 'sitting')).toBe(3);
    expect(editDistance('', 'abc')).toBe(3);
  });
  it('is a metric within one edit: symmetric, and zero only for equal words', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), (a, b) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, b) === 0).toBe(a === b);
      }),
    );
  });
  it('never takes one short word for another, nor one real word for a key word', () => {
    expect(nearest('off', new Set(['on']))).toBeUndefined();
    expect(nearest('on', new Set(['off', 'in']))).toBeUndefined();
    expect(nearest('cancer', new Set(['cancel']))).toBeUndefined();
    expect(nearest('cancle', new Set(['cancel']))).toBe('cancel');
  });
});
