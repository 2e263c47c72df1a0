import { describe, expect, it } from 'vitest';
import { silenceRinging } from '../../../src/skills/built-in/alarms-ring.js';
import { HOUR, MINUTE } from '../keep/fake-time.js';
import { talk } from './alarms-talk.js';

describe('alarms by voice', () => {
  it.each([
    ['Wake me up at 7 tomorrow.', 'Okay, alarm set for 7 AM tomorrow.'],
    ['Wake me at seven', 'Okay, alarm set for 7 PM today.'],
    ['Set an alarm for 7:30 a.m. every weekday', 'Okay, alarm set for 7:30 AM every weekday, from tomorrow.'],
    ['Please set my alarm to 6:15 tomorrow morning', 'Okay, alarm set for 6:15 AM tomorrow.'],
    ['Set a gym alarm for 6', 'Okay, gym alarm set for 6 PM today.'],
    ["Set a 6 o'clock alarm", 'Okay, alarm set for 6 PM today.'],
    ['Set alarm 6 45 am', 'Okay, alarm set for 6:45 AM tomorrow.'],
    ['Set an alarm called swimming for 5 pm tomorrow', 'Okay, swimming alarm set for 5 PM tomorrow.'],
    ['Set an alarm for 5 pm for the dog', 'Okay, dog alarm set for 5 PM today.'],
    ['Set an alarm for half past six in the morning', 'Okay, alarm set for 6:30 AM tomorrow.'],
    ['Wake me up in two hours', 'Okay, alarm set for 4:10 PM today, in 2 hours.'],
    ['I need to be up by 5 am', 'Okay, alarm set for 5 AM tomorrow.'],
    ['Wake me on Saturday at ten', 'Okay, alarm set for 10 AM on Saturday.'],
    ['Set a timer for 7 pm', 'Okay, alarm set for 7 PM today.'],
    ['Wake me up every weekday at quarter to seven', 'Okay, alarm set for 6:45 AM every weekday, from tomorrow.'],
  ])('"%s": %s', async (said, answer) => {
    expect(await talk().ask(said)).toBe(`alarm-set: ${answer}`);
  });
  it.each([
    'The fire alarm went off yesterday',
    'What does alarm mean',
    'Tell me about alarm clocks',
    'I set my alarm for 7 yesterday',
    'Get me a coffee',
    'Wake me up before you go go',
    'Who invented the alarm clock',
    'Turn off the fire alarm',
  ])('"%s" is something else', async (said) => {
    expect(await talk().ask(said)).toBe('nothing');
  });
  it('ask for the time', async () => {
    const { say } = talk();
    expect(await say('Set an alarm for tomorrow')).toBe('At what time tomorrow?');
    expect(await say('Half past eight')).toBe('Okay, alarm set for 8:30 AM tomorrow.');
    expect(await say('Wake me up')).toBe('For what time?');
    expect(await say('On Friday')).toBe('At what time tomorrow?');
    expect(await say('Make it nine')).toBe('Okay, alarm set for 9 AM tomorrow.');
    expect(await say('Set an alarm for 9 am today')).toBe('9 AM today is over. For what time shall I set it?');
    expect(await say('No')).toBe('Okay, no alarm.');
    expect(await say('Wake me up at nine tomorrow')).toBe('You already have an alarm for 9 AM tomorrow.');
  });
  it('are told', async () => {
    const { say } = talk();
    expect(await say('What alarms do I have?')).toBe('No alarm is set.');
    await say('Set a gym alarm for 6');
    expect(await say('What time is my alarm?')).toBe('Your gym alarm is set for 6 PM today.');
    await say('Wake me at 7 every weekday');
    expect(await say('Do I have any alarms set?')).toBe('You have 2 alarms: gym at 6 PM today and 7 AM every weekday.');
  });
  it('are cancelled by time, day and name', async () => {
    const { say, alarms } = talk();
    expect(await say('Cancel my alarm')).toBe('No alarm is set.');
    await say('Set a gym alarm for 6');
    await say('Wake me at 7 tomorrow');
    await say('Wake me at 8 on Saturday');
    await say('Wake me at 9 on Saturday');
    expect(await say('Cancel my 5 am alarm')).toBe('There is no such alarm.');
    expect(await say("Cancel tomorrow's alarm")).toBe('Okay, I cancelled the alarm for 7 AM tomorrow.');
    expect(await say('Cancel the gym alarm')).toBe('Okay, I cancelled the gym alarm for 6 PM today.');
    expect(await say('Cancel the alarm')).toBe(
      'There are 2 alarms: the alarm for 8 AM on Saturday and the alarm for 9 AM on Saturday. Which one?',
    );
    expect(await say('The 8 am one')).toBe('Okay, I cancelled the alarm for 8 AM on Saturday.');
    await say('Wake me at 7 tomorrow');
    expect(await say('Cancel it')).toBe('Okay, I cancelled the alarm for 7 AM tomorrow.');
    await say('Wake me at 7 tomorrow');
    expect(await say('Turn off all my alarms')).toBe('I cancelled all 2 alarms.');
    expect(alarms.find({})).toEqual([]);
  });
  it('are moved', async () => {
    const { say, alarms } = talk();
    expect(await say('Change my alarm to 8')).toBe('No alarm is set.');
    await say('Wake me at 7 on Saturday');
    expect(await say('Change my alarm to 8')).toBe('Okay, the alarm is now set for 8 AM on Saturday.');
    expect(await say('Make it half past nine')).toBe('Okay, the alarm is now set for 9:30 AM on Saturday.');
    await say('Cancel it');
    await say('Wake me at 7 every weekday');
    expect(await say('Move my 7 am alarm to 6:30')).toBe('Okay, the alarm is now set for 6:30 AM every weekday.');
    expect(alarms.find({})).toHaveLength(1);
  });
});

