/** Loops are found, true repetitions are left alone. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findLoop, isSaid, trimRounds, type TokenTrace } from '../../../src/models/whisper/loop-guard.js';

function trace(tokens: readonly number[], position: (index: number) => number, silentShare = 0.1): TokenTrace[] {
  return tokens.map((token, i) => ({ token, position: position(i), silentShare, logProb: -0.1 }));
}

function repeat(pattern: readonly number[], times: number): number[] {
  return Array.from({ length: times }, () => pattern).flat();
}

/** Five seconds of sound. */
const SOUND = 250;

type Recorded = readonly (readonly [token: number, position: number])[];

/** "Stop" said twelve times, as whisper-tiny.en heard it; it went on for ever. */
// prettier-ignore
const twelveStops: Recorded = [
  [13707, 61], [11, 53], [2245, 76], [11, 77], [2245, 101], [11, 96], [2245, 122], [11, 113], [2245, 146],
  [11, 130], [2245, 175], [11, 153], [2245, 206], [11, 182], [2245, 225], [11, 209], [2245, 236], [11, 225],
  [2245, 244], [11, 234], [2245, 250], [11, 240], [2245, 253], [11, 242], [2245, 256], [11, 243],
];
/** "Wrong" said once, of which it made R-R-R-R. */
// prettier-ignore
const stutter: Recorded = [[371, 37], [12, 37], [49, 39], [12, 39], [49, 40], [12, 39], [49, 39], [12, 38], [49, 39]];
/** "No, no, no, no." */
// prettier-ignore
const fourNoes: Recorded = [[1400, 32], [11, 34], [645, 46], [11, 47], [645, 54], [11, 55], [645, 69], [13, 75]];
/** "Stop" said six times, heard as seven. */
// prettier-ignore
const sixStops: Recorded = [
  [13707, 61], [11, 56], [2245, 95], [11, 91], [2245, 130], [11, 126], [2245, 171], [11, 165],
  [2245, 189], [11, 182], [2245, 197], [11, 188], [2245, 202], [13, 195],
];
const recorded = (tokens: Recorded): TokenTrace[] =>
  tokens.map(([token, position]) => ({ token, position, silentShare: 0.3, logProb: -0.1 }));
/** Words of the recorded texts; all else in them are marks. */
const startsWord = (token: number): boolean => [13707, 2245, 1400, 645, 371, 49].includes(token);

describe('findLoop', () => {
  it('finds a phrase that is said again at the same place', () => {
    const tokens = [1, 2, ...repeat([7, 8, 9], 4)];
    const stuck = trace(tokens, (i) => (i < 2 ? i * 10 : 30));
    expect(findLoop(stuck, SOUND)).toEqual({ keep: 5, reason: 'repetition', rounds: 1 });
    expect(findLoop(stuck.slice(0, -4), SOUND)).toBeUndefined();
  });

  it('lets a speaker say the same word again and again', () => {
    expect(
      findLoop(
        trace(repeat([5, 6], 12), (i) => i * 12),
        SOUND,
      ),
    ).toBeUndefined();
  });

  it('bears attention that jumps between words that sound alike, as long as it moves on', () => {
    const jumping = (i: number): number => 20 * i + (i % 2 === 0 ? 60 : -60);
    expect(findLoop(trace(repeat([7], 20), jumping), SOUND)).toBeUndefined();
    const circling = (i: number): number => 200 + (i % 2 === 0 ? 60 : -60);
    expect(findLoop(trace(repeat([7], 31), circling), SOUND)).toBeUndefined();
    expect(findLoop(trace(repeat([7], 32), circling), SOUND)).toEqual({ keep: 1, reason: 'repetition', rounds: 1 });
  });

  it('cuts words that listen to silence only', () => {
    const said = trace([1, 2, 3], (i) => i * 10);
    const invented = trace([4, 5, 6, 7, 8, 9], () => 40, 0.97);
    expect(findLoop([...said, ...invented], SOUND)).toEqual({ keep: 3, reason: 'silence', rounds: 0 });
    expect(findLoop([...said, ...invented.slice(0, 3)], SOUND)).toBeUndefined();
  });

  it('never stops a text whose tokens move on through the sound', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 60 }),
        fc.integer({ min: 3, max: 20 }),
        (tokens, step) => {
          expect(
            findLoop(
              trace(tokens, (i) => i * step),
              SOUND,
            ),
          ).toBeUndefined();
        },
      ),
    );
  });

  it('stops every endless repetition of up to eight tokens', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { minLength: 1, maxLength: 8 }), fc.nat(100), (pattern, place) => {
        const tokens = repeat(pattern, 8);
        expect(
          findLoop(
            trace(tokens, () => place),
            SOUND,
          ),
        ).toBeDefined();
      }),
    );
  });
});

describe('what was heard of a repetition', () => {
  it('is all rounds that were said, though the decoder never stopped', () => {
    const loop = findLoop(recorded(twelveStops), 328);
    expect(loop).toEqual({ keep: 26, reason: 'repetition', rounds: 12 });
    expect(loop !== undefined && isSaid(loop)).toBe(true);
    for (let i = 1; i < twelveStops.length; i++) {
      expect(findLoop(recorded(twelveStops.slice(0, i)), 328)).toBeUndefined();
    }
  });

  it('is next to nothing when the decoder stood still', () => {
    const loop = findLoop(recorded(stutter), 72);
    expect(loop).toEqual({ keep: 3, reason: 'repetition', rounds: 1 });
    expect(loop !== undefined && isSaid(loop)).toBe(false);
  });

  it('is trimmed by rounds that have no sound of their own', () => {
    expect(trimRounds(recorded(fourNoes), startsWord)).toBe(fourNoes.length);
    expect(trimRounds(recorded(sixStops), startsWord)).toBe(11);
  });

  it('keeps the groups of a large number and words behind a repetition', () => {
    const billion = trace([16, 11, 830, 11, 830, 11, 830], () => 30);
    expect(trimRounds(billion, (token) => token === 16)).toBe(billion.length);
    const veryCold = trace([9, 8, 8, 8, 5], () => 30);
    expect(trimRounds(veryCold, () => true)).toBe(veryCold.length);
  });

  it('never grows, and never loses a text that repeats nothing', () => {
    const tokens = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 40 });
    fc.assert(
      fc.property(tokens, fc.array(fc.nat(300), { minLength: 40, maxLength: 40 }), (said, places) => {
        const text = trace(said, (i) => places[i] ?? 0);
        const keep = trimRounds(text, () => true);
        expect(keep).toBeLessThanOrEqual(text.length);
        expect(keep).toBeGreaterThanOrEqual(Math.min(1, text.length));
        const rising = trace(
          said.map((_, i) => i),
          (i) => i,
        );
        expect(trimRounds(rising, () => true)).toBe(rising.length);
      }),
    );
  });
});
