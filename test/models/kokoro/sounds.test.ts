/** espeak's IPA as Kokoro wants it, for both accents, and nothing that Kokoro cannot say. */
import { describe, expect, it } from 'vitest';
import { Espeak } from '../../../src/models/espeak/espeak.js';
import { toKokoroSounds, type Accent } from '../../../src/models/kokoro/sounds.js';
import { unknownSymbols } from '../../../src/models/kokoro/tokens.js';

const british: Accent = 'british';
const american: Accent = 'american';

describe('toKokoroSounds', () => {
  it.each([
    ['tədˈeɪ', american, 'tədˈA'],
    ['ɡˈoʊ', american, 'ɡˈO'],
    ['ɡˈəʊ', british, 'ɡˈQ'],
    ['nˈaʊ', american, 'nˈW'],
    ['bˈɔɪ', british, 'bˈY'],
    ['tʃˈɜːtʃ', american, 'ʧˈɜɹʧ'],
    ['bˈɜːd', british, 'bˈɜːd'],
    ['bˈɜːɹd', american, 'bˈɜɹd'],
    ['dʒˈʌdʒ', american, 'ʤˈʌʤ'],
    ['wˈɔːɾɚ', american, 'wˈɔTəɹ'],
    ['sˈiː', american, 'sˈi'],
    ['sˈiː', british, 'sˈiː'],
    ['ðˈeə', british, 'ðˈɛː'],
    ['hˈiə', british, 'hˈɪə'],
    ['lˈɪɾəl', american, 'lˈɪTᵊl'],
    ['fˈæməli', american, 'fˈæməli'],
    ['bˈʌʔn\u0329', american, 'bˈʌtᵊn'],
    ['lˈɒx', british, 'lˈɒk'],
    ['ɐlˈoʊn', american, 'əlˈOn'],
    ['\u00E7a\u0303', american, 'ka'],
    ['get', american, 'ɡAt'],
    ['aɪ', american, 'ˌI'],
    ['aɪm', british, 'ˌIm'],
    ['ˈaɪdəl', british, 'ˈIdᵊl'],
    ['maɪ', american, 'mI'],
  ] as const)('%s in %s English is %s', (ipa, accent, wanted) => {
    expect(toKokoroSounds(ipa, accent)).toBe(wanted);
  });

  it.each([
    ['en-us', american],
    ['en-gb', british],
  ] as const)('makes nothing from %s that Kokoro lacks', async (voice, accent) => {
    const espeak = await Espeak.load(voice);
    const texts = [
      'The quick brown fox jumps over the lazy dog while they judge a church in the measure of pleasure',
      'water butter little button written mountain hear there poor cure nurse bird thought lot palm',
      'Loch Bach déjà vu genre façade naïve Zürich Llewellyn kitchen singer finger thing this',
      'uh huh rural squirrel worldly sixth twelfths strengths ewe yacht colonel choir',
    ];
    for (const text of texts) {
      for (const ipa of espeak.ipaWords(text.split(' '))) {
        expect([ipa, unknownSymbols(toKokoroSounds(ipa, accent))]).toEqual([ipa, []]);
      }
    }
  });
});
