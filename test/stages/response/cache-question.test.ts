/** Which questions share an answer: never two that differ, and as many as can be of those that do not. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unwrap } from '../../../src/stages/response/cache/frames.js';
import { reorder } from '../../../src/stages/response/cache/order.js';
import { questionOf, type Question } from '../../../src/stages/response/cache/question.js';
import { readWording } from '../../../src/stages/response/cache/words.js';
import { different } from './cache-different.js';
import { otherWords, same } from './cache-same.js';

const names = ['parley'];

function ask(text: string, more: { near?: boolean; context?: string; language?: string } = {}): Question | undefined {
  const { near = true, context = '', language = 'en' } = more;
  const transcript = { kind: 'final' as const, text, language, words: [] };
  return questionOf({ transcript, normalised: '' }, { context, near, names });
}

/** The words under which an answer would lie, also for questions whose answers are never kept. */
function formOf(text: string): string {
  const wording = readWording(text, names);
  return wording === undefined ? text : reorder(unwrap(wording.words).question, !wording.mentions);
}

const everything = [...different, ...same, ...otherWords].flatMap(({ one, other }) => [one, other]);

describe('questions that differ', () => {
  it('are many', () => {
    expect(different.length).toBeGreaterThanOrEqual(200);
    expect(
      different.filter(({ one, other }) => ask(one) !== undefined && ask(other) !== undefined).length,
    ).toBeGreaterThan(150);
  });
  it.each(different)('$one | $other', ({ one, other }) => {
    const [left, right] = [ask(one), ask(other)];
    if (left !== undefined || right !== undefined) expect(left?.id).not.toBe(right?.id);
    // Capital letters are compared beside the words.
    if (one.toLowerCase() !== other.toLowerCase()) expect(formOf(one)).not.toBe(formOf(other));
  });
  it('never share an answer across the lists either', () => {
    const meaning = new Map<string, string>();
    const rootOf = (text: string): string => {
      const parent = meaning.get(text) ?? text;
      return parent === text ? text : rootOf(parent);
    };
    const spelled = [
      { one: 'What is the square root of 60?', other: 'What is the square root of sixty?' },
      { one: 'When did World War 1 end?', other: 'When did World War One end?' },
      { one: 'How many people live in the US?', other: 'How many people live in the USA?' },
    ];
    for (const { one, other } of [...same, ...otherWords, ...spelled]) meaning.set(rootOf(other), rootOf(one));
    const owners = new Map<string, string>();
    const wrong: string[] = [];
    for (const text of new Set(everything)) {
      const id = ask(text)?.id;
      if (id === undefined) continue;
      const owner = owners.get(id) ?? text;
      owners.set(id, owner);
      if (rootOf(owner) !== rootOf(text)) wrong.push(`${owner} | ${text}`);
    }
    expect(wrong).toEqual([]);
    expect(owners.size).toBeGreaterThan(300);
  });
});

describe('questions that mean the same', () => {
  it('are many, and most of them are known as such', () => {
    const all = [...same, ...otherWords];
    const hits = all.filter(({ one, other }) => ask(one) !== undefined && ask(one)?.id === ask(other)?.id);
    expect(same.length).toBeGreaterThanOrEqual(150);
    expect(hits.length / all.length).toBeGreaterThan(0.75);
  });
  it.each(same)('$one | $other', ({ one, other }) => {
    expect(ask(one)).toBeDefined();
    expect(ask(other)?.id).toBe(ask(one)?.id);
  });
  it('share nothing when only the same words count', () => {
    const hits = same.filter(({ one, other }) => ask(one, { near: false })?.id === ask(other, { near: false })?.id);
    const wordings = same.filter(({ one, other }) => ask(one)?.wording === ask(other)?.wording);
    expect(hits).toEqual(wordings);
    expect(hits.length).toBeLessThan(same.length / 2);
  });
});

