import { describe, expect, it } from 'vitest';
import { MINUTE } from '../keep/fake-time.js';
import { talk, understand } from './alarms-talk.js';

const context = { language: 'en', now: new Date('2026-11-19T14:10:00Z'), timeZone: 'UTC' };

function slotsOf(text: string): string {
  const found = understand(text, context);
  return found === undefined ? 'nothing' : `${found.skill.name} ${JSON.stringify(found.slots)}`;
}

describe('what people say of timers', () => {
  it.each([
    ['set a timer for 10 minutes', 'timer-set {"durationMs":600000}'],
    ['set a timer for an hour and a half', 'timer-set {"durationMs":5400000}'],
    ['a pasta timer for 8 minutes and 30 seconds', 'timer-set {"durationMs":510000,"label":"pasta"}'],
    ['start a 5 minute egg timer', 'timer-set {"durationMs":300000,"label":"egg"}'],
    ['set a timer for 25 minutes called laundry', 'timer-set {"durationMs":1500000,"label":"laundry"}'],
    ['set timer for 1 hour and 20 minutes', 'timer-set {"durationMs":4800000}'],
    ['count down from 30 seconds', 'timer-set {"durationMs":30000}'],
    ['set a timer', 'timer-set {}'],
    ['set a timer for the eggs', 'timer-set {"label":"eggs"}'],
    ['what timers do i have', 'timer-list {}'],
    ['how much time is left on the pasta timer', 'timer-left {"label":"pasta"}'],
    ['how long is left on my timer', 'timer-left {}'],
    ['cancel the pasta timer', 'timer-cancel {"label":"pasta"}'],
    ['stop the 10 minute timer', 'timer-cancel {"durationMs":600000}'],
    ['cancel all timers', 'timer-cancel {"all":true}'],
    ['add 2 minutes to the pasta timer', 'timer-change {"which":{"label":"pasta"},"addMs":120000}'],
    ['extend the timer by 1 hour', 'timer-change {"which":{},"addMs":3600000}'],
    ['take a minute off the nap timer', 'timer-change {"which":{"label":"nap"},"addMs":-60000}'],
    ['change the pasta timer to 10 minutes', 'timer-change {"which":{"label":"pasta"},"toMs":600000}'],
  ])('"%s" is %s', (text, expected) => {
    expect(slotsOf(text)).toBe(expected);
  });
  it.each([
    'who invented the egg timer',
    'tell me about timers',
    'what is a timer',
    'i set a timer for 10 minutes yesterday',
    'set the table for 6',
    'how long is the river nile',
    'make it 10 minutes',
    'cancel it',
    'set a timer for 9000 weeks',
    'time flies',
  ])('"%s" is something else', (text) => {
    expect(slotsOf(text)).toBe('nothing');
  });
});

