/** Stable words are never taken back, whatever the recogniser says next. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { join, Stability, type HeardWord } from '../../../src/stages/stt/stability.js';

function words(text: string, wordMs = 300): HeardWord[] {
  return text
    .split(' ')
    .filter(Boolean)
    .map((word, i) => ({
      text: word,
      startMs: i * wordMs,
      endMs: (i + 1) * wordMs,
      glued: i === 0,
    }));
}

const LONG_MS = 60_000;

describe('Stability', () => {
  it('agrees on words that two hypotheses share, but not on the last one', () => {
    const stability = new Stability();
    expect(stability.update(words('turn on the'), LONG_MS)).toEqual({ text: 'turn on the', stable: '' });
    expect(stability.update(words('turn on the living'), LONG_MS)).toEqual({
      text: 'turn on the living',
      stable: 'turn on',
    });
    expect(join(stability.finish(words('turn on the living room.')))).toBe('turn on the living room.');
  });

  it('does not agree on words at the edge of the sound', () => {
    const stability = new Stability();
    stability.update(words('one two three four'), 1200);
    expect(stability.update(words('one two three four'), 1500).stable).toBe('');
    expect(stability.update(words('one two three four'), 3000).stable).toBe('one');
  });

  it('keeps stable words when a later hypothesis hears them otherwise', () => {
    const stability = new Stability();
    stability.update(words('the child almost heard a'), LONG_MS);
    stability.update(words('the child almost heard the'), LONG_MS);
    const text = join(stability.finish(words('a child almost hurt the small dog.')));
    expect(text).toBe('the child almost heard the small dog.');
  });

  it('lets the punctuation behind the last stable word change', () => {
    const stability = new Stability();
    stability.update(words('hello world. How'), LONG_MS);
    expect(stability.update(words('hello world. How are'), LONG_MS).stable).toBe('hello world');
    expect(join(stability.finish(words('hello world, how are you?')))).toBe('hello world, how are you?');
  });

  it('holds for any sequence of hypotheses', () => {
    const word = fc.constantFrom('a', 'b', 'B.', 'c,', '…', '"d"', 'don’t', '4:15');
    const hypothesis = fc.tuple(fc.array(word, { maxLength: 12 }), fc.integer({ min: 0, max: 6000 }));
    fc.assert(
      fc.property(fc.array(hypothesis, { maxLength: 10 }), fc.array(word, { maxLength: 12 }), (partials, last) => {
        const stability = new Stability();
        let before = '';
        for (const [hypothesisWords, durationMs] of partials) {
          const { text, stable } = stability.update(words(hypothesisWords.join(' ')), durationMs);
          expect(text.startsWith(stable)).toBe(true);
          expect(stable.startsWith(before)).toBe(true);
          before = stable;
        }
        expect(join(stability.finish(words(last.join(' ')))).startsWith(before)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});
