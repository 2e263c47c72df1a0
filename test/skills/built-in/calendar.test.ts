/** The time here and elsewhere, and the date: from the words asked to the words answered. */
import { describe, expect, it } from 'vitest';
import type { Settings } from '../../../src/config/schema.js';
import { answeringSettings, openAnswering } from '../../stages/response/answering.js';

const NIGHT = '2026-03-14T23:30:00Z';

function inZone(time_zone: string): Settings {
  return { ...answeringSettings, assistant: { ...answeringSettings.assistant, time_zone } };
}

describe('the calendar', () => {
  it.each([
    ['What time is it?', "It's 11:30 PM."],
    ['What time is it in Tokyo?', "In Tokyo it's 8:30 AM."],
    ['What time is it in New York?', "In New York it's 7:30 PM."],
    ['What time is it in Atlantis?', "I don't know which time zone Atlantis is in."],
    ['What day is it?', 'Today is Saturday.'],
    ['What is tomorrow’s date?', 'Tomorrow is Sunday, March 15, 2026.'],
    ['What was the date yesterday?', 'Yesterday was Friday, March 13, 2026.'],
    ['What month is it?', "It's March."],
    ['What year is it?', "It's 2026."],
  ])('%s → %s', async (asked, wanted) => {
    expect(await openAnswering({ startsAt: NIGHT }).talk(asked, '1')).toBe(wanted);
  });
  it('means the user’s date, not that of Greenwich', async () => {
    const there = openAnswering({ startsAt: NIGHT, settings: inZone('Asia/Tokyo') });
    expect(await there.talk('What day is it?', '1')).toBe('Today is Sunday.');
  });
  it('counts days, not hours, over a change of clocks', async () => {
    const there = openAnswering({ startsAt: '2026-03-08T04:30:00Z', settings: inZone('America/New_York') });
    expect(await there.talk("What is tomorrow's date?", '1')).toBe('Tomorrow is Sunday, March 8, 2026.');
  });
});

describe('what goes on from a question', () => {
  it.each([
    [['What day is it?', 'and tomorrow?'], 'Tomorrow is Sunday.'],
    [['What is the date today?', 'What about the day after tomorrow?'], 'That is Monday, March 16, 2026.'],
    [['What time is it in Tokyo?', 'and in London?'], "In London it's 11:30 PM."],
  ])('%s', async (asked, wanted) => {
    const { talk } = openAnswering({ startsAt: NIGHT });
    let reply = '';
    for (const [turn, text] of asked.entries()) reply = await talk(text, String(turn));
    expect(reply).toBe(wanted);
  });
});
