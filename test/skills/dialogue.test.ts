/** How answers to questions that were asked back are read. */
import { describe, expect, it } from 'vitest';
import { oneOf, openAnswer, readChoice, readYesOrNo, yesOrNo, type Choice } from '../../src/skills/dialogue.js';
import { normalise } from '../../src/stages/nlp/text.js';
import { openRoom } from './built-in/talk-context.js';

const heard = (said: string): string => normalise(said, { names: ['parley'] });
const { context } = openRoom({ skills: [], vary: (lines) => lines[0] });

describe('yes or no', () => {
  it.each([
    ...[
      'Yes.',
      'Yes, please.',
      'Yeah',
      'Yep',
      'Sure',
      'Sure, go ahead.',
      'Go ahead',
      'Okay',
      'Of course',
      'Do it',
      'Please do so',
    ],
    ...[
      'Yes, do it now',
      "That's right",
      'Absolutely',
      'I am sure',
      'Yes yes',
      'Yes, delete it',
      'Uh, yeah',
      'Why not',
      'Alright then',
    ],
  ])('"%s" is yes', (said) => {
    expect(readYesOrNo(heard(said))).toBe(true);
  });
  it.each([
    ...[
      'No.',
      'Nope',
      'No thanks',
      'No, thank you.',
      'Never mind',
      'Please don’t',
      'Cancel',
      'Not now',
      'Better not',
      'Wait',
    ],
    ...[
      "No, don't do it",
      'Forget it',
      'Leave it',
      'I changed my mind',
      'No, keep it',
      "I don't think so",
      'No no no',
      'Know',
    ],
  ])('"%s" is no', (said) => {
    expect(readYesOrNo(heard(said))).toBe(false);
  });
  it.each([
    'What time is it?',
    'Yes and no',
    'Thanks',
    'No, wait, yes',
    'Delete the other one',
    'Maybe',
    'Yesterday',
    'Nothing compares to you',
    '',
  ])('"%s" is neither', (said) => {
    expect(readYesOrNo(heard(said))).toBeUndefined();
  });
  it('goes on accordingly', () => {
    const ask = yesOrNo(
      () => 'Done.',
      () => 'Fine.',
    );
    expect(ask('yes', context)).toBe('Done.');
    expect(ask('no', context)).toBe('Fine.');
    expect(ask('what time is it', context)).toBeUndefined();
    expect(yesOrNo(() => 'Done.')('no', context)).toBe("Okay, I won't.");
  });
});

describe('one of several', () => {
  const choices: readonly Choice<string>[] = [
    { names: ['pasta timer', 'pasta'], value: 'a' },
    { names: ['10 minutes'], value: 'b' },
    { names: ['egg timer', 'eggs'], value: 'c' },
  ];
  it.each([
    ['The pasta timer', ['a']],
    ['Pasta', ['a']],
    ['The pasta one', ['a']],
    ['The ten minute one', ['b']],
    ['the second one', ['b']],
    ['The first', ['a']],
    ['Number three', ['c']],
    ['The last one', ['c']],
    ['I mean the egg timer', ['c']],
    ['egg', ['c']],
    ['All of them', ['a', 'b', 'c']],
    ['both', ['a', 'b', 'c']],
    ['everything', ['a', 'b', 'c']],
  ])('"%s" is %j', (said, wanted) => {
    expect(readChoice(heard(said), choices)?.map(({ value }) => value)).toEqual(wanted);
  });
  it.each(['timer', 'the fifth one', 'the tea timer', 'what time is it', 'number 9', ''])(
    '"%s" is none of them',
    (said) => {
      expect(readChoice(heard(said), choices)).toBeUndefined();
    },
  );
  it('goes on with those, or leaves them all', () => {
    const ask = oneOf(choices, (values) => `Cancelled ${values.join(' and ')}.`);
    expect(ask('the second 1', context)).toBe('Cancelled b.');
    expect(ask('none of them', context)).toBe("Okay, I won't.");
    expect(ask('never mind', context)).toBe("Okay, I won't.");
    expect(ask('what time is it', context)).toBeUndefined();
  });
});

describe('an open question', () => {
  it('takes what is said, unless it is refused or is a request', () => {
    const ask = openAnswer({ onText: (text) => `Kept ${text}.` });
    expect(ask('milk and eggs', context)).toBe('Kept milk and eggs.');
    expect(ask('what time is it', context)).toBeUndefined();
    expect(ask('nothing', context)).toBe("Okay, I won't.");
    const dictated = openAnswer({ onText: (text) => `Kept ${text}.`, takesAll: true, onNothing: () => 'Fine.' });
    expect(dictated('what time is it', context)).toBe('Kept what time is it.');
    expect(dictated('never mind', context)).toBe('Fine.');
    expect(dictated('', context)).toBeUndefined();
  });
});
