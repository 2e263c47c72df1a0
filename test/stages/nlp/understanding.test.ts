/** Intents: the table of utterances, and what may never be confused. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { Intent } from '../../../src/pipeline/intent.js';
import type { Sum } from '../../../src/skills/language/arithmetic.js';
import { builtInSkills } from '../../../src/skills/built-in/index.js';
import type { ConversionSlots } from '../../../src/skills/built-in/conversion-words.js';
import { createUnderstanding } from '../../../src/stages/nlp/understanding.js';
import { clean, negative, noisy, type Expected } from './utterances.js';

const CONFIDENT = 0.7;

const understanding = createUnderstanding({ names: ['Parley'], skills: builtInSkills });
const context = { language: 'en', now: new Date('2026-11-21T10:00:00Z'), timeZone: 'UTC' };

function understand(said: string): Intent | undefined {
  return understanding.understand(said, context).intent;
}

function slotsOf(intent: Intent | undefined): string {
  if (intent?.name === 'arithmetic') return (intent.slots as Sum).expression;
  if (intent?.name === 'convert') {
    const slots = intent.slots as ConversionSlots;
    const parts = slots.parts.map((part) => `${part.value} ${part.unit.unit}`);
    return `${parts.join(',')} > ${slots.to.unit}`;
  }
  return JSON.stringify(intent?.slots);
}

function check([said, name, slots]: Expected): void {
  const intent = understand(said);
  expect(intent?.name).toBe(name);
  if (slots !== undefined) expect(slotsOf(intent)).toBe(slots);
  expect(intent?.confidence ?? 0).toBeGreaterThanOrEqual(CONFIDENT);
}

describe('what people say', () => {
  it.each(clean)('%s', (...row) => {
    check(row as unknown as Expected);
  });
  it('matches as it stands, with full confidence', () => {
    for (const [said] of clean) expect(understand(said)?.confidence, said).toBe(1);
  });
});

describe('what recognisers make of it', () => {
  it.each(noisy)('%s', (...row) => {
    check(row as unknown as Expected);
  });
  it('is less certain than words that match as they stand', () => {
    expect(understand('cancle the timer')?.confidence).toBeLessThan(understand('cancel the timer')?.confidence ?? 0);
  });
});

describe('what only sounds like an intent', () => {
  it.each(negative)('%s', (said) => {
    expect(understand(said)).toBeUndefined();
  });
});

describe('any text', () => {
  it('gives the same answer twice and never throws', () => {
    const words = fc.constantFrom(
      ...'set a timer for ten minutes what time is it in new york plus 7 cancel the of half hour point and'.split(' '),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(words, { maxLength: 30 }).map((list) => list.join(' ')),
        ),
        (said) => {
          expect(understand(said)).toEqual(understand(said));
        },
      ),
    );
  });
  it('yields sums of nothing but numbers and operators', () => {
    const words = fc.constantFrom(
      ...'what is 2 seven plus minus times divided by over percent of the square root import parse squared factorial half'.split(
        ' ',
      ),
    );
    fc.assert(
      fc.property(fc.array(words, { minLength: 1, maxLength: 9 }), (list) => {
        const intent = understand(list.join(' '));
        if (intent?.name === 'arithmetic')
          expect((intent.slots as Sum).expression).toMatch(/^(?:[\d.+\-*/^!() ]|mod|sqrt|cbrt)+$/);
      }),
    );
  });
});
