/** Sentences that a text passes over are found; pauses, noise and short words are not taken for them. */
import { describe, expect, it } from 'vitest';
import type { TokenTrace } from '../../../src/models/whisper/loop-guard.js';
import { findUnheard } from '../../../src/models/whisper/unheard.js';

/** Levels of 20 ms blocks: speech and pauses of so many seconds. */
function levelsOf(...parts: readonly (readonly [seconds: number, levelDb: number])[]): number[] {
  return parts.flatMap(([seconds, levelDb]) => Array.from({ length: 50 * seconds }, () => levelDb));
}

function tokensAt(...seconds: readonly number[]): TokenTrace[] {
  return seconds.map((at, i) => ({ token: i, position: 50 * at, silentShare: 0.2, logProb: -0.1 }));
}

const isWord = (): boolean => true;
/** Two sentences of three seconds with a pause between them. */
const talk = levelsOf([3, -20], [1, -60], [3, -20]);

describe('findUnheard', () => {
  it('finds the end that was never written', () => {
    expect(findUnheard(tokensAt(0.5, 1, 1.5, 2, 2.8), { levels: talk, isWord })).toEqual({ fromMs: 2800, toMs: 7000 });
  });

  it('finds the sentence that was passed over', () => {
    const levels = levelsOf([3, -20], [1, -60], [3, -20], [1, -60], [2, -20]);
    const unheard = findUnheard(tokensAt(0.5, 1.5, 2.8, 8.4, 9.5), { levels, isWord });
    expect(unheard).toEqual({ fromMs: 2800, toMs: 8400 });
  });

  it('is content with a text that covers its sound', () => {
    expect(findUnheard(tokensAt(0.5, 1.5, 2.8, 4.4, 5.5, 6.6), { levels: talk, isWord })).toBeUndefined();
    expect(findUnheard(tokensAt(0.5), { levels: levelsOf([1, -20], [8, -60]), isWord })).toBeUndefined();
  });

  it('does not count marks, whose attention strays', () => {
    const tokens = tokensAt(0.5, 1, 1.5, 2, 2.8, 4.2, 5.6);
    const isLetter = (token: number): boolean => token < 5;
    expect(findUnheard(tokens, { levels: talk, isWord: isLetter })).toBeDefined();
    expect(findUnheard(tokens, { levels: talk, isWord })).toBeUndefined();
  });

  it('finds nothing in even noise', () => {
    expect(findUnheard(tokensAt(0.5), { levels: levelsOf([9, -30]), isWord })).toBeUndefined();
  });
});
