import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stripTranscript, stripWakePhrase } from '../../src/pipeline/wake-phrase.js';

const words = ['hey jarvis', 'alexa', 'hey mycroft', 'hey rhasspy'];

describe('stripWakePhrase', () => {
  it.each([
    ['Hey Jarvis, what time is it?', 'What time is it?'],
    ['Hey, Jarvis. What time is it?', 'What time is it?'],
    ['Hey Travis, what time is it?', 'What time is it?'],
    ['Hey, Harvest what time is it?', 'What time is it?'],
    ['Hey Jarvis.', ''],
    ['Alexa, stop.', 'Stop.'],
    ['A Lexa, stop.', 'Stop.'],
    ['Hey Microsoft, set a timer.', 'Set a timer.'],
    ['Hey, my craft, set a timer.', 'Set a timer.'],
    ['hey raspy turn it off', 'Turn it off'],
    ['And then we left. Hey Jarvis, what time is it?', 'And then we left. Hey Jarvis, what time is it?'],
    ['the end. Hey Jarvis, what time is it?', 'What time is it?'],
    ['What time is it?', 'What time is it?'],
    ['Tell me about Jarvis Island.', 'Tell me about Jarvis Island.'],
    ['', ''],
  ])('%j → %j', (text, expected) => {
    expect(stripWakePhrase(text, words)).toBe(expected);
  });

  it('always leaves an end of the text, and takes the phrase itself off any text', () => {
    const letters = fc.stringMatching(/^[A-Z][a-z]{0,8}( [a-z]{1,9}){0,6}[.?!]?$/);
    fc.assert(
      fc.property(letters, fc.constantFrom(...words), (text, word) => {
        const rest = stripWakePhrase(text, words);
        expect(text.toLowerCase().endsWith(rest.toLowerCase())).toBe(true);
        expect(stripWakePhrase(`${word}, ${text}`, [word])).toBe(text);
      }),
    );
  });
});

describe('stripTranscript', () => {
  const partial = { kind: 'partial', revision: 1, language: 'en', atPause: false, heardMs: 0 } as const;

  it('keeps the stable part the beginning of the text', () => {
    const text = 'Hey Jarvis, what time is';
    expect(stripTranscript({ ...partial, text, stable: 'Hey Jarvis, what' }, words)).toMatchObject({
      text: 'What time is',
      stable: 'What',
    });
    expect(stripTranscript({ ...partial, text, stable: 'Hey' }, words)).toMatchObject({
      text: 'What time is',
      stable: '',
    });
  });

  it('takes the words of the phrase off a final, and leaves others alone', () => {
    const said = ['Hey', 'Jarvis,', 'stop.'].map((text, index) => ({ text, startMs: index, endMs: index + 1 }));
    const final = { kind: 'final', text: 'Hey Jarvis, stop.', language: 'en', words: said } as const;
    expect(stripTranscript(final, words)).toEqual({ ...final, text: 'Stop.', words: said.slice(2) });
    const other = { ...final, text: 'What time is it?' };
    expect(stripTranscript(other, words)).toBe(other);
  });
});
