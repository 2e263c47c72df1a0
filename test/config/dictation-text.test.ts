import { afterAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load.js';
import { Scratch } from './scratch.js';

const scratch = new Scratch();
afterAll(() => {
  scratch.remove();
});

describe('how dictation is written', () => {
  it('is as people write unless told otherwise', async () => {
    const { dictation } = (await loadConfig()).settings;
    expect(dictation).toMatchObject({ punctuation: 'both', commands: true, numbers: 'prose', words: [], profiles: [] });
    expect(dictation.clean_up.enabled).toBe(false);
    expect(dictation.clean_up.prompt.endsWith('alone.')).toBe(true);
  });

  it('takes symbols, words, replacements and profiles', async () => {
    const sets = [
      'dictation.symbols={ section sign: "§", hash: false }',
      'dictation.words=[Kubernetes]',
      'dictation.replacements={ my signature: "Best wishes\\nAnna" }',
      'dictation.profiles=[{ match: { application: code|codium }, capitals: false, newline: shift-enter }]',
    ];
    const { dictation } = (await loadConfig({ sets })).settings;
    expect(dictation.symbols).toEqual({ 'section sign': '§', hash: false });
    expect(dictation.replacements['my signature']).toBe('Best wishes\nAnna');
    expect(dictation.profiles[0]).toEqual({
      ...{ match: { application: 'code|codium' }, capitals: false, newline: 'shift-enter' },
    });
  });

  it.each([
    ['profiles: [{ capitals: false }]', 'number 1.match: wanted a group with application or title'],
    ['profiles: [{ match: {} }]', 'number 1.match: wanted application or title, or both'],
    ['profiles: [{ match: { application: "(" } }]', 'number 1.match.application: wanted a regular expression'],
    ['profiles: [{ match: { app: x } }]', 'number 1.match.app: unknown key, wanted one of application or title'],
    ['profiles: [{ match: { title: x }, capitals: yes }]', 'number 1.capitals: wanted true or false'],
    ['profiles: [{ match: { title: x }, numbers: all }]', 'number 1.numbers: wanted prose, digits or words'],
    ['profiles: [{ match: { title: x }, capital: no }]', 'number 1.capital: unknown key, wanted one of match,'],
    ['profiles: [code]', 'number 1: wanted a group with match,'],
    ['symbols: { star: 5 }', 'dictation.symbols'],
    ['numbers: all', 'dictation.numbers: wrong value, got "all", wanted prose, digits or words'],
    ['clean_up: { timeout_ms: 5 }', 'out of range, got 5, wanted a whole number from 200 to 60000'],
  ])('refuses %s in one line', async (text, expected) => {
    const lines = await scratch.refuse(`dictation:\n  ${text}\n`);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(expected);
  });
});
