import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TextEdit } from '../../../src/pipeline/dictation.js';
import { readMentions } from '../../../scripts/profile/dictation/table.js';
import { typed, writerWith } from './settings.js';

const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** An editor with the cursor at its end; a key makes it another field. */
function carryOut(buffer: string, edits: readonly TextEdit[]): string {
  return edits.reduce((text, edit) => {
    if (edit.kind === 'insert') return text + edit.text;
    if (edit.kind === 'key') return '';
    const all = [...characters.segment(text)].map(({ segment }) => segment);
    return all.slice(0, all.length - edit.characters).join('');
  }, buffer);
}

const piece = fc.constantFrom(
  ...['Hello,', 'world.', 'you', 'Peter', 'naïve', '👩‍👩‍👧', 'e\u0301te', 'twenty', 'five', 'percent', 'comma', 'Period.'],
  ...[
    'new line',
    'new paragraph',
    'scratch that',
    'undo that',
    'delete last word',
    'delete last sentence',
    'press enter',
  ],
  ...[
    'all caps',
    'caps on',
    'caps off',
    'no space',
    'open quote',
    'close quote',
    'bullet point',
    'dash',
    'literal comma',
  ],
  ...['spell A B C', 'question mark', 'tab'],
);
const utterance = fc.array(piece, { minLength: 1, maxLength: 8 }).map((pieces) => pieces.join(' '));
const plainWord = fc
  .stringMatching(/^[a-z]{3,9}$/u)
  .filter(
    (word) =>
      !/^(?:cap|say|tab|dot|dash|hash|coma|quote|spell|undo|cancel|comma|colon|period|slash|tilde|may)$/u.test(word),
  )
  .filter(
    (word) =>
      !/^(?:one|two|six|ten|zero|four|five|nine|point|three|seven|eight|eleven|twelve|.*teen|.*ty|.*th)$/u.test(word),
  );

describe('the writer', () => {
  it('knows the document: its edits make the same one', () => {
    fc.assert(
      fc.property(fc.array(utterance, { maxLength: 12 }), fc.boolean(), (said, isSpaced) => {
        const writer = writerWith({ trailing_space: isSpaced });
        let buffer = '';
        for (const text of said) {
          const preview = writer.preview(text);
          const { edits } = writer.write({ text, language: 'en' });
          buffer = carryOut(buffer, edits);
          expect(buffer).toBe(writer.text);
          expect(edits.map((edit) => (edit.kind === 'insert' ? edit.text : '')).join('')).toBe(preview);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('restores exactly what was there when an utterance is taken back', () => {
    fc.assert(
      fc.property(
        fc.array(utterance, { maxLength: 6 }),
        fc.array(plainWord, { minLength: 1, maxLength: 6 }),
        (said, last) => {
          const writer = writerWith();
          for (const text of said) writer.write({ text, language: 'en' });
          const before = writer.text;
          writer.write({ text: last.join(' '), language: 'en' });
          expect(writer.text).not.toBe(before);
          writer.write({ text: 'Scratch that.', language: 'en' });
          expect(writer.text).toBe(before);
          writer.write({ text: 'Undo that.', language: 'en' });
          expect(writer.text.toLowerCase()).toContain(last.at(-1));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('loses no word', () => {
    const mark = fc.constantFrom('', ',', '.', '?', '!', ';', '…', ' -');
    const punctuation = fc.constantFrom('both' as const, 'spoken' as const, 'written' as const);
    fc.assert(
      fc.property(fc.array(fc.tuple(plainWord, mark), { maxLength: 20 }), punctuation, (pairs, kind) => {
        const heard = pairs.map(([word, end]) => word + end).join(' ');
        const words =
          typed(heard, { punctuation: kind })
            .toLowerCase()
            .match(/[a-z]+/gu) ?? [];
        expect(words).toEqual(pairs.map(([word]) => word));
      }),
      { numRuns: 100 },
    );
  });

  it('stays small and right in a long dictation', () => {
    const writer = writerWith();
    let buffer = '';
    for (let at = 0; at < 400; at++) {
      buffer = carryOut(
        buffer,
        writer.write({ text: `Sentence number ${at} of many ${'words and '.repeat(8)}so on.`, language: 'en' }).edits,
      );
    }
    expect(writer.text.length).toBeLessThan(25_000);
    expect(buffer.endsWith(writer.text)).toBe(true);
    const { edits } = writer.write({ text: 'Scratch that.', language: 'en' });
    expect(carryOut(buffer, edits)).toMatch(/Sentence number 398[^.]*so on\.$/u);
  });

  it.each(['dev', 'held'] as const)('tells marks and commands from mentions of them (%s)', (half) => {
    const rows = readMentions().filter((row) => row.half === half);
    const wrong = rows.filter(({ heard, typed: wanted }) => typed(heard) !== wanted);
    expect(wrong.length / rows.length, half === 'dev' ? JSON.stringify(wrong) : '').toBeLessThan(0.08);
  });
});
