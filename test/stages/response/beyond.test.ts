/** Which requests a small model is not asked, and which it is. */
import { describe, expect, it } from 'vitest';
import type { ChatInfo } from '../../../src/stages/response/chat.js';
import { beyondReach, translationInto } from '../../../src/stages/response/beyond.js';

const info: ChatInfo = {
  ...{ name: 'small', device: 'cpu', contextTokens: 1000, template: 'none' },
  ...{ parameters: 135e6, languages: ['en'] },
};

describe('a translation', () => {
  it.each([
    ['how do you say grapefruit in french', 'fr'],
    ['how would i ask for the bill in spanish', 'es'],
    ['how do you say grapefruit in french please', 'fr'],
    ['can you translate good morning into japanese', 'ja'],
    ['translate where is the station to german', 'de'],
    ['say i love you in italian', 'it'],
    ['what is the word for dog in welsh', 'cy'],
    ['what is the french word for dog', 'fr'],
    ['what is cheese in dutch', 'nl'],
    ['what is a lawyer called in scottish gaelic', 'gd'],
    ['what does bonjour mean in english', 'en'],
    ['tell me what is butterfly in german', 'de'],
  ])('%s', (said, code) => {
    expect(translationInto(said)).toBe(code);
  });

  it.each([
    'what is the weather like in nauru',
    'what is the most famous novel ever written in french',
    'who was the french king',
    'how do you make french fries',
    'tell me about the german language',
    'what does serendipity mean',
    'is english spoken in malta',
    'how do you spell grapefruit',
    'say hello',
  ])('is not %s', (said) => {
    expect(translationInto(said)).toBeUndefined();
  });
});

describe('a small model', () => {
  const asked = 'how do you say grapefruit in french';
  it('is not asked for what it does not know', () => {
    expect(beyondReach(asked, info, ['en'])).toBe(
      "I can't translate into French: my language model is too small for that.",
    );
    expect(beyondReach('what does bonjour mean in english', info, ['en'])).toBe(
      "I can't translate: my language model is too small for that.",
    );
    expect(beyondReach(asked, info, ['en', 'de'])).toBeDefined();
  });

  it.each([
    'wikipedia david bowie',
    'google cheap flights',
    'search the web for shoes',
    'look up the word serendipity',
  ])('does not pretend to look up what is wanted by %j', (said) => {
    expect(beyondReach(said, info, ['en'])).toBe("I can't look anything up: I only know what is on this machine.");
    expect(beyondReach(said, { ...info, parameters: 3e9 }, ['en'])).toBeUndefined();
  });

  it.each(['what is wikipedia', 'who founded google', 'google it', 'i look up to him'])('is asked %j', (said) => {
    expect(beyondReach(said, info, ['en'])).toBeUndefined();
  });

  it('is asked in a language that it knows, and so is one that may know', () => {
    expect(beyondReach(asked, info, ['en', 'fr'])).toBeUndefined();
    expect(beyondReach(asked, info, undefined)).toBeUndefined();
    expect(beyondReach(asked, { ...info, parameters: 3e9 }, ['en'])).toBeUndefined();
    expect(beyondReach(asked, { ...info, parameters: undefined }, ['en'])).toBeUndefined();
    expect(beyondReach(asked, undefined, ['en'])).toBeUndefined();
    expect(beyondReach('what is the capital of france', info, ['en'])).toBeUndefined();
  });
});
