import { describe, expect, it } from 'vitest';
import type { Purpose } from '../../../src/skills/language/resolve-when.js';
import { parseWhen, type OpenDay } from '../../../src/skills/language/when.js';
import { wallOf } from '../../../src/skills/language/zone.js';

const BERLIN = 'Europe/Berlin';
/** Thursday afternoon. */
const THURSDAY = '2026-11-19T14:10:00+01:00';

interface Where {
  readonly now?: string;
  readonly timeZone?: string;
  readonly purpose?: Purpose;
  readonly open?: OpenDay;
}

/** The time on the user's wall, "11-20 07:00", or what else was understood. */
function read(text: string, { now = THURSDAY, timeZone = BERLIN, purpose = 'alarm', open }: Where = {}): string {
  const when = parseWhen(text, { now: new Date(now), timeZone, purpose, ...(open === undefined ? {} : { open }) });
  if (when === undefined) return 'nothing';
  if (when.kind === 'in') return `in ${when.durationMs / 60_000} min`;
  if (when.kind === 'day') return `day ${JSON.stringify(when.open)}`;
  const { month, day, hour, minute } = wallOf(when.atMs, timeZone);
  const two = (value: number): string => String(value).padStart(2, '0');
  const days = when.kind === 'at' && when.days !== undefined ? ` on ${when.days.join('')}` : '';
  return `${when.kind === 'past' ? 'past ' : ''}${two(month)}-${two(day)} ${two(hour)}:${two(minute)}${days}`;
}

describe('times of day', () => {
  it.each([
    ['7', '11-19 19:00'],
    ['at 7', '11-19 19:00'],
    ['at 2', '11-20 02:00'],
    ['at 7 am', '11-20 07:00'],
    ['at 7 a m', '11-20 07:00'],
    ['7 oclock', '11-19 19:00'],
    ['at 7:30', '11-19 19:30'],
    ['at 730', '11-19 19:30'],
    ['at 7 30', '11-19 19:30'],
    ['at 7.30', '11-19 19:30'],
    ['7 oh 5 pm', '11-19 19:05'],
    ['at 1930', '11-19 19:30'],
    ['at 07:30', '11-20 07:30'],
    ['at 1900 hours', '11-19 19:00'],
    ['half past 7', '11-19 19:30'],
    ['half 7', '11-19 19:30'],
    ['quarter past 8 in the evening', '11-19 20:15'],
    ['a quarter to 8', '11-19 19:45'],
    ['20 to 1', '11-20 00:40'],
    ['5 minutes past 3', '11-19 15:05'],
    ['at noon', '11-20 12:00'],
    ['at midnight', '11-20 00:00'],
    ['midnight tonight', '11-20 00:00'],
    ['tonight at 12', '11-20 00:00'],
    ['tonight at 1', '11-20 01:00'],
    ['12 noon', '11-20 12:00'],
    ['12 am', '11-20 00:00'],
    ['12 30 pm', '11-20 12:30'],
    ['3 in the morning', '11-20 03:00'],
    ['at 11 at night', '11-19 23:00'],
    ['this evening at 6', '11-19 18:00'],
    ['8 tonight', '11-19 20:00'],
    ['today at 9', '11-19 21:00'],
    ['today at 9 am', 'past 11-19 09:00'],
    ['this morning at 9', 'past 11-19 09:00'],
  ])('reads "%s"', (text, expected) => {
    expect(read(text)).toBe(expected);
  });
  it.each(['25', 'at 13 pm am', '7 75', 'half to 7', '24 30', 'at', '', 'at 730 pm am', '61 past 7'])(
    'does not read "%s"',
    (text) => {
      expect(read(text)).toBe('nothing');
    },
  );
});

describe('days', () => {
  it.each([
    ['tomorrow at 7', '11-20 07:00'],
    ['at 7 tomorrow', '11-20 07:00'],
    ['7 30 tomorrow', '11-20 07:30'],
    ['tomorrow morning at 7', '11-20 07:00'],
    ['7 tomorrow morning', '11-20 07:00'],
    ['tomorrow at 7 in the evening', '11-20 19:00'],
    ['tomorrow evening at 7', '11-20 19:00'],
    ['tomorrow at 2', '11-20 14:00'],
    ['tomorrow at midnight', '11-21 00:00'],
    ['the day after tomorrow at noon', '11-21 12:00'],
    ['friday at 8', '11-20 08:00'],
    ['on friday night at 8', '11-20 20:00'],
    ['thursday at 3 pm', '11-19 15:00'],
    ['thursday at 9 am', '11-26 09:00'],
    ['next friday at 3 30 pm', '11-27 15:30'],
    ['saturday next week at 9', '11-28 09:00'],
    ['a week from tomorrow at 8', '11-27 08:00'],
    ['on the 25th at 10', '11-25 10:00'],
    ['the 3rd of december at 10', '12-03 10:00'],
    ['december 3rd at 10', '12-03 10:00'],
    ['december 3 2026 at 10', '12-03 10:00'],
    ['at 10 on december 3', '12-03 10:00'],
    ['first of may at 6 pm', '05-01 18:00'],
    ['in 2 weeks at 7', '12-03 07:00'],
    ['christmas eve at 5 pm', '12-24 17:00'],
    ['new year eve at 11 pm', '12-31 23:00'],
    ['in 2 days', '11-21 14:10'],
    ['in a week', '11-26 14:10'],
  ])('reads "%s"', (text, expected) => {
    expect(read(text)).toBe(expected);
  });
  it.each([
    'may',
    'sun',
    'march at',
    'on the hunt',
    'good morning',
    'february 30 at 7',
    'july 4 7',
    'the second world war',
  ])('does not read "%s"', (text) => {
    expect(read(text)).toBe('nothing');
  });
  it.each([
    ['tomorrow', 'day {"day":{"day":{"year":2026,"month":11,"day":20},"isWeekday":false}}'],
    ['tomorrow morning', 'day {"day":{"day":{"year":2026,"month":11,"day":20},"isWeekday":false},"part":"morning"}'],
    ['every weekday', 'day {"days":[1,2,3,4,5]}'],
  ])('leaves the time of "%s" open', (text, expected) => {
    expect(read(text)).toBe(expected);
  });
  it('closes it with the answer', () => {
    const open = (text: string): OpenDay => {
      const when = parseWhen(text, { now: new Date(THURSDAY), timeZone: BERLIN, purpose: 'alarm' });
      return when?.kind === 'day' ? when.open : {};
    };
    expect(read('at 7', { open: open('tomorrow') })).toBe('11-20 07:00');
    expect(read('7', { open: open('tomorrow evening') })).toBe('11-20 19:00');
    expect(read('half past 6', { open: open('every weekday') })).toBe('11-20 06:30 on 12345');
    expect(read('friday at 8', { open: open('tomorrow') })).toBe('11-20 08:00');
  });
});

