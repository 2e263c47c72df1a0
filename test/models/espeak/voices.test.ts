import { describe, expect, it } from 'vitest';
import { Espeak } from '../../../src/models/espeak/espeak.js';
import { EspeakSynthesizer, type EspeakWord } from '../../../src/models/espeak/synthesizer.js';
import { espeakVoices, openEspeak, selectVoice } from '../../../src/models/espeak/voices.js';

describe('the voices of espeak-ng', () => {
  it('are all there, by id, and each can be chosen by it', async () => {
    const voices = await espeakVoices();
    const ids = voices.map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(120);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual([...ids].sort());
    expect(ids).toEqual(expect.arrayContaining(['en-us', 'en', 'de', 'fr', 'es', 'it', 'ru', 'cmn', 'ja', 'pt-br']));
    expect(voices.find(({ id }) => id === 'en-us')).toEqual({
      ...{ id: 'en-us', name: 'English (America)', languages: ['en-us', 'en'] },
    });
    const espeak = await openEspeak();
    for (const id of ids) expect(selectVoice(espeak, id)).toBe(id);
  });

  it.each([
    ['zh', 'cmn'],
    ['en-gb', 'en'],
    ['EN-US', 'en-us'],
    ['fr-fr+f2', 'fr+f2'],
    ['no', 'nb'],
    ['tlh', undefined],
    ['en-us+nobody', undefined],
    ['', undefined],
  ])('are found by language and variant: %s is %s', async (name, id) => {
    expect(selectVoice(await openEspeak(), name)).toBe(id);
  });

  it('are asked for phonemes and for sound without leaving anything behind', async () => {
    const espeak = await Espeak.load('en-us');
    const synthesizer = await EspeakSynthesizer.load('en-us');
    const wordsOf = (...texts: string[]): EspeakWord[] => texts.map((text) => ({ text }));
    const clause = { words: wordsOf('hello', 'of', 'the', 'world'), mark: '.', speed: 1, variation: 1 };
    const { samples, wordEnds } = synthesizer.speak(clause, () => false) ?? { samples: [], wordEnds: [] };
    expect(wordEnds).toHaveLength(4);
    expect(wordEnds.at(-1)).toBe(samples.length);
    expect(synthesizer.speak(clause, () => true)).toBeUndefined();
    expect(synthesizer.speak({ ...clause, words: wordsOf('^', '<') }, () => false)?.samples).toHaveLength(0);
    for (let turn = 0; turn < 200; turn++) expect(espeak.ipaWords(['hello', 'world'])).toEqual(['həlˈoʊ', 'wˈɜːld']);
  });
});
