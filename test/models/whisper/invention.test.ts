/** What is doubted: every sign counts, and no phrase is doubted for its words alone. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { doubtOf, isInvented, type Doubt } from '../../../src/models/whisper/invention.js';

function heard(noSpeechProb: number, averageLogProb: number, silentShares: readonly number[]): Doubt {
  const trace = silentShares.map((silentShare, i) => ({
    token: i,
    position: 10 * i,
    silentShare,
    logProb: averageLogProb,
  }));
  return { noSpeechProb, averageLogProb, trace };
}

describe('isInvented', () => {
  it.each([
    ['you', 'brown noise', heard(0.77, -0.75, [0.85]), 2.5],
    ['Thank you for watching!', 'keys', heard(0.77, -0.9, [0.9, 0.86, 0.91, 0.9, 0.9]), 2.6],
    ['Thank you for watching.', 'a chime', heard(0.43, -0.95, [0.94, 0.9, 0.94, 0.92, 0.93]), 0.7],
    ['Wooo!', 'a sweeping tone', heard(0.64, -0.86, [0.42, 0.45, 0.52]), 0.6],
    ['Thank you.', 'music', heard(0.45, -0.87, [0.76, 0.73, 0.75]), 20],
    ['You did, baby.', 'an office', heard(0.41, -0.69, [0.11, 0.21, 0.16, 0.3, 0.2]), 22],
  ] as const)('refuses "%s" that was written for %s', (text, _, doubt, seconds) => {
    expect(isInvented(doubt, seconds, text)).toBe(true);
  });

  it.each([
    ['5', heard(0.53, -0.82, [0.59]), 0.5],
    ['alarm', heard(0.09, -1.62, [0.7]), 0.5],
    ['Open!', heard(0.45, -0.9, [0.55, 0.6]), 0.5],
    ['Thank you.', heard(0.1, -0.17, [0.5, 0.5, 0.6]), 0.6],
    ['Thanks for watching!', heard(0, -0.18, [0.3, 0.3, 0.3, 0.4]), 1.2],
    ['you', heard(0.14, -0.9, [0.6]), 0.4],
  ] as const)('believes "%s" that was said', (text, doubt, seconds) => {
    expect(isInvented(doubt, seconds, text)).toBe(false);
  });

  it('asks more of what the model writes for most noises', () => {
    const doubt = heard(0.6, -0.7, [0.5]);
    expect(isInvented(doubt, 0.5, 'Good.')).toBe(false);
    expect(isInvented(doubt, 0.5, 'Thank you.')).toBe(true);
  });

  it('doubts more with every sign', () => {
    const share = fc.double({ min: 0.01, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, share, share, (noSpeech, unsure, silent) => {
        const doubt = doubtOf(heard(noSpeech, -unsure, [silent]));
        expect(doubtOf(heard(noSpeech + 0.1, -unsure, [silent]))).toBeGreaterThan(doubt);
        expect(doubtOf(heard(noSpeech, -unsure - 0.1, [silent]))).toBeGreaterThan(doubt);
        expect(doubtOf(heard(noSpeech, -unsure, [silent, silent / 2]))).toBeLessThanOrEqual(doubt);
      }),
    );
  });
});
