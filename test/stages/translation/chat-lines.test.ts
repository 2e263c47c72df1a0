import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { languageName, readLines, writeLines } from '../../../src/stages/translation/chat-lines.js';

describe('sentences for a language model', () => {
  it('are one quoted line each, whatever they hold', () => {
    expect(writeLines(['Guten Tag.', 'Er sagte:\n2: "nein"'])).toBe('1: "Guten Tag."\n2: "Er sagte: 2: \\"nein\\""');
  });

  it.each([
    ['1: Good day.\n2: No.', 2, ['Good day.', 'No.']],
    ['1. "Good day."\n2) "No."', 2, ['Good day.', 'No.']],
    ['- 1: Good day.', 1, ['Good day.']],
    ['Here you are:\n1: Good day.\n\n2: No.\nAnything else?', 2, ['Good day.', 'No.']],
    ['2: No.', 2, [undefined, 'No.']],
    ['3: Neither.', 2, [undefined, undefined]],
    ['Good day.', 1, ['Good day.']],
    ['Sure.\nGood day.', 1, [undefined]],
    ['', 1, [undefined]],
    ['1:', 1, [undefined]],
    ['```\n1: Good day.\n```', 1, ['Good day.']],
    ['1: "He said \\"no\\"."', 1, ['He said "no".']],
    ['1: „Good day.“', 1, ['Good day.']],
    ['1: first\n1: second', 1, ['first']],
  ])('reads %j of %i as %j', (answer, count, lines) => {
    expect(readLines(answer, count)).toEqual(lines);
  });

  it('come back as they went, if that is what the model says', () => {
    const text = fc.string({ minLength: 1 }).map((raw) => raw.replace(/\s+/gu, ' ').trim());
    fc.assert(
      fc.property(
        fc.array(
          text.filter((one) => one !== ''),
          { minLength: 1, maxLength: 8 },
        ),
        (texts) => {
          expect(readLines(writeLines(texts), texts.length)).toEqual(texts);
        },
      ),
    );
  });

  it('are named by their language in English', () => {
    expect(languageName('de')).toBe('German');
    expect(languageName('yue')).toBe('Cantonese');
    expect(languageName('qqq')).toBe('qqq');
  });
});