describe('the form of a question', () => {
  it('is its own form', () => {
    for (const text of everything) expect(formOf(formOf(text).replaceAll(' ,', ',')), text).toBe(formOf(text));
  });
  it('changes with every word that is taken out, put in or spelled otherwise', () => {
    const plain = everything
      .map((text) => readWording(text, names)?.words.split(' ') ?? [])
      .filter(({ length }) => length > 4);
    fc.assert(
      fc.property(
        fc.constantFrom(...plain),
        fc.nat(),
        fc.constantFrom('no', 'not', 'never', 'xylophone', '7'),
        (words, seed, more) => {
          const at = 1 + (seed % (words.length - 1));
          const put = [...words.slice(0, at), more, ...words.slice(at)].join(' ');
          const spelled = words.map((word, index) => (index === at ? `${word}ing` : word)).join(' ');
          expect(formOf(put)).not.toBe(formOf(words.join(' ')));
          expect(formOf(spelled)).not.toBe(formOf(words.join(' ')));
        },
      ),
      { numRuns: 2000 },
    );
  });
  it('keeps who does what to whom: two words that change places change the form', () => {
    const who = fc.constantFrom('dogs', 'cats', 'rome', 'carthage', 'mars', 'venus', 'plato', 'kant', 'gold', 'lead');
    const frame = fc.constantFrom(
      'do A chase B in summer',
      'is A bigger than B',
      'why did A attack B first',
      'who sent A to B in 1900',
      'can you tell me if A is older than B',
      'tell me why A was afraid of B',
      'how many A fit into B by weight',
      'what is the ratio of A to B',
      'what did A teach B about war',
      'A, why did it defeat B',
      'does A without B exist',
      'which A eats the most B in winter',
      'what happens from A to B',
      "what is A's B",
      'what is the A of the B',
      'what is the capital of A in B',
      'explain the victory of A over B',
      'is the A of B known for A',
    );
    fc.assert(
      fc.property(frame, who, who, (pattern, a, b) => {
        fc.pre(a !== b);
        const put = (x: string, y: string): string =>
          pattern.replaceAll(/\b[AB]\b/g, (letter) => (letter === 'A' ? x : y));
        expect(formOf(put(a, b))).not.toBe(formOf(put(b, a)));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a question', () => {
  it('is kept apart by all that its answer depends on', () => {
    const text = 'What is the capital of France?';
    const contexts = ['small model', 'large model', 'small model, other persona'];
    expect(new Set(contexts.map((context) => ask(text, { context })?.id)).size).toBe(contexts.length);
    expect(ask(text, { language: 'en-GB' })?.id).toBe(ask(text)?.id);
  });
  it('is never kept in a language of which nobody here knows what depends on the moment', () => {
    expect(ask('Was ist die Hauptstadt von Frankreich?', { language: 'de' })).toBeUndefined();
    expect(ask('what is the capital of France', { language: 'fr' })).toBeUndefined();
  });
  it('with signs in it is known by its very letters alone', () => {
    expect(ask('What is C++ used for?')?.id).toBe(ask('What is C++ used for')?.id);
    expect(ask('What is C++ used for?')?.id).not.toBe(ask('Um, what is C++ used for?')?.id);
    expect(ask('What is "Abbey Road" famous for?')?.id).not.toBe(ask('What is Abbey Road famous for?')?.id);
  });
  it('knows whether somebody asked around it, and whether it names its subject', () => {
    expect(ask('Do you know who wrote Hamlet?')).toMatchObject({ isRoundabout: true, namesSubject: true });
    expect(ask('How many players are on a team?')).toMatchObject({ isRoundabout: false, namesSubject: false });
    expect(ask('Why is the sky blue?')).toMatchObject({ namesSubject: true });
  });
  it('of any length and any letters is read in no time', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400, unit: 'grapheme' }), (text) => {
        expect(() => ask(text)).not.toThrow();
        expect(() => ask(`what is ${text} of the capital`)).not.toThrow();
      }),
      { numRuns: 500 },
    );
    const flood = 'the capital of '.repeat(15);
    expect(ask(`${flood}${flood}`)).toBeUndefined();
  });
});
