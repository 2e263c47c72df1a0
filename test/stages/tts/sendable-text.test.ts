/** What is sent to voices that live elsewhere. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sendableText } from '../../../src/stages/tts/sendable-text.js';

describe('sendableText', () => {
  it.each([
    ['It is **very** _good_ and ~~bad~~ `code`.', 'It is very good and bad code.'],
    ['# Title\n- one\n- two', 'Title. one. two'],
    ['See [the page](https://example.org/a_b).', 'See the page.'],
    ['Before ```js\nlet a = 1;\n``` after', 'Before. after'],
    ['It costs $42.50, or 3 * 4 = 12; 50% at 7:30.', 'It costs $42.50, or 3 * 4 = 12; 50% at 7:30.'],
    ['if 5 < 6 and <b>bold</b>', 'if 5 < 6 and bold'],
    ['Hello 🙂 👨‍👩‍👧 🇩🇪 you', 'Hello you'],
    ['[[slnc 5000]] {x} a|b', 'slnc 5000 x a b'],
    ['bell\u0007 \u001b[31mred\u001b[0m \u202ewrong', 'bell red wrong'],
    ['snake_case 5_000', 'snake case 5_000'],
    ['-v fr --help', '-v fr --help'],
    ['Wait…\nWhat?\nGo', 'Wait… What? Go'],
  ])('%j becomes %j', (written, sent) => {
    expect(sendableText(written)).toBe(sent);
  });

  it.each(['', ' \n', '🙂', '```\ncode\n```', '***', '—'])('has nothing to say for %j', (written) => {
    expect(sendableText(written)).toBe('');
  });

  it('respells whole words once, in any case, and leaves those with IPA as they are', () => {
    const lexicon = { siobhan: 'shivawn', gif: '/dʒɪf/', a: 'b', b: 'c', 'new york': 'noo york', 'c++': 'see plus' };
    expect(sendableText('SIOBHAN’s gif, a b; New York abc C++', lexicon)).toBe(
      "shivawn's gif, b c; noo york abc see plus",
    );
  });

  it('never leaves what a program could take for a command, nor a control character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (written) => {
        const sent = sendableText(`${written}[[${written}`);
        expect(sent).not.toMatch(/[[\]`{}|\\]/);
        expect(sent).not.toMatch(/\p{C}/u);
        expect(sent).toBe(sent.trim());
      }),
    );
  });

  it('keeps every word of plain text', () => {
    const word = fc.stringMatching(/^[a-zäéß]{1,8}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 20 }), (words) => {
        expect(sendableText(words.join(' '))).toBe(words.join(' '));
      }),
    );
  });
});