describe('what repeats', () => {
  it.each([
    ['every day at 7', '11-20 07:00 on 0123456'],
    ['at 7 every weekday', '11-20 07:00 on 12345'],
    ['every morning at 7', '11-20 07:00 on 0123456'],
    ['every evening at 7', '11-19 19:00 on 0123456'],
    ['weekdays at 6 30', '11-20 06:30 on 12345'],
    ['on weekends at 10', '11-21 10:00 on 06'],
    ['every monday and wednesday at 8', '11-23 08:00 on 13'],
    ['mondays at 8', '11-23 08:00 on 1'],
    ['monday to friday at 7', '11-20 07:00 on 12345'],
    ['from friday to monday at 7', '11-20 07:00 on 0156'],
    ['every friday at midnight', '11-21 00:00 on 6'],
    ['daily at 3 pm', '11-19 15:00 on 0123456'],
  ])('reads "%s"', (text, expected) => {
    expect(read(text)).toBe(expected);
  });
  it.each(['every other day at 7', 'every 2 hours', 'every month', 'every tomorrow at 7'])(
    'does not read "%s"',
    (text) => {
      expect(read(text)).toBe('nothing');
    },
  );
});

describe('stretches of time', () => {
  it.each([
    ['in half an hour', 'in 30 min'],
    ['in an hour and a half', 'in 90 min'],
    ['90 seconds', 'in 1.5 min'],
    ['in 10 minutes', 'in 10 min'],
    ['10 minutes from now', 'in 10 min'],
    ['in a couple of minutes', 'in 2 min'],
    ['in 48 hours', 'in 2880 min'],
    ['in 30 days', '12-19 14:10'],
  ])('reads "%s"', (text, expected) => {
    expect(read(text)).toBe(expected);
  });
});

describe('what is left open', () => {
  it('is never the night for a reminder, unless it is night', () => {
    expect(read('at 3', { purpose: 'reminder', now: '2026-11-19T20:00:00+01:00' })).toBe('11-20 15:00');
    expect(read('at 3', { purpose: 'alarm', now: '2026-11-19T20:00:00+01:00' })).toBe('11-20 03:00');
    expect(read('at 3', { purpose: 'reminder', now: '2026-11-20T01:30:00+01:00' })).toBe('11-20 03:00');
    expect(read('tomorrow at 6', { purpose: 'reminder' })).toBe('11-20 18:00');
    expect(read('tomorrow morning', { purpose: 'reminder' })).toBe('11-20 09:00');
    expect(read('tonight', { purpose: 'reminder' })).toBe('11-19 21:00');
    expect(read('this morning', { purpose: 'reminder' })).toBe('past 11-19 09:00');
  });
  it('is the morning for who wants to be woken, but for a nap', () => {
    expect(read('at 7', { purpose: 'wake', now: '2026-11-19T18:00:00+01:00' })).toBe('11-20 07:00');
    expect(read('at 3', { purpose: 'wake', now: '2026-11-19T13:00:00+01:00' })).toBe('11-19 15:00');
    expect(read('tomorrow at 3', { purpose: 'wake' })).toBe('11-20 03:00');
  });
});

describe('the user’s zone', () => {
  it('decides, not that of the process', () => {
    const now = '2026-11-19T23:30:00Z';
    expect(read('tomorrow at 7', { now, timeZone: 'America/New_York' })).toBe('11-20 07:00');
    expect(read('tomorrow at 7', { now, timeZone: 'Asia/Tokyo' })).toBe('11-21 07:00');
  });
  it('keeps the time of day over a change of the clocks', () => {
    expect(read('tomorrow at 7', { now: '2026-03-28T12:00:00+01:00' })).toBe('03-29 07:00');
    expect(read('in 2 days', { now: '2026-03-28T12:00:00+01:00' })).toBe('03-30 12:00');
    expect(read('in 48 hours', { now: '2026-03-28T12:00:00+01:00' })).toBe('in 2880 min');
    expect(read('sunday at 2 30 am', { now: '2026-03-28T12:00:00+01:00' })).toBe('03-29 03:30');
  });
});
