/** A draft makes greedy decoding quicker and never different; loops, budgets and stops end it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  audio,
  decode,
  END,
  MARKS,
  NOT_FIRST,
  POSITIONS,
  PROMPT,
  saying,
  steady,
  SUPPRESSED,
  type Outcome,
} from './scripted-decoder.js';

const [COMMA, STOP] = MARKS;
const said = [1, 2, 3, COMMA, 4, 5, 6, 7, 8, STOP];
const script = saying(said);

/** Goes to and fro in a short sound. */
const within = (positions: number) => (text: readonly number[]) => ({
  position: text.length % positions,
  silentShare: 0,
});

/** All but how long it took. */
function textOf({ tokens, trace, averageLogProb, noSpeechProb, ended }: Outcome): unknown {
  const places = trace.map(({ position, silentShare, logProb }) => [position, silentShare, logProb]);
  return { tokens, places, averageLogProb: averageLogProb.toFixed(9), noSpeechProb, ended };
}

describe('without a draft', () => {
  it('says the text, one token a pass', () => {
    const outcome = decode(script);
    expect(outcome).toMatchObject({ tokens: said, ended: 'end', passes: said.length + 1 });
    expect(outcome.feeds[0]).toEqual({ tokens: PROMPT, rows: [0, 1] });
    expect(outcome.feeds.slice(1)).toEqual(said.map((token) => ({ tokens: [token], rows: [0] })));
    expect(outcome.effort).toMatchObject({ draftTokens: 0, draftAccepted: 0 });
  });

  it('tells where each token lies, how likely it was, and whether anything was said', () => {
    const { trace, averageLogProb, noSpeechProb } = decode(saying([3, 4]));
    expect(trace.map(({ position }) => position)).toEqual([3, 6]);
    for (const { silentShare } of trace) expect(silentShare).toBeCloseTo(0.1, 5);
    // 18 other tokens and the end may come first, 19 later; their score is 0, that of the chosen 5, 6 or 7.
    const logProbs = [
      -Math.log(1 + 18 * Math.exp(-5)),
      -Math.log(1 + 19 * Math.exp(-6)),
      -Math.log(1 + 19 * Math.exp(-7)),
    ];
    expect(trace[0]?.logProb).toBeCloseTo(logProbs[0] ?? NaN, 5);
    expect(trace[1]?.logProb).toBeCloseTo(logProbs[1] ?? NaN, 5);
    expect(averageLogProb).toBeCloseTo(logProbs.reduce((sum, value) => sum + value, 0) / 3, 5);
    // Three tokens behind the end, the suppressed one and the one that is not first score 9; the best of the rest 5.
    expect(noSpeechProb).toBeCloseTo(1 / (5 + Math.exp(-4) + 18 * Math.exp(-9)), 5);
  });

  it('says nothing where the end comes first', () => {
    expect(decode(saying([]))).toMatchObject({ tokens: [], ended: 'end', passes: 1 });
  });

  it('never chooses what is not allowed', () => {
    const stubborn = decode({ next: () => SUPPRESSED, place: steady });
    expect(stubborn.tokens).not.toContain(SUPPRESSED);
    expect(decode({ next: (text) => (text.length === 0 ? NOT_FIRST : END), place: steady }).tokens[0]).not.toBe(
      NOT_FIRST,
    );
    expect(
      decode({ next: (text) => (text.length === 1 ? NOT_FIRST : text.length > 1 ? END : 5), place: steady }).tokens,
    ).toEqual([5, NOT_FIRST]);
  });
});

