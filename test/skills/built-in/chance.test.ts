/** What is left to chance. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { chanceSkills } from '../../../src/skills/built-in/chance.js';
import { openRoom } from './talk-context.js';

const room = (random = 0.5): ReturnType<typeof openRoom> =>
  openRoom({ skills: chanceSkills, random: () => random, vary: (lines) => lines[0] });

describe('requests for chance', () => {
  it.each([
    ['Flip a coin.', 'coin', { count: 1 }],
    ['Heads or tails?', 'coin', { count: 1 }],
    ['Toss three coins', 'coin', { count: 3 }],
    ['Flip a coin ten times', 'coin', { count: 10 }],
    ['Roll a die', 'dice', { count: 1, sides: 6 }],
    ['Roll two dice', 'dice', { count: 2, sides: 6 }],
    ['Can you roll a 20-sided die?', 'dice', { count: 1, sides: 20 }],
    ['Roll 3 d20', 'dice', { count: 3, sides: 20 }],
    ['Pick a number between one and ten', 'random-number', { least: 1, most: 10 }],
    ['Give me a random number from 50 to 20', 'random-number', { least: 20, most: 50 }],
    ['Random number', 'random-number', { least: 1, most: 100 }],
    ['Pick a number up to fifty', 'random-number', { least: 1, most: 50 }],
    ['Pick one of pizza or pasta', 'choose', { options: ['pizza', 'pasta'] }],
    ['Choose between red and blue', 'choose', { options: ['red', 'blue'] }],
    ['Pick one: red, green or blue', 'choose', { options: ['red', 'green', 'blue'] }],
    ['Should I have tea or coffee?', 'choose', { options: ['tea', 'coffee'] }],
    ['Yes or no?', 'yes-or-no', {}],
    ['Pick a card', 'card', {}],
    ['Rock, paper, scissors!', 'rock-paper-scissors', {}],
  ])('"%s" is %s %j', (said, name, slots) => {
    const found = room().read(said);
    expect(found?.skill.name).toBe(name);
    expect(found?.slots).toEqual(slots);
  });
  it.each([
    'Roll a thousand dice',
    'Roll a one sided die',
    'Roll the windows down',
    'What is a coin worth?',
    'Who invented dice?',
    'What is the number between 3 and 5?',
    'Is it true, yes or no question, that whales sleep?',
    'Should I have told her or not?',
    'Pick up the phone or I will',
    'Again',
    'Is it red or blue?',
  ])('"%s" is none', (said) => {
    expect(room().read(said)).toBeUndefined();
  });
});

describe('chance', () => {
  it.each([
    [0.1, 'Flip a coin', 'Heads.'],
    [0.9, 'Flip a coin', 'Tails.'],
    [0, 'Roll a die', 'You rolled 1.'],
    [0.999, 'Roll two dice', 'You rolled 6 and 6. That makes 12.'],
    [0.999, 'Pick a number between 1 and 10', '10.'],
    [0, 'Choose between red and blue', "I'd say red."],
    [0.1, 'Yes or no', 'Yes.'],
    [0, 'Draw a card', 'The ace of clubs.'],
    [0.9, 'Rock paper scissors', 'Scissors. And you?'],
    [0.1, 'Flip 3 coins', 'Heads, heads and heads. That makes 3 heads.'],
  ])('at %d answers "%s" with "%s"', async (random, said, answer) => {
    expect(await room(random).ask(said)).toBe(answer);
  });
  it('is tried again', async () => {
    const { ask } = room(0.999);
    await ask('Roll two dice');
    expect(await ask('Again')).toBe('You rolled 6 and 6. That makes 12.');
    await ask('Flip a coin');
    expect(await ask('one more time')).toBe('Tails.');
  });
  it('never leaves its range', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(1000),
        fc.nat(1000),
        fc.double({ min: 0, max: 0.999999, noNaN: true }),
        async (a, b, random) => {
          fc.pre(a !== b);
          const number = Number.parseInt(await room(random).ask(`pick a number between ${a} and ${b}`), 10);
          expect(number).toBeGreaterThanOrEqual(Math.min(a, b));
          expect(number).toBeLessThanOrEqual(Math.max(a, b));
        },
      ),
      { numRuns: 40 },
    );
  });
});
