/** What the recogniser is told to expect of somebody who dictates. */
import { describe, expect, it } from 'vitest';
import { dictationHints } from '../../../src/stages/dictation/hints.js';

const usual = { words: ['Claflin'], commands: true, punctuation: 'both' } as const;
const settings = (
  changes: Partial<Parameters<typeof dictationHints>[0]> = {},
): Parameters<typeof dictationHints>[0] => ({
  ...usual,
  words: [...usual.words],
  ...changes,
});

describe('hints of dictation', () => {
  it('are own words first, then the marks and commands of the language', () => {
    const hints = dictationHints(settings(), 'en');
    expect(hints?.words[0]).toBe('Claflin');
    expect(hints?.words).toEqual(expect.arrayContaining(['comma', 'semicolon', 'new line', 'scratch that']));
    expect(hints?.context).toHaveLength(1);
    expect(hints?.context[0]).toMatch(/^period, comma, question mark, .*new line.*\.$/);
    expect(dictationHints(settings(), 'de')?.words).toEqual(expect.arrayContaining(['komma', 'neue zeile']));
  });

  it('leave out what would not act', () => {
    const own = dictationHints(settings({ commands: false, punctuation: 'written' }), 'en');
    expect(own).toEqual({ language: 'en', context: [], words: ['Claflin'] });
    expect(dictationHints(settings({ commands: false }), 'en')?.words).not.toContain('scratch that');
    expect(dictationHints(settings({ punctuation: 'written' }), 'en')?.words).not.toContain('comma');
  });

  it('are none where nothing is expected', () => {
    expect(dictationHints(settings({ words: [] }), 'it')).toBeUndefined();
  });
});
