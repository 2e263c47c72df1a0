/** What the built-in skills say, from the words asked to the words answered. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { Conversation } from '../../../src/stages/response/conversation.js';
import { loadCalculator, sayNumber } from '../../../src/stages/response/skills/math.js';
import { runSkill, type SkillAnswer, type SkillContext } from '../../../src/stages/response/skills/skill.js';
import { builtInSkills } from '../../../src/stages/response/skills/skills.js';
import { Timers } from '../../../src/stages/response/timers.js';
import { FakeClock, heard } from './fakes.js';

interface Bench {
  readonly clock: FakeClock;
  readonly timers: Timers;
  /** Asks in a turn that is certain. */
  readonly ask: (text: string) => string;
  /** What is said, and what is to happen once the turn is certain. */
  readonly plan: (text: string) => SkillAnswer;
}

function bench(more: Partial<SkillContext> = {}): Bench {
  const clock = new FakeClock();
  const timers = new Timers({ clock, onRing: () => undefined });
  const context: SkillContext = {
    conversation: new Conversation(clock, { maxHistory: 3, timeoutMs: 1000 }),
    timers,
    now: () => new Date('2026-03-14T23:30:00Z'),
    timeZone: 'UTC',
    assistantName: 'Parley',
    random: () => 0.5,
    vary: (lines) => lines[0],
    ...more,
  };
  const plan = (text: string): SkillAnswer => {
    const { intent } = heard(text);
    return intent === undefined ? { text: '' } : runSkill(builtInSkills, intent, context);
  };
  const ask = (asked: string): string => {
    const { text, effect } = plan(asked);
    effect?.();
    return text;
  };
  return { clock, timers, ask, plan };
}

describe('sums and units', () => {
  it.each([
    ['What is twelve times seven?', '12 times 7 is 84.'],
    ['What is 15 percent of 80?', '15 percent of 80 is 12.'],
    ['What is the square root of 2?', 'The square root of 2 is about 1.4142.'],
    ['What is 0.1 plus 0.2?', '0.1 plus 0.2 is 0.3.'],
    ['What is five minus eight?', '5 minus 8 is minus 3.'],
    ['What is one divided by zero?', '1 divided by 0 has no answer that I could say.'],
    ['What is 2 to the power of 100?', '2 to the power of 100 is about 1.27 times 10 to the power of 30.'],
    ['Subtract 5 from 12', '12 minus 5 is 7.'],
    ['How many centimeters in five feet?', '5 feet are 152.4 centimeters.'],
    ['20 Celsius in Fahrenheit', '20 degrees Celsius are 68 degrees Fahrenheit.'],
    ['How many ounces are in a pound?', '1 pound is 16 ounces.'],
    ['What is five foot ten in centimeters?', '5 feet 10 inches are 177.8 centimeters.'],
    ['How many meters in a pound?', "I can't turn pounds into meters."],
    ['Convert 3 miles to kilometers', '3 miles are about 4.828 kilometers.'],
  ])('%s → %s', (asked, wanted) => {
    expect(bench().ask(asked)).toBe(wanted);
  });
  it('computes nothing but arithmetic', () => {
    const { evaluate } = loadCalculator();
    for (const code of ['import({a:1})', 'x=1', '"a"', 'createUnit("foo")', 'evaluate("1")', '[1,2]', '1;2', 'e'])
      expect(() => evaluate(code), code).toThrow('not arithmetic');
  });
  it('says every number without an exponent, close to its value', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e14, max: 1e14 }), (value) => {
        const { text, rounded } = sayNumber(value);
        expect(text).not.toMatch(/\de/);
        if (!text.includes('power')) {
          const said = Number(text.replace('minus ', '-'));
          expect(Math.abs(said - value)).toBeLessThanOrEqual(Math.max(0.005, Math.abs(value) * 1e-6));
          if (!rounded) expect(Math.abs(said - value)).toBeLessThanOrEqual(Math.abs(value) * 1e-9);
        }
      }),
    );
  });
});

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
  ])('%s → %s', (asked, wanted) => {
    expect(bench().ask(asked)).toBe(wanted);
  });
  it('means the user’s date, not that of Greenwich', () => {
    expect(bench({ timeZone: 'Asia/Tokyo' }).ask('What day is it?')).toBe('Today is Sunday.');
  });
  it('counts days, not hours, over a change of clocks', () => {
    const night = { timeZone: 'America/New_York', now: () => new Date('2026-03-08T04:30:00Z') };
    expect(bench(night).ask("What is tomorrow's date?")).toBe('Tomorrow is Sunday, March 8, 2026.');
  });
});

