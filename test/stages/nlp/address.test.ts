/** Names that somebody is called by at an end of a request. */
import { describe, expect, it } from 'vitest';
import { installedSkills } from '../../../scripts/profile/nlp/skills.js';
import { namesOfWakeWords, withoutAddress } from '../../../src/stages/nlp/address.js';
import { createUnderstanding } from '../../../src/stages/nlp/understanding.js';

const context = { language: 'en', now: new Date('2026-11-21T10:00:00Z'), timeZone: 'UTC' };
const understanding = createUnderstanding({
  names: ['Parley', ...namesOfWakeWords(['hey_jarvis_v0.1.onnx'])],
  skills: installedSkills(),
});
const skillOf = (said: string): string | undefined => understanding.understand(said, context).intent?.name;

describe('a name behind a request, or before it', () => {
  it.each([
    ["What's the weather next week? Mycroft.", 'weather'],
    ['What is the weather next week, Mycroft', 'weather'],
    ['Mycroft, what is the weather next week?', 'weather'],
    ["What's the weather next week, my craft?", 'weather'],
    ['What time is it, Bob?', 'time'],
    ['Turn on the living room lamp, Émile.', 'home-switch'],
    ['what time is it parley', 'time'],
    ['what time is it jarvis', 'time'],
  ])('%s', (said, skill) => {
    expect(skillOf(said)).toBe(skill);
  });

  it('leaves the request what it is: a little less certain, and never another one', () => {
    const { intent } = understanding.understand('What is the weather next week, Mycroft?', context);
    expect(intent).toMatchObject({ slots: { day: 'next week' }, confidence: 0.95 });
    const plain = understanding.understand('What is the weather like in Toronto?', context);
    expect(plain.intent?.confidence).toBe(1);
  });

  it.each([
    'How is the weather? Toronto.',
    'Delete the timer. Never.',
    'What is the weather next week mycroft',
    'What is the capital of France, Bob?',
  ])('is none in %j', (said) => {
    expect(skillOf(said)).toBeUndefined();
  });

  it.each([
    ['Stop, Tom.', 'Stop,'],
    ['  What time is it?  Mycroft! ', 'What time is it?'],
    ['Ada, stop', 'stop'],
    ['Set a timer for 5 minutes, my dear.', 'Set a timer for 5 minutes,'],
    ['stop, tom', undefined],
    ['read my notes', undefined],
    ['Set a timer. Tomorrow.', undefined],
    ['Mycroft', undefined],
    ['What time is it in Paris, France', undefined],
    ['', undefined],
  ])('taken off %j', (said, rest) => {
    expect(withoutAddress(said)).toBe(rest);
  });
});

it('knows what wake words call', () => {
  const words = [
    'openwakeword-hey_jarvis',
    'openwakeword-alexa',
    '/models/hey_mycroft_v0.1.onnx',
    'ok-nabu',
    'hey-you-there',
    'timer_x y',
  ];
  expect(namesOfWakeWords(words)).toEqual(['jarvis', 'alexa', 'mycroft', 'nabu']);
});
