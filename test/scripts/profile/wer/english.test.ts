/** What Whisper's evaluation counts as the same words. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalizeEnglish, toUnits } from '../../../../scripts/profile/wer/english.js';

/** Text and what remains of it, line by line: `text -> normalised`. */
const table = (lines: string): [string, string][] =>
  lines
    .trim()
    .split('\n')
    .map((line) => {
      const [text = '', wanted = ''] = line.split('->');
      return [text.trim(), wanted.trim()];
    });

const numbers = table(`
  two -> 2
  one -> one
  thirty one -> 31
  five twenty four -> 524
  nineteen ninety nine -> 1999
  twenty nineteen -> 2019
  in eighteen thirteen -> in 1813
  two point five million -> 2500000
  four point two billions -> 4200000000s
  200 thousand -> 200000
  200 thousand dollars -> $200000
  $20 million -> $20000000
  €52.4 million -> €52400000
  $20.1 million -> $20100000
  £77 thousands -> £77000s
  two double o eight -> 2008
  three thousand twenty nine -> 3029
  forty three thousand two hundred sixty -> 43260
  forty three thousand two hundred and sixty -> 43260
  nineteen fifties -> 1950s
  thirty first -> 31st
  thirty three thousand and three hundred and thirty third -> 33333rd
  three billion -> 3000000000
  millions -> 1000000s
  one million two hundred thousand and five -> 1200005
  nineteen hundred -> 1900
  july third twenty twenty -> july 3rd 2020
  august twenty sixth twenty twenty one -> august 26th 2021
  3 14 -> 3 14
  3.14 -> 3.14
  3 point 2 -> 3.2
  3 point 14 -> 3.14
  fourteen point 4 -> 14.4
  two point two five dollars -> $2.25
  two hundred million dollars -> $200000000
  ninety percent -> 90%
  seventy six per cent -> 76%
  double oh seven -> 007
  double zero seven -> 007
  nine one one -> 911
  nine double one -> 911
  one triple oh one -> 10001
  one zero zero zero one nine oh two one oh -> 1000190210
  two thousandth -> 2000th
  thirty two thousandth -> 32000th
  minus 500 -> -500
  positive twenty thousand -> +20000
  two dollars and seventy cents -> $2.70
  3 cents -> ¢3
  $0.36 -> ¢36
  three euros and sixty five cents -> €3.65
  three and a half million -> 3500000
  forty eight and a half dollars -> $48.5
  salt and pepper and seven of clubs -> salt and pepper and 7 of clubs
  a hundred and then some -> a 100 and then some
  b747 -> b 747
  10 th -> 10th
  10th -> 10th
  1,234,567 -> 1234567
  the point is -> the point is
`);

const words = table(`
  Let's -> let us
  he's like -> he is like
  she's been like -> she has been like
  they'd gone -> they had gone
  I'd rather -> i would rather
  I won’t, can't and don't. -> i will not can not and do not
  we're gonna, y'all -> we are going to you all
  10km -> 10 km
  RC232 -> rc 232
  Mr. Park visited Assoc. Prof. Kim Jr. -> mister park visited associate professor kim junior
  Dr. Jones and Mrs. Hill -> doctor jones and missus hill
  oh [unintelligible] one of them -> oh one of them
  (applause) Uh, hmm, well... um -> well
  <noise> Yes! -> yes
  Ever tried, ever failed. No matter. -> ever tried ever failed no matter
  an ill-disposed man -> an ill disposed man
  Café Zoë -> cafe zoe
  50% of it, % or $ alone -> 50% of it or alone
  mobilisation -> mobilization
  cancelation -> cancellation
  The neighbour's favourite colour is grey. -> the neighbor is favorite color is gray
  centre theatre kilometres -> center theater kilometers
  organised, realising, apologises -> organized realizing apologizes
  exercise, promised, surprising, otherwise, advise, raised -> exercise promised surprising otherwise advise raised
  travelled cancelling modelling -> traveled canceling modeling
  defence catalogue analyse programme -> defense catalog analyze program
  four hours of our tour -> 4 hours of our tour
`);

describe('English words for comparison', () => {
  it.each(numbers)('number: %s', (text, wanted) => {
    expect(normalizeEnglish(text)).toBe(wanted);
  });

  it.each(words)('text: %s', (text, wanted) => {
    expect(normalizeEnglish(text)).toBe(wanted);
  });

  it('leaves no capitals, no double spaces, and nothing to normalise away from plain words', () => {
    const word = fc.constantFrom(
      'Stop',
      'the',
      "don't",
      'SEVEN',
      'twenty',
      'oh',
      'point',
      '3',
      '$',
      'and',
      'double',
      '%',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 8 }), (parts) => {
        const once = normalizeEnglish(parts.join(' '));
        expect(once).toBe(once.toLowerCase());
        expect(once).toBe(once.replace(/\s+/g, ' ').trim());
      }),
    );
  });

  it('never throws and never loses a plain word', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(typeof normalizeEnglish(text)).toBe('string');
        expect(normalizeEnglish(`${text.replace(/[([<]/g, '')} lamp`).endsWith('lamp')).toBe(true);
      }),
    );
  });

  it('counts characters where a language writes no spaces, and keeps accents outside English', () => {
    expect(toUnits('今日は いい天気だ。', 'ja')).toEqual(Array.from('今日はいい天気だ'));
    expect(toUnits('¡El murciélago!', 'es')).toEqual(['el', 'murciélago']);
  });
});
