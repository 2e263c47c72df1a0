/** Stable words are never taken back, whatever the recogniser says next. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { join, Stability, type HeardWord } from '../../../src/stages/stt/stability.js';

const WORD_MS = 300;

/** Words one behind the other; those with a question mark in front of them are doubtful. */
function words(text: string): HeardWord[] {
  return text
    .split(' ')
    .filter(Boolean)
    .map((word, i) => ({
      text: word.replace(/^\?(?=.)/, ''),
      startMs: i * WORD_MS,
      endMs: (i + 1) * WORD_MS,
      glued: i === 0,
      confidence: word.startsWith('?') ? 0.01 : 0.99,
    }));
}

/** No word is anywhere near the end of so much sound. */
const LONG_MS = 60_000;

/** Hears the texts one after the other in a long sound. */
function hear(...texts: readonly string[]): Stability {
  const stability = new Stability();
  for (const text of texts) stability.update(words(text), LONG_MS);
  return stability;
}

const finished = (stability: Stability, text: string): string => join(stability.finish(words(text)));

describe('a word becomes stable', () => {
  it('when two hypotheses in a row share it and all before it, unless it is the last one', () => {
    const stability = new Stability();
    expect(join(stability.update(words('turn on the'), LONG_MS))).toBe('turn on the');
    expect(stability.stable).toBe('');
    expect(join(stability.update(words('turn on the living'), LONG_MS))).toBe('turn on the living');
    expect(stability.stable).toBe('turn on');
    expect(finished(stability, 'turn on the living room.')).toBe('turn on the living room.');
  });

  it('but not when the hypotheses only share it later on, or not in a row', () => {
    expect(hear('a b c d', 'x b c d', 'a b c d').stable).toBe('');
    expect(hear('a b c d', 'a x c d').stable).toBe('a');
  });

  it('however it is written', () => {
    expect(hear('Hello World, how are', 'hello, world how are').stable).toBe('hello, world how');
  });

  it('but not at the edge of the sound, where what follows still changes it', () => {
    const stability = new Stability();
    const text = words('one two three four five').map((word, i) => ({ ...word, startMs: 20 * i, endMs: 20 * i + 20 }));
    stability.update(text, 100);
    stability.update(text, 110);
    expect(stability.stable).toBe('');
    // The first hypothesis counts: it is the one that did not hear what follows.
    stability.update(text, LONG_MS);
    expect(stability.stable).toBe('');
    stability.update(text, LONG_MS);
    expect(stability.stable).toBe('one two three four');
  });

  it('from the front on, as more sound comes behind it', () => {
    const stability = new Stability();
    const text = words('one two three four five');
    let before = '';
    const seen = new Set<string>();
    for (let durationMs = 0; durationMs < 5000; durationMs += 100) {
      stability.update(text, durationMs);
      expect(stability.stable.startsWith(before)).toBe(true);
      before = stability.stable;
      seen.add(before);
    }
    expect([...seen]).toEqual(['', 'one', 'one two', 'one two three', 'one two three four']);
  });

  it('not while the recogniser doubts it, nor any behind it', () => {
    const stability = hear('the ?child ran home', 'the ?child ran home');
    expect(stability.stable).toBe('the');
    stability.update(words('the child ran home'), LONG_MS);
    expect(stability.stable).toBe('the child ran');
    // Doubt that comes too late changes nothing.
    stability.update(words('?the ?child ?ran home'), LONG_MS);
    expect(stability.stable).toBe('the child ran');
  });
});

describe('a stable word', () => {
  it('stays when a later hypothesis hears it otherwise', () => {
    const stability = hear('the child almost heard a', 'the child almost heard the');
    expect(finished(stability, 'a child almost hurt the small dog.')).toBe('the child almost heard the small dog.');
  });

  it('stays when a later hypothesis leaves it out, says it twice, or says nothing', () => {
    const heard = ['one two three four five', 'one two three four five'];
    expect(finished(hear(...heard), 'one three four five six')).toBe('one two three four five six');
    expect(finished(hear(...heard), 'one two two three four five six')).toBe('one two three four five six');
    expect(finished(hear(...heard), '')).toBe('one two three four');
    expect(hear(...heard, '', 'x').stable).toBe('one two three four');
  });

  it('may change the punctuation behind it as long as it is the last one', () => {
    const stability = hear('hello world. How', 'hello world. How are');
    expect(stability.stable).toBe('hello world');
    expect(finished(stability, 'hello world, how are you?')).toBe('hello world, how are you?');
    stability.update(words('hello world, how are you'), LONG_MS);
    expect(stability.stable).toBe('hello world, how');
    expect(finished(stability, 'hello world! How are you?')).toBe('hello world, how are you?');
  });

  it('may be nothing but a mark', () => {
    const heard = 'from R & D we hear';
    const stability = new Stability();
    for (const durationMs of [1800, 2400, 2700, LONG_MS, LONG_MS]) {
      expect(join(stability.update(words(heard), durationMs))).toBe(heard);
    }
    expect(stability.stable).toBe('from R & D we');
    const end = hear('R & so', 'R & on');
    expect(end.stable).toBe('R &');
    for (const text of ['R & x', 'R & x y', 'R & y', 'R & y']) {
      expect(join(end.update(words(text), LONG_MS))).toBe(text);
    }
  });

  it('keeps the time at which it was first agreed on', () => {
    const stability = hear('one two three', 'one two three');
    const later = words('one two three').map((word) => ({
      ...word,
      startMs: word.startMs + 40,
      endMs: word.endMs + 40,
    }));
    expect(stability.finish(later).map(({ startMs }) => startMs)).toEqual([0, WORD_MS, 2 * WORD_MS + 40]);
  });
});