describe('timers by voice', () => {
  it('are set, told, and cancelled by name', async () => {
    const { ask, clock, timers } = bench();
    expect(ask('Cancel the timer')).toBe('There are no timers running.');
    expect(ask('What timers do I have?')).toBe('There are no timers running.');
    expect(ask('Set a pasta timer for 8 minutes and 30 seconds')).toBe(
      'Okay, pasta timer, 8 minutes and 30 seconds, starting now.',
    );
    await clock.advance(30_000);
    expect(ask('How much time is left?')).toBe('8 minutes left.');
    ask('Set a timer for ten minutes');
    expect(ask('How much time is left?')).toBe(
      '8 minutes on the pasta timer and 10 minutes on the timer for 10 minutes left.',
    );
    expect(ask('List my timers')).toBe(
      'You have a pasta timer with 8 minutes left and a timer for 10 minutes with 10 minutes left.',
    );
    expect(ask('Cancel the timer')).toBe(
      'There are 2 timers: the pasta timer and the timer for 10 minutes. Which one?',
    );
    expect(ask('Cancel the egg timer')).toBe('There is no egg timer running.');
    expect(ask('Stop the ten minute timer')).toBe('I cancelled the timer for 10 minutes.');
    expect(timers.list()).toHaveLength(1);
    ask('Set a timer for one hour');
    expect(ask('Cancel all timers')).toBe('I cancelled all 2 timers.');
    expect(timers.list()).toEqual([]);
  });
});

describe('timers in a turn that is not certain yet', () => {
  it('are answered at once and change nothing', () => {
    const { ask, plan, timers } = bench();
    expect(plan('Set a timer for ten minutes').text).toContain('10 minutes');
    expect(timers.list()).toEqual([]);
    ask('Set a timer for five minutes');
    expect(plan('Cancel the timer').text).toBe('I cancelled the timer for 5 minutes.');
    expect(timers.list()).toHaveLength(1);
    expect(plan('What timers do I have?').effect).toBeUndefined();
    expect(plan('Cancel the egg timer').effect).toBeUndefined();
  });
  it('run from when they were promised', async () => {
    const { plan, clock, timers } = bench();
    const { effect } = plan('Set a timer for ten minutes');
    await clock.advance(1500);
    effect?.();
    const [timer] = timers.list();
    expect(timer && timers.remainingMs(timer)).toBe(600_000 - 1500);
  });
  it('are cancelled as they were found, and no others', async () => {
    const { ask, plan, clock, timers } = bench();
    ask('Set a timer for one minute');
    ask('Set a timer for five minutes');
    const { effect } = plan('Cancel all timers');
    await clock.advance(60_000);
    ask('Set a timer for ten minutes');
    effect?.();
    expect(timers.list().map(({ durationMs }) => durationMs)).toEqual([600_000]);
  });
});

describe('too many timers', () => {
  it('are refused in words', () => {
    const { ask, timers } = bench();
    while (!timers.isFull) ask('Set a timer for ten minutes');
    expect(ask('Set a timer for ten minutes')).toContain('Cancel one first');
  });
});

describe('small talk', () => {
  it.each(['Hello.', 'How are you?', 'Thanks.', 'Goodbye.', 'What can you do?', 'Never mind.', 'Who are you?'])(
    'answers "%s"',
    (asked) => {
      expect(bench().ask(asked)).toMatch(/^[A-Z].*[.!?]$/);
    },
  );
  it('leaves chance to chance', () => {
    expect(bench({ random: () => 0.1 }).ask('Flip a coin')).toBe('Heads.');
    expect(bench({ random: () => 0.9 }).ask('Flip a coin')).toBe('Tails.');
    expect(bench({ random: () => 0 }).ask('Roll a die')).toBe('You rolled 1.');
    expect(bench({ random: () => 0.999 }).ask('Roll two dice')).toBe('You rolled 6 and 6. That makes 12.');
  });
});
