import { describe, expect, it } from 'vitest';
import { Espeak } from '../../../src/models/espeak/espeak.js';
import { learnMnemonics, toMnemonics } from '../../../src/models/espeak/mnemonics.js';
import { openEspeak, selectVoice, type EspeakInstance } from '../../../src/models/espeak/voices.js';

/** What is really spoken for espeak's own letters, without stress. */
function soundsOf({ worker }: EspeakInstance, written: string): string {
  let sounds = '';
  worker.synthesize(`[[${written}]]`, (_sound, events) => {
    for (const { type, id } of events) if (type === 'phoneme') sounds += String(id);
    return false;
  });
  return withoutStress(sounds);
}

const withoutStress = (ipa: string): string => ipa.replaceAll(/[ˈˌ]/g, '');

describe('IPA as espeak writes it', () => {
  it.each([
    ['en-us', 'ˈaɪpiːˈeɪ'],
    ['en-us', 'ʒˈɪf'],
    ['en-us', 'θˈɜːɹoʊ'],
    ['en', 'nˈeɪtʃə'],
    ['de', 'ʃˈtaɪn'],
    ['de', 'ɪç'],
    ['it', 'ɲˈɔ'],
    ['pl', 'ʃˈɛ'],
    ['fr', 'dˈœ̃'],
    ['es', 'ˈuno'],
  ])('with %s comes back as the same sounds', async (voice, ipa) => {
    const espeak = await openEspeak();
    selectVoice(espeak, voice);
    const mnemonics = learnMnemonics(espeak, voice.startsWith('en'));
    expect(soundsOf(espeak, toMnemonics(ipa, mnemonics))).toBe(withoutStress(ipa));
  });

  it('knows every sound that English is phonemized into', async () => {
    const espeak = await openEspeak();
    selectVoice(espeak, 'en-us');
    const mnemonics = learnMnemonics(espeak, true);
    const phonemizer = await Espeak.load('en-us');
    const text = 'The quick brown fox measures joyful voyages through thick hedges while children yawn at usual hours';
    for (const word of phonemizer.ipaWords(text.split(' '))) {
      expect(soundsOf(espeak, toMnemonics(word, mnemonics))).toBe(withoutStress(word));
    }
  });

  it('leaves out what no language of the voice has', () => {
    expect(
      toMnemonics(
        'aǃb',
        new Map([
          ['a', 'a'],
          ['b', 'b'],
        ]),
      ),
    ).toBe('ab');
    expect(
      toMnemonics(
        'ˈtʃa',
        new Map([
          ['t', 't'],
          ['tʃ', 'tS'],
          ['a', 'a'],
        ]),
      ),
    ).toBe("'tSa");
    expect(toMnemonics('ǃ', new Map())).toBe('');
  });
});
