/** What bounds a machine, in words, from measured shares. */
import { describe, expect, it } from 'vitest';
import { describeBound, type Step } from '../../../scripts/profile/throughput/bound.js';

function step(sessions: number, more: Partial<Step> = {}): Step {
  const parts = new Map([
    ['stt', 40],
    ['tts', 90],
  ] as const);
  const base = { sessions, parts, mainCores: 0.1, inferenceCores: 0.5, machineCores: 0.7 };
  return { ...base, calls: { stt: 0.3, tts: 0.1 }, ...more };
}

describe('what bounds a machine', () => {
  it('is its processor where the cores are busy, and the stage that grew most is named', () => {
    const parts = new Map([
      ['stt', 80],
      ['tts', 690],
    ] as const);
    const last = step(4, {
      ...{ parts, mainCores: 0.25, inferenceCores: 1.6, machineCores: 1.95 },
      calls: { stt: 2.5, tts: 1.4, llm: 0.2 },
    });
    expect(describeBound(step(1), last, 2)).toEqual([
      'the processor is the limit: 1.95 of 2 cores with 4 at once',
      'of these the models 1.60, hearing and speaking 0.25',
      'tts grew most, from 90 to 690 ms of a turn',
      'tts had 1.40 calls under way on average, 0.10 with 1',
    ]);
  });

  it('is not the processor where cores are left, and no stage where none became slower', () => {
    const last = step(2, { machineCores: 1.5, calls: { stt: 1 } });
    expect(describeBound(step(1), last, 2)).toEqual([
      'the processor is not full: 1.50 of 2 cores with 2 at once',
      'of these the models 0.50, hearing and speaking 0.10',
      'other programs took 0.90 cores: without them it holds more',
      'no stage became slower',
    ]);
  });

  it('is told of one conversation, too, where more were not held', () => {
    const only = step(1, { calls: { llm: 0.2 } });
    expect(describeBound(only, only, 2).slice(2)).toEqual([
      'tts takes most of a turn: 90 ms',
      'llm had 0.20 calls under way on average',
    ]);
  });
});
