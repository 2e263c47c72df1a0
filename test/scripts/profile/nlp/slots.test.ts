import { describe, expect, it } from 'vitest';
import { toLocal } from '../../../../scripts/profile/nlp/slot-readers.js';
import { clockOf, toNeutral } from '../../../../scripts/profile/nlp/slots.js';
import { installedSkills } from '../../../../scripts/profile/nlp/skills.js';
import { readTable } from '../../../../scripts/profile/nlp/table.js';
import { createUnderstanding } from '../../../../src/stages/nlp/understanding.js';

const clock = clockOf({ now: '2026-05-13T14:20', timeZone: 'Europe/London' });

describe('clockOf', () => {
  it('is the instant at which the wall shows the time', () => {
    expect(clock.now.toISOString()).toBe('2026-05-13T13:20:00.000Z');
    expect(toLocal(clock.now.getTime(), clock.timeZone)).toBe('2026-05-13T14:20');
  });
});

describe('toNeutral', () => {
  const skills = installedSkills();
  const understanding = createUnderstanding({ names: ['Parley'], skills });
  const neutral = skills.map(({ examples: [example] }) => {
    const { intent } = understanding.understand(example, { ...clock, language: 'en' });
    return { example, neutral: intent && toNeutral(intent, clock) };
  });

  it('has a form for every skill', () => {
    expect(neutral.filter((one) => one.neutral === undefined).map(({ example }) => example)).toEqual([]);
  });

  it('knows a skill for every kind of request in the table', () => {
    const known = new Set(neutral.map((one) => one.neutral?.intent));
    const unknown = readTable().utterances.filter(({ intent }) => intent !== 'none' && !known.has(intent));
    expect(new Set(unknown.map(({ intent }) => intent))).toEqual(new Set());
  });

  it('keeps what was meant and drops how it is kept', () => {
    const parts = [{ value: 6, unit: { unit: 'foot', one: 'foot', many: 'feet' } }];
    const to = { unit: 'degC', one: 'degree Celsius', many: 'degrees Celsius' };
    expect(toNeutral({ name: 'convert', confidence: 1, slots: { parts, to } }, clock)).toEqual({
      intent: 'convert',
      slots: { amount: '6 foot', to: 'celsius' },
    });
    expect(
      toNeutral({ name: 'time', confidence: 1, slots: { place: 'tokyo', zone: 'Asia/Tokyo' } }, clock).slots,
    ).toEqual({ place: 'tokyo' });
  });
});