describe('a draft', () => {
  it('that is right takes one pass', () => {
    const outcome = decode(script, { draft: said });
    expect(outcome).toMatchObject({ tokens: said, ended: 'end', passes: 1 });
    expect(outcome.effort).toMatchObject({ draftTokens: said.length, draftAccepted: said.length });
  });

  it.each([
    ['a word taken for another', [1, 2, 3, COMMA, 9, 5, 6, 7, 8, STOP]],
    ['the first word taken for another', [9, 2, 3, COMMA, 4, 5, 6, 7, 8, STOP]],
    ['a mark taken for another', [1, 2, 3, STOP, 4, 5, 6, 7, 8, STOP]],
    ['a mark too few', [1, 2, 3, 4, 5, 6, 7, 8, STOP]],
    ['a mark too many', [1, 2, 3, COMMA, 4, 5, COMMA, 6, 7, 8, STOP]],
    ['a word too many', [1, 2, 3, COMMA, 4, 10, 5, 6, 7, 8, STOP]],
    ['four words too many', [1, 2, 3, COMMA, 4, 10, 11, 12, 13, 5, 6, 7, 8, STOP]],
    ['all but the last', said.slice(0, -1)],
    ['another end', [...said.slice(0, -1), COMMA]],
  ])('with one mistake takes two passes: %s', (_, draft) => {
    expect(decode(script, { draft })).toMatchObject({ tokens: said, ended: 'end', passes: 2 });
  });

  it('that goes on too long takes one pass', () => {
    expect(decode(script, { draft: [...said, 9, 10] })).toMatchObject({ tokens: said, passes: 1 });
  });

  it('with two mistakes far apart takes three passes', () => {
    const draft = [1, 9, 3, COMMA, 4, 5, 10, 7, 8, STOP];
    expect(decode(script, { draft })).toMatchObject({ tokens: said, passes: 3 });
  });

  it('that is useless is dropped after two failures', () => {
    const outcome = decode(script, { draft: [9, 10, 11, 12, 13, 14, 15, 16] });
    expect(textOf(outcome)).toEqual(textOf(decode(script)));
    expect(outcome.passes).toBe(said.length + 1);
    // The prompt and eight tokens, then one chosen and seven; from then on nothing but what was chosen.
    expect(outcome.feeds.map(({ tokens }) => tokens.length)).toEqual([10, 8, ...said.slice(1).map(() => 1)]);
    expect(outcome.effort).toMatchObject({ draftTokens: 15, draftAccepted: 0 });
  });

  it('never asks for more rows than it feeds, nor for a text longer than the budget', () => {
    const budget = 2 + 12;
    const short = { ...audio, positions: 5 };
    const draft = Array.from({ length: 300 }, (_, i) => i % 16);
    const outcome = decode({ ...script, place: within(5) }, { draft, audio: short });
    for (const { tokens, rows } of outcome.feeds) {
      expect(Math.max(...rows)).toBe(tokens.length - 1);
      expect(tokens.length).toBeLessThanOrEqual(PROMPT.length + budget);
    }
    expect(outcome.tokens).toEqual(said);
  });
});

