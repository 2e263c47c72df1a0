/** What is no skill is refused in one line that says what is wanted instead. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkSkill } from '../../src/skills/load-check.js';

const good = {
  name: 'tea',
  about: 'makes tea',
  examples: ['make tea'],
  phrases: ['make [some] {kind} tea'],
  slots: { kind: ['green'] },
  answer: () => 'done',
};
const whyOf = (value: unknown): string => {
  const checked = checkSkill(value);
  return checked.kind === 'wrong' ? checked.why : 'fine';
};

describe('checkSkill', () => {
  it('takes a skill as it is, with all that it may have', () => {
    const full = {
      ...{ ...good, parse: () => ({}), goOn: () => undefined, confirm: () => undefined },
      ...{ remembered: false, runs: 'certain', keepMs: 1000 },
    };
    for (const skill of [good, full, { ...good, phrases: undefined, slots: undefined, parse: () => undefined }]) {
      expect(checkSkill(skill)).toEqual({ kind: 'skill', skill });
    }
  });

  it.each<[unknown, RegExp]>([
    [undefined, /^got nothing, wanted an object with name, about, /],
    [() => 'tea', /^got a function, wanted an object with name/],
    [{}, /^name: got nothing, wanted a name such as tea-timer; about: got nothing, /],
    [{ ...good, name: 'Tea Timer' }, /^skill "Tea Timer": name: got "Tea Timer", wanted lower-case words with hyphens/],
    [{ ...good, name: 7 }, /^name: got 7, wanted a name/],
    [
      { ...good, about: 'two\nlines' },
      /^skill "tea": about: got "two\\nlines", wanted one line that says what it does$/,
    ],
    [{ ...good, examples: [] }, /examples: got \[\], wanted at least one sentence that people say$/],
    [{ ...good, examples: 'make tea' }, /examples: got "make tea", wanted a list of sentences that people say$/],
    [{ ...good, phrases: ['make [tea'] }, /^skill "tea": phrases: "make \[tea": "\[" is never closed$/],
    [{ ...good, phrases: ['make {kind:colour} tea'] }, /colour is no type; wanted words, word, number$/],
    [{ ...good, slots: { colour: ['red'] } }, /slots: colour in no phrase; wanted \{colour\} in one$/],
    [{ ...good, slots: { kind: [] } }, /slots\.kind: got \[\], wanted at least one value$/],
    [{ ...good, phrases: undefined, slots: undefined }, /nobody could ask for it: wanted phrases or parse$/],
    [{ ...good, parse: 'tea' }, /parse: got "tea", wanted a function \(text, context\)/],
    [
      { ...good, answer: undefined },
      /^skill "tea": answer: got nothing, wanted a function \(slots, context\) => a text$/,
    ],
    [{ ...good, runs: 'later' }, /runs: got "later", wanted draft, taken or certain$/],
    [{ ...good, keepMs: -1 }, /keepMs: got -1, wanted a number of milliseconds above 0$/],
    [{ ...good, keepMs: '5 s' }, /keepMs: got "5 s", wanted a number of milliseconds above 0$/],
    [{ ...good, keepms: 5, anwser: 1 }, /^skill "tea": keepms, anwser: unknown; wanted only name, about,/],
    [{ ...good, remembered: 'no' }, /remembered: got "no", wanted true or false$/],
  ])('refuses %j', (value, line) => {
    expect(whyOf(value)).toMatch(line);
  });

  it('is not thrown off by a getter that throws', () => {
    const value = {
      ...good,
      get phrases(): string[] {
        throw new Error('not today\nnor tomorrow');
      },
    };
    expect(whyOf(value)).toBe('cannot be read: Error: not today');
  });

  it('says one line, whatever it is given, and lets no control character through', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true }), (value) => {
        const why = whyOf(value);
        expect(why).not.toMatch(/[\p{Cc}]/u);
        expect(why.length).toBeGreaterThan(0);
      }),
      { numRuns: 200 },
    );
  });

  it('reads what is nearly a skill, one member spoilt', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(good)), fc.anything(), (key, value) => {
        const checked = checkSkill({ ...good, [key]: value });
        if (checked.kind === 'wrong') expect(checked.why).toMatch(/wanted|no slot|never|cannot/);
      }),
      { numRuns: 200 },
    );
  });
});
