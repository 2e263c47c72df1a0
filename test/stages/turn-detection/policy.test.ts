/** The endpoint policy: what makes it wait, what makes it hurry, and that it always ends. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PauseEvidence } from '../../../src/pipeline/endpointing.js';
import { createEndpointPolicy, type EndpointPolicyOptions } from '../../../src/stages/turn-detection/policy.js';

const usual: EndpointPolicyOptions = {
  ...{ detection: 'semantic', eagerness: 'medium', endpointMs: 500, longestPauseMs: 2000, names: ['parley'] },
  understands: (text) => text === 'What time is it?',
};
const policyOf = (options: Partial<EndpointPolicyOptions> = {}) => createEndpointPolicy({ ...usual, ...options });

function pause(text: string | undefined, finished?: number, more: Partial<PauseEvidence> = {}): PauseEvidence {
  const sounds = finished === undefined ? [] : [{ finished, silenceMs: 64 }];
  return { silenceMs: 200, text, language: 'en', sounds, speechMs: 1500, ...more };
}

const msOf = (evidence: PauseEvidence, options: Partial<EndpointPolicyOptions> = {}): number =>
  policyOf(options).decide(evidence).ms;

const texts = fc.constantFrom(
  ...[undefined, '', 'What time is it?', 'How do you say grapefruit in French?', 'Set a timer for', 'one two three'],
  ...['Turn on the lamp.', 'Hey Parley', 'Um', 'Yes.', 'The red one', 'Well,', 'He was not an ill disposed young man.'],
);
const probabilities = fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined });
const eagernesses = fc.constantFrom('low', 'medium', 'high');

describe('createEndpointPolicy', () => {
  it('hurries when words and sound agree that it is the end', () => {
    expect(msOf(pause('What time is it?', 0.97))).toBeLessThanOrEqual(200);
    expect(msOf(pause('How do you say grapefruit in French?', 0.97))).toBeLessThanOrEqual(250);
  });

  it('waits when they agree that it is not', () => {
    expect(msOf(pause('Set a timer for', 0.05))).toBeGreaterThanOrEqual(1500);
    expect(msOf(pause('What is the, um', 0.3))).toBeGreaterThanOrEqual(900);
  });

  it('gives the time for a hesitation where the words are unfinished, whatever the sound', () => {
    expect(msOf(pause('Set a timer for', 0.9))).toBeGreaterThan(900);
  });

  it('says why, weightiest first', () => {
    expect(policyOf().decide(pause('Set a timer for', 0.94)).reasons).toEqual([
      'something must follow “for”',
      'it sounds finished (0.94)',
    ]);
    expect(policyOf().decide(pause('one two three', 0.5)).reasons).toEqual([
      'a number is being read',
      'it sounds undecided (0.50)',
    ]);
  });

  it('lets every answer of the turn model count', () => {
    const sounds = [
      { finished: 0.1, silenceMs: 64 },
      { finished: 0.98, silenceMs: 200 },
    ];
    const both = msOf(pause('Turn on the lamp.', undefined, { sounds }));
    expect(both).toBeGreaterThan(msOf(pause('Turn on the lamp.', 0.98)));
    expect(both).toBeLessThan(msOf(pause('Turn on the lamp.', 0.1)));
  });

  it('waits longer where words break off without a full stop', () => {
    const broken = policyOf().decide(pause('Why is the sky', 0.9));
    expect(broken.ms).toBeGreaterThan(msOf(pause('Why is the sky.', 0.9)));
    expect(broken.reasons).toContain('the words break off');
  });

  it('decides without the turn model, and without words', () => {
    expect(msOf(pause('What time is it?'))).toBeLessThan(350);
    expect(msOf(pause('Set a timer for'))).toBeGreaterThan(900);
    const unread = policyOf().decide(pause(undefined, 0.99));
    expect(unread.ms).toBeLessThan(500);
    expect(unread.reasons).toEqual(['it sounds finished (0.99)', 'the words are still being read']);
    expect(policyOf().decide(pause(undefined)).reasons).toEqual(['the words are still being read']);
  });

  it('with detection silence waits the set time, asks no model and does not listen to words', () => {
    const policy = policyOf({ detection: 'silence', endpointMs: 700 });
    expect(policy.askSoundAtMs).toEqual([]);
    expect(policy.decide(pause('Set a timer for', 0.01))).toEqual({ ms: 700, reasons: ['silence alone decides'] });
    expect(msOf(pause('x'), { detection: 'silence', endpointMs: 700, longestPauseMs: 400 })).toBe(400);
  });

  it('gives those who pause long more time where there is doubt, and tells them so', () => {
    const policy = policyOf();
    const doubtful = pause('The red one', 0.5);
    const before = policy.decide(doubtful).ms;
    const sure = policy.decide(pause('What time is it?', 0.98)).ms;
    for (let i = 0; i < 12; i++) policy.learnPause(1000);
    const after = policy.decide(doubtful);
    expect(after.ms).toBeGreaterThan(before * 1.2);
    expect(after.reasons.join('; ')).toMatch(/you often pause (?:0\.[89]|1\.0) s/);
    expect(policy.decide(pause('What time is it?', 0.98)).ms).toBeLessThanOrEqual(sure + 32);
  });

  it('asks the turn model early and late, in rising order', () => {
    const asks = policyOf().askSoundAtMs;
    expect(asks[0]).toBeLessThanOrEqual(100);
    expect([...asks].sort((a, b) => a - b)).toEqual([...asks]);
  });
});

describe('every wait', () => {
  it('lies between a breath and the longest pause, and has a reason', () => {
    const settings = fc.record({
      eagerness: eagernesses,
      endpointMs: fc.integer({ min: 100, max: 3000 }),
      longestPauseMs: fc.integer({ min: 300, max: 5000 }),
    });
    const pauses = fc.array(fc.integer({ min: 0, max: 5000 }), { maxLength: 30 });
    fc.assert(
      fc.property(texts, probabilities, settings, pauses, (text, finished, options, learned) => {
        const policy = policyOf(options);
        for (const ms of learned) policy.learnPause(ms);
        const wait = policy.decide(pause(text, finished));
        expect(wait.ms).toBeGreaterThanOrEqual(Math.min(100, options.endpointMs) * 0.7);
        expect(wait.ms).toBeLessThanOrEqual(options.longestPauseMs);
        expect(wait.reasons.length).toBeGreaterThan(0);
        expect(policy.decide(pause(text, finished))).toEqual(wait);
      }),
    );
  });

  it('is no longer the more finished it sounds, and no longer the more eager', () => {
    fc.assert(
      fc.property(
        texts,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (text, one, other) => {
          const [less, more] = [Math.min(one, other), Math.max(one, other)];
          expect(msOf(pause(text, more))).toBeLessThanOrEqual(msOf(pause(text, less)));
          const [high = 0, medium = 0, low = 0] = (['high', 'medium', 'low'] as const).map((eagerness) =>
            msOf(pause(text, one), { eagerness }),
          );
          expect(high).toBeLessThanOrEqual(medium);
          expect(medium).toBeLessThanOrEqual(low);
        },
      ),
    );
  });
});
