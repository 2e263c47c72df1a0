import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../keep/fake-time.js';
import { talk } from './alarms-talk.js';

describe('reminders by voice', () => {
  it.each([
    ['Remind me to call my mum at 6', 'to call your mum at 6 PM today'],
    ['Remind me at six to call my mum', 'to call your mum at 6 PM today'],
    ['Remind me in 10 minutes to check the oven', 'to check the oven in 10 minutes'],
    ['In half an hour remind me to take the bins out', 'to take the bins out in 30 minutes'],
    ['Remind me to go to the shop tomorrow morning at 7:30', 'to go to the shop at 7:30 AM tomorrow'],
    ['Remind me tomorrow at 9 to go to the bank', 'to go to the bank at 9 AM tomorrow'],
    ['Remind me tomorrow to call mum at 5', 'to call mum at 5 PM tomorrow'],
    ['Remind me at 10 to 7 to call the bank', 'to call the bank at 6:50 PM today'],
    ['Remind me to take my pills every day at 8', 'to take your pills at 8 AM every day'],
    ['Remind me about the meeting on Friday at 3 pm', 'about the meeting at 3 PM tomorrow'],
    ['Remind me that the bins go out on Monday evening', 'at 7 PM on Monday that the bins go out'],
    ['Remind me on the 24th of December at 6 pm to wrap presents', 'to wrap presents at 6 PM on Thursday, December 24'],
    ['Set a reminder for 6 pm to feed the cat', 'to feed the cat at 6 PM today'],
    ['Set a reminder for the trip to Rome tomorrow at 3', 'about the trip to rome at 3 PM tomorrow'],
    ["Don't let me forget to lock the door at 10 pm", 'to lock the door at 10 PM today'],
    ['Remind me to bake for 20 minutes at 5', 'to bake for 20 minutes at 5 PM today'],
    ['Remind me in 3 weeks to renew the passport', 'to renew the passport at 2:10 PM on Thursday, December 10'],
  ])('"%s": %s', async (said, thing) => {
    expect(await talk().ask(said)).toBe(`reminder-set: Okay, I'll remind you ${thing}.`);
  });
  it.each([
    'Remind me who Napoleon was',
    'Remind me what the capital of France is',
    'Remind me how to tie a tie',
    'You remind me of my father',
    'My friends remind me to drink water',
  ])('"%s" is something else', async (said) => {
    expect(await talk().ask(said)).toBe('nothing');
  });
  it('ask when', async () => {
    const { say, alarms } = talk();
    expect(await say('Remind me to buy 2 eggs')).toBe('When?');
    expect(await say('Tomorrow')).toBe('At what time tomorrow?');
    expect(await say('At ten')).toBe("Okay, I'll remind you to buy 2 eggs at 10 AM tomorrow.");
    expect(await say('Remind me later to call mum')).toBe('When?');
    expect(await say('What are my reminders?')).toBe('You have one reminder: buy 2 eggs at 10 AM tomorrow.');
    expect(await say('Remind me to pay the rent')).toBe('When?');
    expect(await say('Cancel')).toBe('Okay, no reminder.');
    expect(await say('Remind me to call dad when I get home')).toBe(
      "I can't notice that. At what time shall I remind you?",
    );
    expect(await say('Tonight')).toBe("Okay, I'll remind you to call dad at 9 PM today.");
    expect(await say('Remind me to pay rent every month')).toContain('days of the week only');
    expect(alarms.find({})).toHaveLength(2);
  });
  it('ask of what', async () => {
    const { say } = talk();
    expect(await say('Remind me in an hour')).toBe('What shall I remind you of?');
    expect(await say('To water the plants')).toBe("Okay, I'll remind you to water the plants in 1 hour.");
    expect(await say('Set a reminder')).toBe('What shall I remind you of?');
    expect(await say('Feed the fish')).toBe('When?');
    expect(await say('At 5')).toBe("Okay, I'll remind you at 5 PM today: feed the fish.");
    expect(await say('Set a reminder for tomorrow')).toBe('What shall I remind you of?');
    expect(await say('Feed the cat at 8')).toBe("Okay, I'll remind you at 8 AM tomorrow: feed the cat.");
    expect(await say('Set a reminder')).toBe('What shall I remind you of?');
    expect(await say('Nothing')).not.toContain('remind you');
  });
  it('are told, and cancelled by what they say', async () => {
    const { say, alarms } = talk();
    expect(await say('What are my reminders?')).toBe('There are no reminders.');
    expect(await say('Cancel the reminder')).toBe('There are no reminders.');
    await say('Remind me to call my mum at 6');
    expect(await say('Remind me to call my mum at 6')).toBe(
      "I have that already: I'll remind you to call your mum at 6 PM today.",
    );
    await say('Remind me to buy milk tomorrow at 9');
    await say('Remind me about the meeting on Monday at 9');
    expect(await say('Do I have any reminders tomorrow?')).toBe('You have one reminder: buy milk at 9 AM tomorrow.');
    expect(await say('What reminders do I have on Sunday?')).toBe('There are no reminders for that day.');
    expect(await say('Cancel the reminder to call the bank')).toBe('There is no such reminder.');
    expect(await say('Cancel the reminder about the meeting')).toContain("I won't remind you: the meeting");
    expect(await say('Cancel the reminder')).toContain('Which one?');
    expect(await say('Buy milk')).toContain("I won't remind you: buy milk");
    expect(await say('Remind me to sleep at 11 pm')).toContain('to sleep');
    expect(await say('Cancel it')).toContain("I won't remind you: sleep");
    expect(await say("Don't remind me to call my mum")).toContain("I won't remind you: call your mum");
    expect(alarms.find({})).toEqual([]);
  });
  it('ring with what they are about', async () => {
    const { say, time, heard } = talk();
    await say('Remind me in one minute to call my mum');
    await say('Remind me to take my pills every day at 3 pm');
    await time.advance(MINUTE);
    expect(heard()).toEqual(['A reminder: call your mum.']);
    await say('Remind me again in 5 minutes');
    await time.advance(5 * MINUTE);
    expect(heard()).toEqual(['A reminder: call your mum.']);
    await say('Stop ringing');
    await time.advance(HOUR);
    expect(heard()[0]).toBe('A reminder: take your pills.');
    expect(await say('What are my reminders?')).toBe('You have one reminder: take your pills at 3 PM every day.');
  });
});
