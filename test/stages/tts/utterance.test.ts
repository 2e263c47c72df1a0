/** Spoken words to sounds with the real espeak: lexicon sounds in their places, and nothing but sounds from hostile text. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { Espeak } from '../../../src/models/espeak/espeak.js';
import type { VoiceConfig } from '../../../src/models/piper/voice-config.js';
import { spokenText, writtenWords } from '../../../src/stages/tts/spoken-text.js';
import { groupSentences, phonemize, soundsOf, type SpokenSounds } from '../../../src/stages/tts/utterance.js';

let espeak: Espeak;
let german: Espeak;
beforeAll(async () => {
  espeak = await Espeak.load('en-us');
  german = await Espeak.load('de');
});

const lexicon = { gif: '/dʒɪf/', 'new york': '/nuː jɔːrk/', click: '/ǃk✗/', end: '/ɛ$^_d/' };

const shown = (sounds: SpokenSounds | undefined): string =>
  (sounds?.tokens ?? []).map((token) => token.ipa + token.after).join(' ');

const sounds = (text: string): SpokenSounds | undefined => soundsOf(spokenText(text, 'english', lexicon), '.', espeak);

describe('sounds from the lexicon', () => {
  it('stand between those of espeak', () => {
    expect(shown(sounds('A GIF, and another gif'))).toBe('ˈeɪ dʒɪf, ænd ɐnˈʌðɚ dʒɪf.');
  });

  it('have their word’s place', () => {
    const found = sounds('See New York, one of the best.');
    const places = found?.words.map(({ written, place }) => [written, found.tokens[place.token]?.ipa]);
    expect(places?.slice(0, 3)).toEqual([
      [0, 'sˈiː'],
      [1, 'nuː'],
      [2, 'jɔːrk'],
    ]);
    expect(found?.words.map(({ written }) => written)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('may be all there is', () => {
    expect(shown(sounds('gif'))).toBe('dʒɪf.');
  });
});

describe('a lexicon entry that the voice cannot say', () => {
  const config = {
    phonemeIds: new Map(Array.from('^_$ .,ǃkɛd', (point, index) => [point, [index]])),
    phonemeMap: new Map(),
  } as Partial<VoiceConfig> as VoiceConfig;
  const run = (text: string): unknown => phonemize(spokenText(text, 'english', lexicon), '.', { espeak, config });

  it('is refused in one line with its name', () => {
    expect(() => run('a Click here')).toThrow(
      /^tts\.lexicon: "Click" is said \/ǃk✗\/, but this voice has no sound for ✗; wanted [^\n]+$/,
    );
  });

  it('cannot smuggle in the marks that frame an utterance', () => {
    expect(() => run('the end')).toThrow(/no sound for \$ \^ _;/);
  });
});

/** Orders to terminals, to espeak and to engines that read tags, in every disguise. */
const hostile = fc.constantFrom(
  ...[
    '\x1b[31m',
    '\x1b]0;t\x07',
    '\x9b1m',
    '\\x1b[0m',
    '&#27;[1m',
    '\\u001b',
    '\0',
    '\x07',
    '\u202e',
    '\u200b',
    '\ufeff',
  ],
  ...[
    '<speak>',
    '<break time="9s"/>',
    '<say-as interpret-as="x">',
    '</voice',
    '<phoneme ph="x"',
    '<!--',
    ']]>',
    '<?xml',
    '<mark name="a"/>',
  ],
  ...[
    '[[fˈoʊ]]',
    '[[',
    ']]',
    '_:',
    '|',
    '^',
    '&lt;speak&gt;',
    '&',
    '&amp;lt;b>',
    '{',
    '}',
    '`',
    '```',
    '~',
    '@',
    '#',
    '$',
    '%',
  ],
  ...['\ud800', '\udfff', '🤦🏽‍♂️', '🇩🇪', 'e\u0301\u0301\u0301', 'x²', '½', '𝗮', '東京', 'привет', 'ﷺ', 'สวัสดี', 'नमस्ते'],
  ...[
    '$5.50',
    '3-4',
    '12/3',
    '10:30',
    'Dr.',
    'e.g.',
    'U.S.',
    'IV',
    'NASA',
    'x.y',
    'a@b.co',
    'gif',
    'New',
    'York',
    "'s",
    ' ',
    '\n',
    '.',
    ',',
    '-',
    '1',
  ],
);
const text = fc.oneof(
  { weight: 3, arbitrary: fc.array(hostile, { maxLength: 30 }).map((parts) => parts.join('')) },
  { weight: 2, arbitrary: fc.array(hostile, { maxLength: 30 }).map((parts) => parts.join(' ')) },
  fc.string({ unit: 'binary', maxLength: 120 }),
  fc.string({ maxLength: 120 }),
);

describe('hostile text', () => {
  it('becomes nothing but sounds, pauses and valid places', () => {
    const safe = { gif: '/dʒɪf/', york: 'jork' };
    fc.assert(
      fc.property(text, fc.constantFrom('english' as const, 'plain' as const), (input, language) => {
        const words = spokenText(input, language, safe);
        for (const group of groupSentences(words)) {
          const found = soundsOf(group, '.', language === 'english' ? espeak : german);
          let last = 0;
          for (const { ipa, after } of found?.tokens ?? []) {
            expect(ipa).toMatch(/^[\p{L}\p{M}\p{Nd}\u02B0-\u02FF]+$/u);
            expect(after).toMatch(/^[,;:.!?]?$/);
          }
          for (const { written, place } of found?.words ?? []) {
            expect(written).toBeGreaterThanOrEqual(last);
            expect(written).toBeLessThan(writtenWords(input).length);
            expect(place.token).toBeLessThan(found?.tokens.length ?? 0);
            expect(place.fraction).toBeGreaterThan(0);
            expect(place.fraction).toBeLessThanOrEqual(1);
            last = written;
          }
          expect(found === undefined || found.words.length === group.length).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });
});
