/** Templates: what they fit as they stand, what they fit after a recogniser's slips, and what they leave alone. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defineSkill, type AnySkill } from '../../../src/skills/skill.js';
import { Phrases } from '../../../src/skills/template/phrases.js';
import { parseTemplate } from '../../../src/skills/template/parse.js';

function skill(name: string, phrases: readonly string[], slots?: AnySkill['slots']): AnySkill {
  return defineSkill({
    ...{ name, about: name, examples: [name], phrases },
    ...(slots === undefined ? {} : { slots }),
    answer: () => name,
  });
}

const skills = [
  skill('lights', ['turn (on|off) [the] {room} (light|lights)', 'turn [the] {room} (light|lights) (on|off)'], {
    room: ['kitchen', 'living room', 'bathroom'],
  }),
  skill('add', ['(add|put) {item} (to|on) [the|my] {list:word} list']),
  skill('level', ['set [the] (volume|loudness) to {level:number} [percent]']),
  skill('garden', ['water the garden [for {minutes:number} minutes]']),
];
const phrases = new Phrases(skills);

function exact(text: string): unknown {
  const found = phrases.exact(text.split(' '));
  return found === undefined ? undefined : [found.skill.name, found.slots];
}

function near(text: string): unknown {
  const found = phrases.near(text.split(' '));
  return found === undefined || found.confidence < 0.7 ? undefined : [found.skill.name, found.slots];
}

describe('a template', () => {
  it.each([
    ['turn on the kitchen light', ['lights', { room: 'kitchen' }]],
    ['turn the living room lights off', ['lights', { room: 'living room' }]],
    ['add milk to the shopping list', ['add', { item: 'milk', list: 'shopping' }]],
    ['put 2 loaves of bread on my grocery list', ['add', { item: '2 loaves of bread', list: 'grocery' }]],
    ['set volume to 40', ['level', { level: 40 }]],
    ['set the volume to 40 percent', ['level', { level: 40 }]],
    ['water the garden', ['garden', {}]],
    ['water the garden for 10 minutes', ['garden', { minutes: 10 }]],
  ])('fits "%s"', (text, wanted) => {
    expect(exact(text)).toEqual(wanted);
    expect(near(text)).toEqual(wanted);
  });

  it.each([
    'turn on the garage light',
    'turn on the kitchen',
    'add milk',
    'set the volume to forty two or so',
    'water the garden for long minutes',
    'what is the volume of a sphere',
    'tell me about water gardens in japan',
    '',
  ])('leaves "%s" alone', (text) => {
    expect(exact(text)).toBeUndefined();
    expect(near(text)).toBeUndefined();
  });

  it.each([
    ['turned on the kitchen light', ['lights', { room: 'kitchen' }]],
    ['turn on the kitchin lights', ['lights', { room: 'kitchen' }]],
    ['at milk to the shopping list', ['add', { item: 'milk', list: 'shopping' }]],
    ['water the guarden', ['garden', {}]],
    ['set the volumes to 40 percent', ['level', { level: 40 }]],
  ])('hears "%s" as it was meant', (text, wanted) => {
    expect(exact(text)).toBeUndefined();
    expect(near(text)).toEqual(wanted);
  });

  it('never takes on for off', () => {
    const onOnly = new Phrases([skill('on', ['turn on the lamp'])]);
    expect(onOnly.near('turn off the lamp'.split(' '))?.confidence ?? 0).toBeLessThan(0.7);
    expect(onOnly.near('do not turn on the lamp'.split(' '))?.confidence ?? 0).toBeLessThan(0.7);
  });

  it('says of a template that cannot be read what is wrong, and whose it is', () => {
    for (const [template, problem] of [
      ['turn (on|off', '"(" is never closed'],
      ['turn on] it', '"]" was never opened'],
      ['turn {room', 'cannot read'],
      ['turn {Room Name}', '{Room Name} is no slot; wanted {name} or {name:type}'],
      ['turn {room:place}', '{room:place}: place is no type; wanted words, word, number'],
    ] as const)
      expect(() => new Phrases([skill('broken', [template])]), template).toThrow(
        new RegExp(`skill broken: .*${escape(problem)}`),
      );
  });

  it('reads any text without ever hanging or crashing', () => {
    const word = fc.constantFrom('turn', 'on', '{a}', '{b:number}', '[', ']', '(', ')', '|', 'x', '{', '}');
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 12 }),
        fc.array(fc.constantFrom('turn', 'on', 'x', '5'), { maxLength: 8 }),
        (template, words) => {
          const text = template.join(' ');
          try {
            parseTemplate(text);
          } catch (error) {
            expect((error as Error).name).toBe('TemplateError');
            return;
          }
          const book = new Phrases([skill('any', [text])]);
          const found = book.exact(words);
          if (found !== undefined) expect(book.near(words)?.confidence ?? 1).toBe(1);
        },
      ),
    );
  });
});

function escape(text: string): string {
  return text.replaceAll(/[{}()[\]|.+*?^$\\]/g, '\\$&');
}
