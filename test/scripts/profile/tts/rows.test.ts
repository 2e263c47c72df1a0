/** First sounds become rows by length and way, and ratios are of pairs, never of two medians. */
import { describe, expect, it } from 'vitest';
import {
  measureFirstSounds,
  rotated,
  type ReplyResult,
  type Way,
} from '../../../../scripts/profile/tts/first-sound.js';
import { ratioOf, soundFacts, soundRows } from '../../../../scripts/profile/tts/rows.js';
import type { Saying } from '../../../../scripts/profile/tts/saying.js';

const saying = (firstMs: number | undefined, ms = 100, seconds = 2): Saying => ({ firstMs, ms, seconds, leadMs: 10 });
const result = (words: 3 | 7 | 17, said: ReplyResult['said']): ReplyResult => ({ words, text: `${words}`, said });

const results = [
  result(3, { host: saying(10), whole: saying(20), peer: saying(30) }),
  result(7, { host: saying(20), whole: saying(80), peer: saying(100) }),
  result(7, { host: saying(40), whole: saying(80), peer: saying(80) }),
];

describe('rows of first sounds', () => {
  it('have one for each length and way that was gone', () => {
    const names = soundRows(results).map(({ name }) => name);
    expect(names.slice(0, 6)).toEqual([
      'first-sound-3-words',
      'first-sound-3-words-whole',
      'first-sound-3-words-peer',
      'first-sound-7-words',
      'first-sound-7-words-whole',
      'first-sound-7-words-peer',
    ]);
    expect(names).not.toContain('first-sound-17-words');
    expect(names).not.toContain('rtf-direct');
    const rows = new Map(soundRows(results).map((row) => [row.name, row]));
    expect(rows.get('first-sound-7-words')).toMatchObject({ unit: 'ms', n: 2, p50: 30 });
    expect(rows.get('rtf')).toMatchObject({ unit: 'x', n: 3, p50: 0.05 });
  });

  it('leave out a reply without a sound, and count it', () => {
    const mute = [...results, result(3, { host: saying(undefined, 5, 0) })];
    const rows = new Map(soundRows(mute).map((row) => [row.name, row]));
    expect(rows.get('first-sound-3-words')?.n).toBe(1);
    expect(rows.get('rtf')?.n).toBe(3);
    expect(soundFacts(mute)).toMatchObject({ replies: 4, silent: 1 });
  });
});

describe('ratios', () => {
  it('are the medians of pairs', () => {
    // 30/10, 100/20, 80/40: the quotient of the medians would be 4.
    expect(ratioOf(results, 'peer', 'host')).toBe(3);
    expect(soundFacts(results)).toMatchObject({ ratio: 3, 'ratio.3-words': 3, 'ratio.7-words': 3.5, 'ratio.whole': 2 });
  });

  it('need both of a pair', () => {
    expect(ratioOf(results, 'peer', 'direct')).toBeUndefined();
    expect(soundFacts(results)).not.toHaveProperty('ratio.direct');
    expect(ratioOf([result(3, { host: saying(10), peer: saying(undefined) })], 'peer', 'host')).toBeUndefined();
  });
});

describe('the order of speaking', () => {
  it('changes from reply to reply, and everybody says every reply', async () => {
    const order: string[] = [];
    const say = (way: Way) => async (text: string) => {
      order.push(`${way} ${text}`);
      return saying(1);
    };
    const { signal } = new AbortController();
    const said = await measureFirstSounds(
      { host: say('host'), direct: say('direct'), peer: say('peer') },
      { limit: 1, signal, onResult: () => undefined },
    );
    expect(order.map((line) => line.split(' ')[0])).toEqual(
      [
        ['host', 'direct', 'peer'],
        ['direct', 'peer', 'host'],
        ['peer', 'host', 'direct'],
      ].flat(),
    );
    for (const one of said) expect(Object.keys(one.said).sort()).toEqual(['direct', 'host', 'peer']);
  });

  it('wraps around', () => {
    expect(rotated([1, 2, 3], 4)).toEqual([2, 3, 1]);
    expect(rotated([], 2)).toEqual([]);
  });
});
