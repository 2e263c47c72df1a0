import { describe, expect, it } from 'vitest';
import {
  joinWords,
  sayBack,
  sayDay,
  sayDays,
  sayDuration,
  sayRemaining,
  sayTime,
  sayWhen,
} from '../../../src/skills/language/say-when.js';

const here = { now: new Date('2026-11-19T14:10:00Z'), timeZone: 'UTC' };
const at = (iso: string): number => Date.parse(`${iso}Z`);

describe('times as they are told', () => {
  it.each([
    ['2026-11-19T07:00:00', '7 AM'],
    ['2026-11-19T15:05:00', '3:05 PM'],
    ['2026-11-19T00:00:00', 'midnight'],
    ['2026-11-19T12:00:00', 'noon'],
    ['2026-11-19T00:30:00', '12:30 AM'],
  ])('%s is %s', (iso, told) => {
    expect(sayTime(at(iso), 'UTC')).toBe(told);
  });
  it.each([
    ['2026-11-19T23:00:00', 'today'],
    ['2026-11-20T00:00:00', 'tomorrow'],
    ['2026-11-18T23:00:00', 'yesterday'],
    ['2026-11-25T07:00:00', 'on Wednesday'],
    ['2026-11-26T07:00:00', 'on Thursday, November 26'],
    ['2027-01-04T07:00:00', 'on Monday, January 4'],
    ['2028-01-03T07:00:00', 'on January 3, 2028'],
  ])('%s is %s', (iso, told) => {
    expect(sayDay(at(iso), here)).toBe(told);
    expect(sayWhen(at(iso), here)).toContain(told);
  });
  it('tells the days of a week', () => {
    expect(sayDays([1, 2, 3, 4, 5])).toBe('every weekday');
    expect(sayDays([6, 0])).toBe('every weekend');
    expect(sayDays([0, 1, 2, 3, 4, 5, 6])).toBe('every day');
    expect(sayDays([1, 3])).toBe('every Monday and Wednesday');
  });
});

describe('stretches of time as they are told', () => {
  it.each([
    [1, '1 second'],
    [90_000, '1 minute and 30 seconds'],
    [5_400_000, '1 hour and 30 minutes'],
    [90_061_000, '1 day, 1 hour, 1 minute and 1 second'],
  ])('%d ms are %s', (ms, told) => {
    expect(sayDuration(ms)).toBe(told);
  });
  it('leaves out what nobody waits for', () => {
    expect(sayRemaining(90_061_000)).toBe('1 day and 2 hours');
    expect(sayRemaining(7_261_000)).toBe('2 hours and 2 minutes');
    expect(sayRemaining(61_000)).toBe('1 minute and 1 second');
  });
});

describe('words', () => {
  it('are turned round', () => {
    expect(sayBack('call my mum if i am late')).toBe('call your mum if you are late');
    expect(sayBack('take the 7 am train by myself')).toBe('take the 7 am train by yourself');
  });
  it('are joined, many of them shortly', () => {
    expect(joinWords(['a', 'b', 'c'])).toBe('a, b and c');
    expect(joinWords('abcdefgh'.split(''))).toBe('a, b, c, d, e and 3 more');
  });
});
