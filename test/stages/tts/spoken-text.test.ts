/** What people say for what is written. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spokenText, writtenWords } from '../../../src/stages/tts/spoken-text.js';
import { readAloudSentences } from '../../fixtures/read-aloud.js';
import { spokenNumbers } from '../../fixtures/spoken-numbers.js';
import { spokenSigns } from '../../fixtures/spoken-signs.js';

const said = (text: string): string =>
  spokenText(text)
    .map((word) => word.text + word.after)
    .join(' ');

const tables: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  numbers: [
    ['I am 25.', 'I am twenty-five.'],
    ['1,234.50', 'one thousand two hundred thirty-four point five zero'],
    ['0.5 and -3', 'zero point five and minus three'],
    ['007', 'zero zero seven'],
    [
      '12345678901234567890',
      'one two three four five six seven eight nine zero one two three four five six seven eight nine zero',
    ],
    ['the 21st and 3rd', 'the twenty-first and third'],
    ['5-10 people', 'five to ten people'],
    ['version 3.11.2', 'version three point eleven point two'],
    ['No. 5 and #1', 'number five and number one'],
    ['7 x 8 = 56', 'seven times eight equals fifty-six'],
    ['5 - 3', 'five minus three'],
    ['a score of 3:2', 'a score of three to two'],
    ['x^2 + y³', 'x squared plus y cubed'],
    ['call 911, zip 90210', 'call nine one one, zip nine zero two one zero'],
  ],
  years: [
    ['in 1984, 1905 and 2007', 'in nineteen eighty-four, nineteen oh five and two thousand seven'],
    ['In 1492 and 2024', 'In fourteen ninety-two and twenty twenty-four'],
    ['1500 people', 'one thousand five hundred people'],
    ["the 1990s and '80s", 'the nineteen nineties and eighties'],
    ['2020-2024', 'twenty twenty to twenty twenty-four'],
    ['mid-1990s, the 1800s', 'mid nineteen nineties, the eighteen hundreds'],
  ],
  money: [
    ['$5.50', 'five dollars and fifty cents'],
    ['$1', 'one dollar'],
    ['$0.99', 'ninety-nine cents'],
    ['$3.5 million', 'three point five million dollars'],
    ['$2bn', 'two billion dollars'],
    ['£2.01', 'two pounds and one penny'],
    ['20 € or €1,000', 'twenty euros or one thousand euros'],
    ['¥500', 'five hundred yen'],
  ],
  clock: [
    ['It is 10:30.', 'It is ten thirty.'],
    ['10:05 and 10:00', "ten oh five and ten o'clock"],
    ['At 3 pm we go.', 'At three P.M we go.'],
    ['at 3 p.m. we go', 'at three P.M we go'],
    ['At 3 p.m. We go.', 'At three P.M. We go.'],
    ['7:05 a.m.', 'seven oh five A.M.'],
    ['15:00', 'fifteen hundred'],
    ['10am-5pm', 'ten A.M to five P.M'],
    ['from 9:00-17:30', "from nine o'clock to seventeen thirty"],
    ['at 9:30:15', 'at nine thirty and fifteen seconds'],
  ],
  dates: [
    ['On May 3, 2024 it rained', 'On May third, twenty twenty-four it rained'],
    ['3 May', 'the third of May'],
    ['2024-05-03', 'May third, twenty twenty-four'],
    ['5/3/2024', 'May third, twenty twenty-four'],
    ['25/12/2023', 'December twenty-fifth, twenty twenty-three'],
    ['Jan. 5', 'January fifth'],
    ['on 12/25', 'on December twenty-fifth'],
  ],
  units: [
    ['5 km', 'five kilometers'],
    ['1 km', 'one kilometer'],
    ['20 °C', 'twenty degrees Celsius'],
    ['-5°F', 'minus five degrees Fahrenheit'],
    ['3.5 in', 'three point five inches'],
    ['3 in the morning', 'three in the morning'],
    ['12 in.', 'twelve inches.'],
    [`5'11"`, 'five foot eleven'],
    ['80% or 5-10 %', 'eighty percent or five to ten percent'],
    ['60 km/h and 30 mph', 'sixty kilometers per hour and thirty miles per hour'],
    ['16 GB, 250 ms', 'sixteen gigabytes, two hundred fifty milliseconds'],
  ],
  fractions: [
    ['1/2 cup', 'one half cup'],
    ['2 1/2 cups', 'two and a half cups'],
    ['3/4', 'three quarters'],
    ['5/8', 'five eighths'],
    ['½ and 1¾', 'one half and one and three quarters'],
    ['17/100', 'seventeen over one hundred'],
    ['24/7', 'twenty-four seven'],
  ],
  telephone: [
    ['call 555-123-4567', 'call five five five, one two three, four five six seven'],
    ['(555) 123-4567', 'five five five, one two three, four five six seven'],
    ['+1 555 123 4567', 'plus one, five five five, one two three, four five six seven'],
    ['555-1234', 'five five five, one two three four'],
  ],
  abbreviations: [
    ['Dr. Smith vs. Mr. Jones', 'Doctor Smith versus Mister Jones'],
    ['fruit, e.g. pears, i.e. food, etc.', 'fruit, for example, pears, that is, food, et cetera.'],
    ['St. Paul on Main St. is', 'Saint Paul on Main Street is'],
    ['The CPU and APIs of NASA use JSON', "The C.P.U and A.P I's of NASA use JSON"],
    ['do NOT go', 'do NOT go'],
    ['MP3, GPT-4, 4K, COVID-19', 'M.P three, G.P.T four, four K, COVID nineteen'],
    ['C# on p. 12', 'C sharp on page twelve'],
    ['and/or he/she', 'and or he or she'],
  ],
  web: [
    ['joe@example.com', 'joe at example dot com'],
    ['see https://www.example.com/docs?x=1.', 'see example dot com slash docs.'],
    ['README.md and node.js', 'README dot md and node dot js'],
    ['Visit example.org!', 'Visit example dot org!'],
    ['http://localhost:8080/a', 'localhost port eighty eighty slash a'],
  ],
  markup: [
    ['**Bold** and `code` _em_', 'Bold and code em'],
    ['# Title\ntext', 'Title. text'],
    ['- one\n- two', 'one. two'],
    ['[link](http://x.com/a) here', 'link here'],
    ['```js\nfoo()\n``` after', 'after'],
    ['a <b>b</b> c', 'a b c'],
    ['| a | b |\n|---|---|\n| c | d |', 'a, b. c, d'],
    ['Hi 😀 there 👍🏽!', 'Hi there!'],
    ['foo_bar', 'foo bar'],
  ],
  pauses: [
    ['Wait... what?!', 'Wait. what?'],
    ['Yes — no - maybe', 'Yes, no, maybe'],
    ['well-known (really) "fact"', 'well-known, really, fact'],
    ["don't can’t", "don't can’t"],
  ],
  nothing: [
    ['', ''],
    ['...', ''],
    ['😀 🎉', ''],
    ['---', ''],
  ],
};

for (const [name, rows] of [tables, spokenNumbers, spokenSigns].flatMap((kinds) => Object.entries(kinds))) {
  describe(name, () => {
    it.each(rows)('%s → %s', (written, spoken) => {
      expect(said(written)).toBe(spoken);
    });
  });
}

describe('the sentences for listening', () => {
  const bare = (text: string): string => text.toLowerCase().replace(/[^\p{L}]/gu, '');

  it.each(readAloudSentences)('$written', ({ written, spoken }) => {
    expect(bare(said(written))).toBe(bare(spoken));
  });
});

describe('names that look like other things', () => {
  it.each([
    ['I think so. I am.', 'I think so. I am.'],
    ['Vitamin C. The next one.', 'Vitamin C. The next one.'],
    ['I live in the U.S. He does not.', 'I live in the U.S. He does not.'],
    ['the cat sat on the sun', 'the cat sat on the sun'],
    ['Malcolm X and the IV drip', 'Malcolm X and the I.V drip'],
    ['a size XL shirt', 'a size X.L shirt'],
    ['AC/DC at 5', 'A.C D.C at five'],
    ['the MAX value', 'the MAX value'],
    ['&constructor; and &toString;', 'and constructor; and and toString;'],
    ['1080p and 99p', 'ten eighty P and ninety-nine pence'],
    ['3 May be late', 'the third of May be late'],
    ['Section 2.1.1.', 'Section two point one point one.'],
    ['at 5. Then', 'at five. Then'],
    ['The US and the WHO met. WHO knew?', 'The U.S and the W.H.O met. WHO knew?'],
    ['from Sun Microsystems on Sun', 'from Sun Microsystems on Sunday'],
    ['Milk, etc. The rest is here.', 'Milk, et cetera. The rest is here.'],
    ['~~~~~\n~~~\n~~~ Then run it.', 'Then run it.'],
    ['Wait 30s.', 'Wait thirty seconds.'],
    ['a temperature in the 60s', 'a temperature in the sixties'],
  ])('%s → %s', (written, spoken) => {
    expect(said(written)).toBe(spoken);
  });
});

describe('another language', () => {
  const words = (text: string): string[] => spokenText(text, 'plain').map((word) => word.text + word.after);

  it('keeps its numbers for its own phonemizer, and still no markup', () => {
    expect(words('**Es** kostet 25 Euro, `ja`?')).toEqual(['Es', 'kostet', '25', 'Euro,', 'ja?']);
  });

  it.each([
    ['Es sind −5 °C, 25 % und 20 €.', 'Es sind -5°C, 25% und 20€.'],
    ['Um 14:30 kostet es 1.234,50 €!', 'Um 14:30 kostet es 1.234,50€!'],
    ['Mail an anna@example.de.', 'Mail an anna @ example de.'],
    ['Siehe https://www.example.fr/a?b=1, bitte.', 'Siehe example fr, bitte.'],
    ['2 + 3 = 5', '2 + 3 = 5'],
    ['今天天气很好。', '今天天气很好.'],
    ['10\u00a0000 Leute', '10000 Leute'],
  ])('%s → %s', (written, spoken) => {
    expect(words(written).join(' ')).toBe(spoken);
  });
});

describe('the way back to the written words', () => {
  it('gives each spoken word the written word it came from', () => {
    const text = 'At 10:30 pay $3 million to Dr. Who.';
    const written = writtenWords(text);
    const back = spokenText(text).map((word) => `${word.text}<${written[word.written] ?? '?'}`);
    expect(back).toEqual(
      'At<At ten<10:30 thirty<10:30 pay<pay three<$3 million<$3 dollars<million to<to Doctor<Dr. Who<Who.'.split(' '),
    );
  });

  it('counts words as they are written, for any text', () => {
    const pieces = fc.constantFrom(
      '$5',
      '10:30',
      'Dr.',
      'May',
      '3,',
      '2024',
      '```',
      '[a](b)',
      '1/2',
      '😀',
      'x',
      '-',
      '\n',
      '20',
      '°C',
      '#',
      '@',
    );
    const text = fc.oneof(
      fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join(' ')),
      fc.string({ unit: 'binary', maxLength: 200 }),
    );
    fc.assert(
      fc.property(text, (input) => {
        const count = writtenWords(input).length;
        let last = 0;
        for (const word of spokenText(input)) {
          expect(word.written).toBeGreaterThanOrEqual(last);
          expect(word.written).toBeLessThan(count);
          expect(word.text).toMatch(/^[\p{L}\p{N}]/u);
          last = word.written;
        }
      }),
      { numRuns: 500 },
    );
  });
});