describe('whatever the draft is', () => {
  /** The next token follows from the last ones and a key; one in sixteen is the end. */
  function modelOf(key: number, memory: number) {
    const next = (text: readonly number[]): number => {
      let state = key;
      for (const token of text.slice(-memory)) state = Math.imul(state ^ (token + 1), 0x9e3779b1) >>> 3;
      state = Math.imul(state ^ (memory > 2 ? text.length : 0), 0x85ebca6b) >>> 8;
      return state % 16 === 0 ? END : state % (SUPPRESSED - 1);
    };
    return { next, place: steady };
  }

  const model = fc.tuple(fc.nat(), fc.integer({ min: 1, max: 4 })).map(([key, memory]) => modelOf(key, memory));
  const anyDraft = fc.array(fc.nat(SUPPRESSED), { maxLength: 60 });

  it('the text is the same', () => {
    fc.assert(
      fc.property(model, anyDraft, (decoder, draft) => {
        const alone = decode(decoder);
        const helped = decode(decoder, { draft });
        expect(textOf(helped)).toEqual(textOf(alone));
        expect(helped.passes).toBeLessThanOrEqual(alone.passes);
      }),
      { numRuns: 500 },
    );
  });

  it('the text is the same with drafts that are nearly right', () => {
    const edit = fc.record({
      at: fc.nat(60),
      remove: fc.nat(5),
      insert: fc.array(fc.nat(SUPPRESSED), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(model, fc.array(edit, { maxLength: 4 }), (decoder, edits) => {
        const alone = decode(decoder);
        const draft = [...alone.tokens];
        for (const { at, remove, insert } of edits) draft.splice(at, remove, ...insert);
        expect(textOf(decode(decoder, { draft }))).toEqual(textOf(alone));
      }),
      { numRuns: 500 },
    );
  });
});

describe('the end', () => {
  /** Never ends, never repeats itself three times in a row. */
  const endless = { next: (text: readonly number[]): number => 1 + (((text.length ** 2) >> 1) % 13), place: steady };

  it('comes with the budget: fifteen tokens a second and twelve more, at most 224 with the prompt', () => {
    for (const [positions, most] of [
      [50, 27],
      [400, 132],
      [1500, 224 - PROMPT.length],
    ] as const) {
      const decoder = { ...endless, place: within(Math.min(positions, POSITIONS)) };
      const alone = decode(decoder, { audio: { ...audio, positions } });
      expect(alone.ended).toBe('budget');
      expect(alone.tokens).toHaveLength(most);
      const draft = Array.from({ length: 300 }, (_, i) => endless.next({ length: i } as number[]));
      const helped = decode(decoder, { audio: { ...audio, positions }, draft });
      expect(textOf(helped)).toEqual(textOf(alone));
      expect(helped.passes).toBe(1);
    }
  });

  it('comes when the text is no longer wanted, with what was heard until then', () => {
    let asked = 0;
    const stop = (): boolean => ++asked > 4;
    expect(decode(script, { stop })).toMatchObject({ tokens: said.slice(0, 4), ended: 'stopped', passes: 5 });
    expect(decode(script, { stop: () => true })).toMatchObject({ tokens: [], ended: 'stopped', passes: 1 });
  });

  it('is the text’s own where the last pass brings it, whoever wants to stop', () => {
    expect(decode(script, { draft: said, stop: () => true })).toMatchObject({ tokens: said, ended: 'end' });
  });

  it('comes when the decoder repeats itself at one place', () => {
    const circles = {
      next: (text: readonly number[]): number => said[text.length] ?? 7,
      place: (text: readonly number[]) => ({ position: Math.min(3 * text.length, 30), silentShare: 0 }),
    };
    const outcome = decode(circles);
    expect(outcome.ended).toBe('loop');
    expect(outcome.tokens).toEqual([...said, 7]);
    expect(outcome.passes).toBeLessThan(said.length + 15);
    expect(decode(circles, { draft: [...said, 7] })).toMatchObject({ tokens: outcome.tokens, ended: 'loop' });
  });

  it('comes when it listens to nothing but silence', () => {
    const dreaming = {
      next: endless.next,
      place: (text: readonly number[]) => ({ position: 3 * text.length, silentShare: text.length > 5 ? 0.95 : 0 }),
    };
    const outcome = decode(dreaming);
    expect(outcome).toMatchObject({ ended: 'loop', passes: 12 });
    expect(outcome.tokens).toHaveLength(5);
  });

  it('is not mistaken: a speaker who says a word again and again is heard', () => {
    const again = saying([]);
    const next = (text: readonly number[]): number => (text.length < 12 ? 7 : END);
    const place = (text: readonly number[]) => ({
      position: Math.min(25 * text.length, POSITIONS - 1),
      silentShare: 0,
    });
    expect(decode({ ...again, next, place })).toMatchObject({
      ended: 'end',
      tokens: Array.from({ length: 12 }, () => 7),
    });
  });

  it('the text is the same where the decoder goes in circles, and for drafts with an end in them', () => {
    const text = fc.tuple(
      fc.array(fc.nat(15), { maxLength: 10 }),
      fc.array(fc.nat(3), { minLength: 1, maxLength: 4 }),
      fc.nat(20),
    );
    fc.assert(
      fc.property(text, fc.nat(20), fc.nat(3), ([lead, pattern, rounds], more, pace) => {
        const all = [...lead, ...Array.from({ length: rounds }, () => pattern).flat()];
        for (let i = 0; i < more; i++) all.push(10 + (i ** 2 % 7));
        const next = ({ length }: readonly number[]): number => all[length] ?? END;
        const place = ({ length }: readonly number[]) => ({
          position: 3 * Math.min(length, lead.length) + pace * Math.max(0, length - lead.length),
          silentShare: 0,
        });
        const alone = decode({ next, place });
        for (const draft of [all, all.slice(0, all.length >> 1), alone.tokens, [...alone.tokens, END, 5]]) {
          expect(textOf(decode({ next, place }, { draft }))).toEqual(textOf(alone));
        }
      }),
    );
  });
});
