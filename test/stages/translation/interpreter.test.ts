import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Interpreter } from '../../../src/stages/translation/interpreter.js';
import { caption, told } from './fakes.js';

const translated = (id: number, text: string, source: 'whisper' | 'none' = 'whisper') =>
  ({ kind: 'translation', id, translation: { text, language: 'en', source } }) as const;

function interpreter(more: { mostBehindMs?: number; fastest?: number } = {}) {
  const notices: string[] = [];
  const one = new Interpreter({ ...more, onNotice: (line) => notices.push(line) });
  const say = (id: number, text: string): void => {
    one.hear(told(caption(id, `Satz ${id}`)));
    one.hear(translated(id, text));
  };
  return { one, say, notices };
}

describe('spoken translation', () => {
  it('gives sentences in order, at the pace of the voice while little waits', () => {
    const { one, say } = interpreter();
    expect(one.next()).toBeUndefined();
    say(0, 'Good day.');
    say(1, 'How are you?');
    expect(one.next()).toEqual({ id: 0, sentence: { index: 0, text: 'Good day. ' }, saidMs: 1000 });
    expect(one.next()).toMatchObject({ id: 1, sentence: { index: 1, text: 'How are you? ' } });
    expect(one.next()).toBeUndefined();
  });

  it('does not say again what was in the language already, nor what was not translated', () => {
    const { one } = interpreter();
    one.hear(translated(0, 'Good day.', 'none'));
    one.hear({ kind: 'untranslated', id: 1, reason: 'no' });
    expect(one.isBusy).toBe(false);
  });

  it('tells how far behind it is', () => {
    const { one, say } = interpreter();
    say(2, 'Good day.');
    expect(one.lagMs(5000)).toBe(1600);
    const next = one.next();
    expect(one.lagMs(6000)).toBe(2600);
    if (next !== undefined) one.over(next, 800);
    expect(one.lagMs(9000)).toBe(0);
  });

  it('speaks faster the more waits, up to its fastest', () => {
    const { one, say } = interpreter({ mostBehindMs: 10_000, fastest: 1.25 });
    const speeds: number[] = [];
    for (let id = 0; id < 6; id++) say(id, 'This sentence takes two and a half seconds.');
    for (let next = one.next(); next !== undefined; next = one.next()) {
      speeds.push(next.sentence.delivery?.speed ?? 1);
      one.over(next, 0);
    }
    expect(speeds[0]).toBe(1.25);
    expect(speeds.at(-1)).toBe(1);
    expect(speeds).toEqual([...speeds].sort((a, b) => b - a));
  });

  it('leaves out the oldest and says so', () => {
    const { one, say, notices } = interpreter({ mostBehindMs: 4000 });
    for (let id = 0; id < 4; id++) say(id, 'This sentence takes two and a half seconds.');
    expect(one.next()?.id).toBe(3);
    expect(one.stats).toMatchObject({ leftOut: 3 });
    expect(notices).toHaveLength(3);
    expect(notices[0]).toBe('translation: the voice is 4 s behind; a sentence is shown but not said');
  });

  it('learns the pace of the voice', () => {
    const { one, say } = interpreter();
    for (let id = 0; id < 20; id++) {
      say(id, 'x'.repeat(50));
      const next = one.next();
      if (next !== undefined) one.over(next, 250 + 50 * 100);
    }
    say(20, 'x'.repeat(50));
    expect(one.stats.behindMs).toBeGreaterThan(5000);
  });

  it('loses nothing without a word, and never goes out of order', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 300 }), { maxLength: 40 });
    fc.assert(
      fc.property(lengths, fc.array(fc.boolean(), { maxLength: 40 }), (texts, pulls) => {
        const { one, say, notices } = interpreter();
        const spoken: number[] = [];
        for (const [id, length] of texts.entries()) {
          say(id, 'x'.repeat(length));
          const next = pulls[id] === true ? one.next() : undefined;
          if (next !== undefined) spoken.push(next.id);
        }
        for (let next = one.next(); next !== undefined; next = one.next()) spoken.push(next.id);
        expect(spoken).toEqual([...spoken].sort((a, b) => a - b));
        expect(spoken.length + one.stats.leftOut).toBe(texts.length);
        expect(notices.length > 0).toBe(one.stats.leftOut > 0);
      }),
    );
  });
});
