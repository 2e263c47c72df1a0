/** What is no text is taken out, and every character left knows its written word. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText } from '../../../../src/stages/tts/spoken/clean.js';
import { writtenWords } from '../../../../src/stages/tts/spoken-text.js';

describe('cleaning', () => {
  it.each([
    ['\x1b[1;31mred\x1b[0m \x1b]0;title\x07end', 'red end'],
    ['\\e[31mred\\033[0m', 'red'],
    ['a\u200bb\u00adc\ufe0fd', 'abcd'],
    ['a\u0000b\u0007c', 'a b c'],
    ['a\u202eb\u2066c', 'abc'],
    ['fish &amp; chips &lt;3 &#65;&#x42;', 'fish & chips <3 AB'],
    ['&#27;[31m&#0;a&#xD800;b&#x110000;', ' a b '],
    ['\\u0041\\u001b\\x42', 'A B'],
    ['one\\n2 \\*three\\*', 'one\n2 *three*'],
    ['C:\\new\\table', 'C:\\new\\table'],
    ['<b>x</b><br/>y<p class="a">z', 'x\ny\nz'],
    ['a <b and c> d', 'a <b and c> d'],
    ['H₂O ﬁne Ｆｕｌｌ', 'H2O fine Full'],
    ['10\u202f000 km', '10000 km'],
    ['a\r\nb\u2028c', 'a\nb\nc'],
    ['<!-- no -->yes<script>x<y</script>!', '\nyes\n!'],
    ['x<style>never closed', 'x\n'],
    ['a\u{1d515}b \u{1d516}', 'ab S'],
    ['lone \ud800 half', 'lone  half'],
    [`z${'\u0301'.repeat(50)}`, 'z\u0301\u0301\u0301\u0301\u0301\u0301'.normalize('NFC')],
  ])('%j → %j', (written, clean) => {
    expect(cleanText(written).text).toBe(clean);
  });

  it('leaves no control character and keeps the way back, for any text', () => {
    const pieces = fc.constantFrom(
      '\x1b[',
      '31m',
      '&#27;',
      '\\u001b',
      '<b>',
      '&lt;',
      ' ',
      '\n',
      '```',
      'word',
      '\u200d',
      '\u0301',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (written) => {
        const { text: clean, wordAt } = cleanText(written);
        expect(clean.replaceAll('\n', '')).not.toMatch(/\p{C}/u);
        expect(wordAt).toHaveLength(clean.length);
        const count = Math.max(1, writtenWords(written).length);
        for (const [index, word] of wordAt.entries()) {
          expect(word).toBeGreaterThanOrEqual(wordAt[index - 1] ?? 0);
          expect(word).toBeLessThan(count);
        }
      }),
      { numRuns: 500 },
    );
  });
});
