/** What of a model's output may be said. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { ReplyShaper } from '../../../src/stages/response/llama/shaper.js';
import { SpokenText } from '../../../src/stages/response/spoken.js';

interface Shaped {
  readonly pieces: string[];
  readonly text: string;
  readonly looped: boolean;
}

/** Feeds the text a few characters at a time, as a model does. */
function shape(text: string, cut = false, step = 3): Shaped {
  const shaper = new ReplyShaper();
  const pieces: string[] = [];
  for (let at = 0; at < text.length && !shaper.looped; at += step) pieces.push(shaper.push(text.slice(at, at + step)));
  pieces.push(shaper.finish(cut));
  return { pieces, text: pieces.join(''), looped: shaper.looped };
}

describe('ReplyShaper', () => {
  it('lets the first sentence flow and holds the later ones until they are whole', () => {
    const shaper = new ReplyShaper();
    expect(shaper.push('The sky')).toBe('The sky');
    expect(shaper.push(' is blue.')).toBe(' is blue.');
    expect(shaper.push(' It is')).toBe('');
    expect(shaper.push(' wide. And')).toBe(' It is wide.');
  });
  it('drops a half sentence at the end of the budget', () => {
    expect(shape('One is whole. Two is not who', true).text).toBe('One is whole.');
    expect(shape('One is whole. Two is whole.', true).text).toBe('One is whole. Two is whole.');
  });
  it('keeps a half sentence when it is the only one, or when the model itself ended there', () => {
    expect(shape('Nothing here is ever who', true).text).toBe('Nothing here is ever who');
    expect(shape('One is whole. Two ends so', false).text).toBe('One is whole. Two ends so');
  });
  it('does not take a point inside a number or after a title for an end', () => {
    expect(shape('Pi is 3.14. It was known to Dr. Jones and oth', true).text).toBe('Pi is 3.14.');
    expect(shape('It costs 2.5 dollars and Mr. Smith has them al', true).text).toContain('them al');
  });
  it('stops at a sentence that was said before', () => {
    const shaped = shape('I like tea. You like milk. I like tea! You like milk. And so on.');
    expect(shaped).toMatchObject({ text: 'I like tea. You like milk.', looped: true });
  });
  it('stops at words that go round inside one sentence', () => {
    const shaped = shape('and the cat sat ' + 'on the mat and '.repeat(20));
    expect(shaped.looped).toBe(true);
    expect(shaped.text.length).toBeLessThan(90);
  });
  it('says only what the model said, in its order, and all of it unless it looped or was cut', () => {
    const sentence = fc.constantFrom('Yes.', ' It is so!', ' Why?', ' 3.5 of them.', '\n', ' and so', ' Dr. Who', '…');
    fc.assert(
      fc.property(
        fc.array(sentence, { maxLength: 8 }),
        fc.integer({ min: 1, max: 7 }),
        fc.boolean(),
        (parts, step, cut) => {
          const text = parts.join('');
          const shaped = shape(text, cut, step);
          expect(text.startsWith(shaped.text)).toBe(true);
          if (!shaped.looped && !cut && shaped.text !== text) {
            // Only a sentence that had been said before may be missing.
            const plain = (part: string): string =>
              part
                .toLowerCase()
                .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
                .trim();
            expect(plain(shaped.text)).toContain(plain(text.slice(shaped.text.length)));
          }
        },
      ),
    );
  });
});

describe('SpokenText', () => {
  const speak = (text: string, step = 2): string => {
    const spoken = new SpokenText();
    let out = '';
    for (let at = 0; at < text.length; at += step) out += spoken.push(text.slice(at, at + step));
    return out + spoken.finish();
  };
  it.each([
    ['**Paris** is the `capital`.', 'Paris is the capital.'],
    ['# Title\n\n- one\n- two', 'Title, one, two'],
    ['1. First\n2. Second', 'First, Second'],
    ['I like:\n- tea.\n- milk', 'I like: tea. milk'],
    ['Do this:\n```js\nlet x = 1;\n```\nand rest.', 'Do this: and rest.'],
    ['I have 2. Really 3.', 'I have 2. Really 3.'],
    ['Hello 😀 world 👍🏽!', 'Hello world !'],
    ['See [the page](https://example.org/a_b).', 'See the page.'],
    ['_well_ snake_case', 'well snake_case'],
    ['Assistant: Hello.', 'Hello.'],
    ['  two\n\n lines ', 'two lines'],
    ['', ''],
    ['* * *', ''],
  ])('%s → %s', (text, wanted) => {
    expect(speak(text)).toBe(wanted);
  });
  it('says no half word where the text was cut off', () => {
    const end = (text: string): string => {
      const spoken = new SpokenText();
      return spoken.push(text) + spoken.finish(true);
    };
    expect(end('It is as long as the Amaz')).toBe('It is as long as the');
    expect(end('It is long.')).toBe('It is long.');
  });
  it('says the same however the text is cut into pieces', () => {
    const text = fc
      .array(fc.constantFrom('one', ' ', '\n', '- ', '**', '_a_', '[b](c)', '1.', '😀', '.', '#'))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 9 }), (given, step) => {
        expect(speak(given, step)).toBe(speak(given, 1000));
      }),
    );
  });
});