describe('an alarm that rings', () => {
  it.each(['Stop ringing', "I'm awake", 'Turn off the alarm', 'Stop the alarm'])(
    'is silenced by "%s"',
    async (said) => {
      const { say, time, alarms, heard } = talk();
      await say('Set an alarm in one minute');
      await time.advance(MINUTE);
      expect(heard()).toHaveLength(1);
      await say(said);
      expect(alarms.ringing()).toEqual([]);
      await time.advance(HOUR);
      expect(heard()).toEqual([]);
    },
  );
  it.each([
    ['Snooze', 10],
    ['Snooze for 5 minutes', 5],
    ['Five more minutes', 5],
    ['Let me sleep for another half an hour', 30],
    ['Wake me again in 20 minutes', 20],
  ])('is put off by "%s"', async (said, minutes) => {
    const { say, time, heard } = talk();
    await say('Wake me at 3 pm');
    await time.advance(50 * MINUTE);
    expect(heard()).toHaveLength(1);
    expect(await say(said)).toBe(`Okay, again in ${minutes} minutes.`);
    await time.advance(minutes * MINUTE - 1);
    expect(heard()).toEqual([]);
    await time.advance(1);
    expect(heard()).toHaveLength(1);
  });
  it('is silenced before anything else that "stop" may mean', async () => {
    const { say, time, alarms } = talk();
    const vary = (lines: readonly [string, ...string[]]): string => lines[0];
    expect(silenceRinging({ alarms, vary })).toBeUndefined();
    expect(await say('Snooze')).toBe('Nothing is ringing.');
    expect(await say('Stop ringing')).toBe('Nothing is ringing.');
    await say('Set an alarm in one minute');
    await time.advance(MINUTE);
    const answer = silenceRinging({ alarms, vary });
    expect(alarms.ringing()).toHaveLength(1);
    answer?.effect?.();
    expect(alarms.ringing()).toEqual([]);
  });
});
