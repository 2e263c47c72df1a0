/** Roundabout wordings, slips of recognisers, requests inside other words; and what is left alone. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { builtInSkills } from '../../../src/skills/built-in/index.js';
import { repaired } from '../../../src/stages/nlp/corrections.js';
import { requestsInside } from '../../../src/stages/nlp/inside.js';
import { replaceSoundAlikes } from '../../../src/stages/nlp/sound-alikes.js';
import { createUnderstanding, type Meaning } from '../../../src/stages/nlp/understanding.js';
import { reworded } from '../../../src/stages/nlp/wordings.js';
import { others } from './others.js';
import { roundabout } from './roundabout.js';
import { slips } from './slips.js';

const understanding = createUnderstanding({ names: ['Parley'], skills: builtInSkills });
const context = { language: 'en', now: new Date('2026-11-21T10:00:00Z'), timeZone: 'UTC' };

function understand(said: string): Meaning {
  return understanding.understand(said, context);
}

describe('roundabout wordings', () => {
  it.each(roundabout)('%s', (said, skill) => {
    expect(understand(said).intent).toMatchObject({ name: skill, confidence: 1 });
  });

  it.each([
    ['i do not need the pasta timer any more', 'cancel the pasta timer'],
    ['my cake needs a timer for 40 minutes', 'set a cake timer for 40 minutes'],
    ['give me another 2 minutes on the timer', 'add 2 minutes to the timer'],
    ['make sure i am awake by 7:15 tomorrow', 'wake me up by 7:15 tomorrow'],
    ['set a weekend alarm for 9:30', 'set an alarm for 9:30 every weekend'],
    ['you do not have to remind me to water the plants', 'do not remind me to water the plants'],
    ['what is 30 degrees in fahrenheit', 'what is 30 degrees celsius in fahrenheit'],
    ['tomorrow at 7 wake me up', 'wake me up tomorrow at 7'],
  ])('%s → %s', (said, plain) => {
    expect(reworded(said)).toBe(plain);
  });

  it('reads what was meant, not only whose it was', () => {
    expect(understand('Give me another two minutes on the timer.').intent).toMatchObject({
      name: 'timer-change',
      slots: { addMs: 120_000 },
    });
    expect(understand('Change my pasta timer to 12 minutes.').intent).toMatchObject({
      name: 'timer-change',
      slots: { which: { label: 'pasta' }, toMs: 720_000 },
    });
    expect(understand('Do I have an alarm tomorrow?').intent).toMatchObject({
      name: 'alarm-list',
      slots: { day: { year: 2026, month: 11, day: 22 } },
    });
    expect(understand('Put a timer on for quarter of an hour.').intent?.slots).toEqual({ durationMs: 900_000 });
  });
});

describe('self-repairs', () => {
  it.each([
    ['set a timer for 10 no 12 minutes', 'set a timer for 12 minutes'],
    ['set a timer for 10 sorry i mean 15 minutes', 'set a timer for 15 minutes'],
    ['wake me at 7 no wait 8 am', 'wake me at 8 am'],
    ['remind me to call john no call jane at 4 pm', 'remind me to call jane at 4 pm'],
    ['set the volume to 40 percent actually 30 percent', 'set the volume to 30 percent'],
  ])('%s → %s', (said, meant) => {
    expect(repaired(said)).toBe(meant);
  });
  it.each(['there is no 2 without 1', 'remind me to call john', 'no no no'])('leaves "%s"', (said) => {
    expect(repaired(said)).toBeUndefined();
  });
});

describe('slips of recognisers', () => {
  it.each(slips)('%s', (heard, skill) => {
    expect(understand(heard).intent?.name).toBe(skill);
  });

  it.each([
    ['set a timer for for minutes', 'set a timer for 4 minutes'],
    ['set an alarm for ate am', 'set an alarm for 8 am'],
    ['what is 2 plus to', 'what is 2 plus 2'],
    ['roll to dice', 'roll 2 dice'],
    ['set a timer for 10 minus 0 minus 12 minutes', 'set a timer for 12 minutes'],
    ['convert 12 inches and centimeters', 'convert 12 inches in centimeters'],
    ['what is 100 degrees fahrenheit celsius', 'what is 100 degrees fahrenheit in celsius'],
    ['reminding me to call mum', 'remind me to call mum'],
    ['6 foot 2 inches', '6 foot 2 inches'],
  ])('%s → %s', (heard, meant) => {
    expect(replaceSoundAlikes(heard)).toBe(meant);
  });

  it('takes a number for one only where a number must stand', () => {
    for (const said of ['set a timer for the tea', 'give it to me', 'he won the race', 'i ate an egg', 'for you'])
      expect(replaceSoundAlikes(said)).toBe(said);
  });

  it('asks about a single word that only sounds like a request', () => {
    const { intent, suggestion } = understand('Snooves.');
    expect(intent).toBeUndefined();
    expect(suggestion?.text).toBe('snooze');
  });
});

describe('a request inside of other words', () => {
  it('is taken from between stray words, and asked about among others', () => {
    expect(understand('The, oh, set a timer for ten minutes').intent?.name).toBe('timer-set');
    const { intent, suggestion } = understand('set a timer for ten minutes hearing');
    expect(intent).toBeUndefined();
    expect(suggestion?.intent.name).toBe('timer-set');
  });
  it.each([
    'he told me to set a timer for ten minutes',
    'why did you set a timer for ten minutes',
    'never set a timer for ten minutes',
    'what time is it in the movie',
    'tell me a joke about cats and dogs',
    'translate turn the volume up',
  ])('is left alone where it is told, denied or asked about: %s', (said) => {
    const { intent, suggestion } = understand(said);
    expect(intent).toBeUndefined();
    expect(suggestion).toBeUndefined();
  });
  it('is always a part of what was said', () => {
    const words = fc.array(
      fc.constantFrom(...'the oh set a timer for 10 minutes now garden blue to in not'.split(' ')),
      {
        maxLength: 12,
      },
    );
    fc.assert(
      fc.property(words, (list) => {
        const said = list.join(' ');
        for (const { text, confidence } of requestsInside(said)) {
          expect(` ${said} `).toContain(` ${text} `);
          expect(text.length).toBeLessThan(said.length);
          expect(confidence).toBeLessThan(0.9);
        }
      }),
    );
  });
});

describe('what is for no skill', () => {
  it.each(others)('%s', (said) => {
    const { intent, suggestion } = understand(said);
    expect(intent).toBeUndefined();
    expect(suggestion).toBeUndefined();
  });
});