describe('timers by voice', () => {
  it('are set, told, and cancelled by name', async () => {
    const { say, time, alarms } = talk();
    expect(await say('Cancel the timer')).toBe('There are no timers running.');
    expect(await say('What timers do I have?')).toBe('There are no timers running.');
    expect(await say('Set a pasta timer for 8 minutes and 30 seconds')).toBe(
      'Okay, pasta timer, 8 minutes and 30 seconds, starting now.',
    );
    await time.advance(MINUTE / 2);
    expect(await say('How much time is left?')).toBe('8 minutes left.');
    await say('Set a timer for ten minutes');
    expect(await say('How much time is left?')).toBe(
      '8 minutes on the pasta timer and 10 minutes on the timer for 10 minutes left.',
    );
    expect(await say('List my timers')).toBe(
      'You have a pasta timer with 8 minutes left and a timer for 10 minutes with 10 minutes left.',
    );
    expect(await say('Cancel the timer')).toBe(
      'There are 2 timers: the pasta timer and the timer for 10 minutes. Which one?',
    );
    expect(await say('The ten minute one')).toBe('I cancelled the timer for 10 minutes.');
    expect(await say('Cancel the egg timer')).toBe('There is no egg timer running.');
    expect(await say('Cancel the 4 minute timer')).toBe('There is no timer for 4 minutes running.');
    await say('Set a timer for one hour');
    expect(await say('Cancel all timers')).toBe('I cancelled all 2 timers.');
    expect(alarms.find({})).toEqual([]);
  });
  it('ask for what was not said', async () => {
    const { say, alarms } = talk();
    expect(await say('Set a tea timer')).toBe('For how long?');
    expect(await say('Four minutes')).toBe('Okay, tea timer, 4 minutes, starting now.');
    expect(await say('Set a timer')).toBe('For how long?');
    expect(await say('Never mind')).toBe('Okay, no timer.');
    expect(await say('Set a timer')).toBe('For how long?');
    expect(await say('What timers do I have?')).toContain('a tea timer');
    expect(alarms.find({})).toMatchObject([{ label: 'tea', durationMs: 4 * MINUTE }]);
  });
  it('are talked about further', async () => {
    const { say, alarms } = talk();
    await say('Set a timer for 5 minutes');
    expect(await say('And another for 7 minutes')).toContain('7 minutes');
    expect(await say('Make it 10 minutes')).toBe('Okay, 10 minutes from now.');
    expect(await say('2 more minutes')).toBe('Okay, 12 minutes from now.');
    expect(await say('How long is left on it?')).toBe('12 minutes on the timer for 12 minutes left.');
    expect(await say('Cancel it')).toBe('I cancelled the timer for 12 minutes.');
    expect(alarms.find({})).toMatchObject([{ durationMs: 5 * MINUTE }]);
    expect(await say('Take 10 minutes off the timer')).toBe("It doesn't run that long any more.");
  });
});

describe('timers in a turn that is not certain yet', () => {
  it('are answered at once and change nothing', async () => {
    const { say, plan, alarms } = talk();
    expect((await plan('Set a timer for ten minutes')).text).toContain('10 minutes');
    expect(alarms.find({})).toEqual([]);
    await say('Set a timer for five minutes');
    expect((await plan('Cancel the timer')).text).toBe('I cancelled the timer for 5 minutes.');
    expect((await plan('Make it 9 minutes')).text).toContain('9 minutes');
    expect(alarms.find({})).toMatchObject([{ durationMs: 5 * MINUTE }]);
    expect((await plan('What timers do I have?')).effect).toBeUndefined();
    expect((await plan('Cancel the egg timer')).effect).toBeUndefined();
  });
  it('run from when they were promised', async () => {
    const { plan, time, alarms } = talk();
    const { effect } = await plan('Set a timer for ten minutes');
    await time.advance(1500);
    effect?.();
    const [timer] = alarms.find({});
    expect(timer && alarms.remainingMs(timer)).toBe(600_000 - 1500);
  });
  it('are cancelled as they were found, and no others', async () => {
    const { say, plan, time, alarms } = talk();
    await say('Set a timer for one minute');
    await say('Set a timer for five minutes');
    const { effect } = await plan('Cancel all timers');
    await time.advance(MINUTE);
    await say('Set a timer for ten minutes');
    effect?.();
    expect(alarms.find({}).map(({ durationMs }) => durationMs)).toEqual([600_000]);
  });
});

describe('a timer that rings', () => {
  it('is silenced by stopping it, and lasts longer for more', async () => {
    const { say, time, alarms, heard } = talk();
    await say('Set a timer for one minute');
    await time.advance(MINUTE);
    expect(heard()).toEqual(["Time's up. Your timer for 1 minute is done."]);
    expect(await say('Two more minutes')).toBe('Okay, again in 2 minutes.');
    await time.advance(2 * MINUTE);
    expect(heard()).toHaveLength(1);
    expect(await say('Stop the timer')).toBe('Okay.');
    expect(alarms.ringing()).toEqual([]);
    await time.advance(10 * MINUTE);
    expect(heard()).toEqual([]);
  });
});

describe('too many timers', () => {
  it('are refused in words', async () => {
    const { say, alarms } = talk();
    while (!alarms.isFull) await say('Set a timer for ten minutes');
    expect(await say('Set a timer for ten minutes')).toContain('Cancel one first');
    expect(await say('Wake me at 7')).toContain('Cancel one first');
    expect(await say('Remind me to sleep at 7')).toContain('Cancel one first');
  });
});
