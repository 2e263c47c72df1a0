import { describe, expect, it } from 'vitest';
import { typed } from './settings.js';

describe('numbers', () => {
  it.each([
    ['I have two cats and one dog', 'I have two cats and one dog'],
    ['twenty-five people', '25 people'],
    ['two hundred and five cats', '205 cats'],
    ['a hundred people and a hundred and five dogs', 'A hundred people and 105 dogs'],
    ['ten million people and two point five million dogs', '10 million people and 2.5 million dogs'],
    ['thirty two thousand four hundred', '32,400'],
    ['three point one four and two point zero', '3.14 and 2.0'],
    ['two and a half hours', 'Two and a half hours'],
    ['page five, chapter three, version two dot one', 'Page 5, chapter 3, version 2.1'],
    ['the twenty third person and the third one', 'The 23rd person and the third one'],
    ['a twenty second delay', 'A 20 second delay'],
    ['a tenth of it', 'A tenth of it'],
    ['twenty five percent, five per cent, 30 percent', '25%, 5%, 30%'],
    ['it costs twenty five dollars and fifty cents', 'It costs $25.50'],
    ['five million dollars, 20 euros, one dollar', '$5 million, €20, $1'],
    ['call me at five five five one two three four', 'Call me at 555-1234'],
    ['dial double oh seven', 'Dial double oh seven'],
    ['the code is four oh double two', 'The code is 4022'],
    ['one, two, three', 'One, two, three'],
    ['three to five percent, ten or twenty dollars', '3 to 5%, 10 or $20'],
    ['It costs $20 and 50 cents.', 'It costs $20.50.'],
    ['It was 10% sign more.', 'It was 10% more.'],
    ['My phone number is 555 1234.', 'My phone number is 555-1234.'],
    ['The code is 5-5-1-2-3.', 'The code is 55123.'],
    ['the point five people made', 'The point five people made'],
  ])('%j is typed %j', (heard, expected) => {
    expect(typed(heard)).toBe(expected);
  });

  it('can all be figures, or stay as they were heard', () => {
    expect(typed('two cats and no one', { numbers: 'digits' })).toBe('2 cats and no one');
    expect(typed('twenty two cats at three thirty pm', { numbers: 'words' })).toBe(
      'Twenty two cats at three thirty pm',
    );
  });
});

describe('dates and times', () => {
  it.each([
    ['on march third twenty twenty five', 'On March 3, 2025'],
    ['on March 3rd, 2025', 'On March 3, 2025'],
    ['the third of march nineteen eighty four', 'The 3rd of March 1984'],
    ['may ten people come', 'May 10 people come'],
    ['march two miles', 'March two miles'],
    ['in nineteen oh five and the nineteen eighties', 'In 1905 and the 1980s'],
    ['in two thousand and five', 'In 2005'],
    ['at three thirty', 'At 3:30'],
    ['at ten oh five p m', 'At 10:05 p.m.'],
    ['half past three', 'Half past three'],
    ['five past ten or ten to nine', 'Five past ten or ten to nine'],
    ['The train leaves at 330 pm.', 'The train leaves at 3:30 p.m.'],
    ['at three hundred places', 'At 300 places'],
    ['from 9am to 5 PM', 'From 9 a.m. to 5 p.m.'],
    ['See you at 3:30 pm. We will talk.', 'See you at 3:30 p.m. We will talk.'],
    ['at 3 pm period then we go', 'At 3 p.m. Then we go'],
  ])('%j is typed %j', (heard, expected) => {
    expect(typed(heard)).toBe(expected);
  });

  it.each([
    ['plain', 'At 3:30 pm and 12 am'],
    ['upper', 'At 3:30 PM and 12 AM'],
    ['hours24', 'At 15:30 and 00:00'],
  ] as const)('are written as asked: %s', (times, expected) => {
    expect(typed('at three thirty pm and twelve am', { times })).toBe(expected);
  });
});
