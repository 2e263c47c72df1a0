import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, daysBetween, instantOf, nextOn, wallOf, weekdayOf } from '../../../src/skills/language/zone.js';

const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'America/St_Johns'];

describe('the clock on the wall', () => {
  it('skips a time, and shows one twice', () => {
    const iso = (month: number, day: number, minute: number, zone: string): string =>
      new Date(instantOf({ year: 2026, month, day }, minute, zone)).toISOString();
    expect(iso(3, 29, 150, 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
    expect(iso(10, 25, 150, 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z');
    expect(iso(3, 8, 150, 'America/New_York')).toBe('2026-03-08T07:30:00.000Z');
    expect(iso(11, 1, 90, 'America/New_York')).toBe('2026-11-01T05:30:00.000Z');
    expect(iso(11, 1, 1440, 'America/New_York')).toBe('2026-11-02T05:00:00.000Z');
  });
  it('shows what it was asked for, or up to an hour more where the clocks skip', () => {
    const day = fc.record({
      year: fc.integer({ min: 2020, max: 2037 }),
      month: fc.integer({ min: 1, max: 12 }),
      day: fc.integer({ min: 1, max: 28 }),
    });
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 1439 }), fc.constantFrom(...ZONES), (on, minute, zone) => {
        const wall = wallOf(instantOf(on, minute, zone), zone);
        const apart = daysBetween(on, wall) * 1440 + wall.hour * 60 + wall.minute - minute;
        expect([0, 30, 60]).toContain(apart);
        expect(wall.second).toBe(0);
      }),
    );
  });
  it('comes to each weekday once a week', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1 }),
        fc.integer({ min: 0, max: 1439 }),
        fc.constantFrom(...ZONES),
        fc.date({ min: new Date('2020-01-01'), max: new Date('2037-01-01'), noInvalidDate: true }),
        (days, minute, zone, after) => {
          const next = nextOn(days, minute, after.getTime(), zone);
          expect(next).toBeGreaterThan(after.getTime());
          expect(next - after.getTime()).toBeLessThanOrEqual(7 * 86_400_000 + 2 * 3_600_000);
          const wall = wallOf(next, zone);
          // A time that is skipped late in the evening may be shown on the next day.
          expect([weekdayOf(wall), weekdayOf(addDays(wall, -1))].some((day) => days.includes(day))).toBe(true);
        },
      ),
    );
  });
});
