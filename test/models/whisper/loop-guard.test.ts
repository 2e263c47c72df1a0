/** Loops are found, true repetitions are left alone. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findLoop, type TokenTrace } from '../../../src/models/whisper/loop-guard.js';

function trace(tokens: readonly number[], position: (index: number) => number, silentShare = 0.1): TokenTrace[] {
  return tokens.map((token, i) => ({ token, position: position(i), silentShare }));
}

function repeat(pattern: readonly number[], times: number): number[] {
  return Array.from({ length: times }, () => pattern).flat();
}

/** Five seconds of sound. */
const SOUND = 250;

describe('findLoop', () => {
  it('finds a phrase that is said again at the same place', () => {
    const tokens = [1, 2, ...repeat([7, 8, 9], 4)];
    const stuck = trace(tokens, (i) => Math.min(i * 10, 50));
    expect(findLoop(stuck, SOUND)).toEqual({ keep: 5, reason: 'repetition' });
    expect(findLoop(stuck.slice(0, -3), SOUND)).toBeUndefined();
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
    expect(findLoop(trace(repeat([7], 32), circling), SOUND)).toEqual({ keep: 1, reason: 'repetition' });
  });

  it('cuts words that listen to silence only', () => {
    const said = trace([1, 2, 3], (i) => i * 10);
    const invented = trace([4, 5, 6, 7, 8, 9], () => 40, 0.97);
    expect(findLoop([...said, ...invented], SOUND)).toEqual({ keep: 3, reason: 'silence' });
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