describe('front, covers, countBefore and drop', () => {
  const stability = (): Stability => hear('one two, three four five', 'one two, three four five');

  it('counts the stable words before a point of time', () => {
    expect([0, 149, 151, 450, 451, 1e6].map((ms) => stability().countBefore(ms))).toEqual([0, 0, 1, 1, 2, 4]);
    expect(new Stability().countBefore(1e6)).toBe(0);
  });

  it('promises the front on its own', () => {
    const whole = stability();
    const front = whole.front(1);
    expect(front.stable).toBe('one');
    expect(finished(front, 'won two three')).toBe('one two three');
    expect(whole.front(0).stable).toBe('');
    // The whole is as it was, whatever its front hears.
    front.update(words('one nine ten'), LONG_MS);
    front.update(words('one nine ten'), LONG_MS);
    expect(front.stable).toBe('one nine');
    expect(whole.stable).toBe('one two, three four');
  });

  it('keeps the punctuation in the front that was promised with it', () => {
    expect(stability().stable.startsWith('one two, three')).toBe(true);
    expect(finished(stability().front(2), 'one two three')).toBe('one two, three');
  });

  it('covers what is stable as it is, and nothing else', () => {
    const covers = (text: string): boolean => stability().covers(words(text));
    expect(covers('')).toBe(true);
    expect(covers('One two')).toBe(true);
    expect(covers('one two three four')).toBe(true);
    expect(covers('one two three four five')).toBe(false);
    expect(covers('one too')).toBe(false);
    expect(covers('two')).toBe(false);
  });

  it('goes on with the rest once the front is kept elsewhere', () => {
    const rest = stability();
    rest.drop(2, 2 * WORD_MS);
    expect(rest.stable).toBe('three four');
    expect(rest.finish(words('three four')).map(({ startMs }) => startMs)).toEqual([0, WORD_MS]);
    rest.update(words('three four five six'), LONG_MS - 2 * WORD_MS);
    // The hypothesis before the cut still counts.
    rest.drop(2, 2 * WORD_MS);
    rest.update(words('five six'), LONG_MS - 4 * WORD_MS);
    expect(rest.stable).toBe('five');
    rest.drop(1, WORD_MS);
    expect(rest.stable).toBe('');
    expect(finished(rest, 'six seven')).toBe('six seven');
  });
});

describe('whatever is heard', () => {
  const word = fc.record({
    text: fc.constantFrom('a', 'b', 'B.', 'c,', '"d"', 'don’t', '4:15', '…', '-', '&', 'é', '日'),
    lengthMs: fc.integer({ min: 0, max: 600 }),
    glued: fc.boolean(),
    confidence: fc.constantFrom(0, 0.2, 0.7, 1),
  });
  const hypothesis = fc.array(word, { maxLength: 10 }).map((list) => {
    let endMs = 0;
    return list.map(({ lengthMs, ...rest }): HeardWord => ({ ...rest, startMs: endMs, endMs: (endMs += lengthMs) }));
  });
  const partial = fc.record({ heard: hypothesis, durationMs: fc.integer({ min: 0, max: 9000 }) });

  it('no text ever takes a stable word back', () => {
    fc.assert(
      fc.property(fc.array(partial, { maxLength: 10 }), hypothesis, (partials, last) => {
        const stability = new Stability();
        let before = '';
        for (const { heard, durationMs } of partials) {
          expect(join(stability.finish(heard)).startsWith(before)).toBe(true);
          const text = join(stability.update(heard, durationMs));
          expect(text.startsWith(stability.stable)).toBe(true);
          expect(stability.stable.startsWith(before)).toBe(true);
          before = stability.stable;
        }
        expect(join(stability.finish(last)).startsWith(before)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('what repeats in full becomes stable but for its last word', () => {
    fc.assert(
      fc.property(fc.array(partial, { maxLength: 3 }), hypothesis, (partials, last) => {
        const stability = new Stability();
        for (const { heard } of partials) stability.update(heard, LONG_MS);
        const sure = last.map((each) => ({ ...each, confidence: 1 }));
        stability.update(sure, LONG_MS);
        const text = stability.update(sure, LONG_MS);
        expect(stability.covers(text.slice(0, -1))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('a cut between two stable words loses none and doubles none', () => {
    fc.assert(
      fc.property(
        fc.array(partial, { maxLength: 6 }),
        fc.nat(6),
        fc.nat(3000),
        hypothesis,
        (partials, at, offsetMs, last) => {
          const stability = new Stability();
          for (const { heard, durationMs } of partials) stability.update(heard, durationMs);
          const promised = stability.finish([]);
          const count = Math.min(at, promised.length);
          const front = stability.front(count).finish([]);
          expect(front.slice(0, -1)).toEqual(promised.slice(0, Math.max(0, count - 1)));
          expect(front).toHaveLength(count);
          expect(stability.covers(front)).toBe(true);
          stability.drop(count, offsetMs);
          const rest = stability.finish(last).slice(0, promised.length - count);
          expect(rest.map(({ startMs }) => startMs + offsetMs)).toEqual(
            promised.slice(count).map(({ startMs }) => startMs),
          );
        },
      ),
      { numRuns: 500 },
    );
  });
});
