/** Words said as the lexicon wants them. */
import { describe, expect, it } from 'vitest';
import { spokenText } from '../../../../src/stages/tts/spoken-text.js';

const lexicon = {
  gif: '/dʒɪf/',
  siobhan: 'shivawn',
  'new york': '/nu: jɔːrk/',
  'new york city': 'the big apple',
  'c++': 'see plus plus',
  café: 'coffee house',
  can: 'con',
  sql: 'sequel',
  'dr. who': 'doctor hoo',
  hush: '/hʌʃ/',
  "rock'n'roll": 'rocking roll',
};

const said = (text: string): string =>
  spokenText(text, 'english', lexicon)
    .map((word) => `${word.text}${word.ipa === undefined ? '' : `/${word.ipa}/`}${word.after}`)
    .join(' ');

describe('the lexicon', () => {
  it.each([
    ['A GIF or a gif.', 'A GIF/dʒɪf/ or a gif/dʒɪf/.'],
    ['gifs and gift', 'gifs and gift'],
    ['SQL, not my_sql.', 'sequel, not my sql.'],
    ['sql.com', 'sql dot com'],
    ['(Siobhan)', 'shivawn,'],
    ['a cafe\u0301, a Café', 'a coffee house, a coffee house'],
    ['I can, you can’t.', 'I con, you can’t.'],
    ['C++ is fast', 'see plus plus is fast'],
    ['Dr. Who met Dr. Smith', 'doctor hoo met Doctor Smith'],
    ['Rock’n’Roll!', 'rocking roll!'],
    ['**gif** and `gif`', 'gif/dʒɪf/ and gif/dʒɪf/'],
    ['a gif-maker', 'a gif/dʒɪf/ maker'],
  ])('%s → %s', (written, spoken) => {
    expect(said(written)).toBe(spoken);
  });

  it('takes the longest entry, over any white space', () => {
    expect(said('New  York')).toBe('New/nuː/ York/jɔːrk/');
    expect(said('New York\nCity')).toBe('the big apple');
  });

  it('says the "s" of a possessive as the sound before it wants', () => {
    expect(said('Siobhan’s')).toBe("shivawn's");
    expect(said("the gif's size")).toBe("the gif's/dʒɪfs/ size");
    expect(said("New York's")).toBe("New/nuː/ York's/jɔːrks/");
    expect(said("the hush's end")).toBe("the hush's/hʌʃᵻz/ end");
  });

  it('knows the written word of everything it says', () => {
    const words = spokenText('So New York City, gif, New York.', 'english', lexicon);
    expect(words.map((word) => word.written)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('works in every language', () => {
    expect(spokenText('Ein GIF.', 'plain', lexicon).at(-1)).toMatchObject({ ipa: 'dʒɪf', after: '.' });
  });

  it('lets no sign of a pattern, no empty key and no control character do harm', () => {
    const odd = { 'a.*b': 'x', '': 'y', '(': 'z', '[x]': 'box', 'co-op': 'coop', 'a/b': 'ab', bell: '/b\x07\x1bɛl/' };
    const words = spokenText('acb a.*b ( [x] Co-Op a/b bell', 'english', odd);
    expect(words.map((word) => word.ipa ?? word.text)).toEqual(['acb', 'x', 'z', 'box', 'coop', 'ab', 'bɛl']);
  });
});
