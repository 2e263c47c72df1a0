/** SSML: what each tag does to the text, what is refused and where, and that no text is lost or thrown about. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deepestSsml, longestSsml } from '../../../src/stages/tts/ssml/nesting.js';
import { looksLikeSsml, parseSsml } from '../../../src/stages/tts/ssml/parse.js';
import type { SpeechPiece } from '../../../src/stages/tts/ssml/pieces.js';
import { SsmlError } from '../../../src/stages/tts/ssml/problem.js';

const speak = (inside: string): SpeechPiece[] => parseSsml(`<speak>${inside}</speak>`);
const textOf = (pieces: readonly SpeechPiece[]): string => pieces.map(({ text }) => text).join('');

describe('SSML', () => {
  it('keeps a sentence one sentence where its delivery changes inside it', () => {
    expect(speak('Read <emphasis>this</emphasis>, now.')).toEqual([
      // White space at the end tells the voice that the sentence goes on; the comma stays with its word.
      { text: 'Read ' },
      { text: 'this, ', delivery: { speed: 0.92, volume: 1.15 } },
      { text: 'now.' },
    ]);
    expect(speak('A<emphasis level="none"> b</emphasis> c<mark name="x"/> d.')).toEqual([{ text: 'A b c d.' }]);
  });

  it('ends sentences and paragraphs where their tags end, and parts paragraphs', () => {
    expect(speak('\n <p><s>One</s> <s>Two.</s></p>\n <p>Three</p> ')).toEqual([
      { text: 'One' },
      { text: 'Two.', pauseAfterMs: 350 },
      { text: 'Three' },
    ]);
  });

  it.each([
    ['<break time="500ms"/>', 500],
    ['<break time="1.5s"/>', 1500],
    ['<break/>', 320],
    ['<break strength="x-strong"/>', 1200],
    ['<break strength="weak" time="2s"/>', 2000],
    ['<break time="200ms"/><break time="300ms"/>', 500],
  ])('%s is a silence behind the text before it', (tag, pauseAfterMs) => {
    expect(speak(`Stop ${tag} here.`)).toEqual([{ text: 'Stop ', pauseAfterMs }, { text: 'here.' }]);
    // At the end of all the voice must fall.
    expect(speak(`Stop ${tag} `)).toEqual([{ text: 'Stop', pauseAfterMs }]);
    expect(speak(`${tag}Go.`)).toEqual([{ text: '', pauseAfterMs }, { text: 'Go.' }]);
  });

  it('leaves out a break of no length, and makes long silences of several', () => {
    expect(speak('Stop <break strength="none"/>here.')).toEqual([{ text: 'Stop here.' }]);
    const pauses = speak('a<break time="20s"/><break time="20s"/>').map(({ pauseAfterMs }) => pauseAfterMs);
    expect(pauses).toEqual([20_000, 20_000]);
  });

  it.each([
    ['rate="slow"', { speed: 0.8 }],
    ['rate="150%"', { speed: 1.5 }],
    ['rate="+20%"', { speed: 1.2 }],
    ['rate="-20%"', { speed: 0.8 }],
    ['rate="1.5"', { speed: 1.5 }],
    ['volume="silent"', { volume: 0 }],
    ['volume="+6dB"', { volume: 10 ** 0.3 }],
    ['volume="-20dB"', { volume: 0.1 }],
    ['volume="loud" rate="fast"', { speed: 1.25, volume: 1.4 }],
    ['rate="medium" volume="default"', undefined],
  ])('<prosody %s> changes the delivery', (attributes, delivery) => {
    expect(speak(`<prosody ${attributes}>x</prosody>`)).toEqual([{ text: 'x', ...(delivery && { delivery }) }]);
  });

  it('multiplies what is nested, within what a voice takes', () => {
    const nested = (tag: string, times: number): SpeechPiece[] =>
      speak(`${`<prosody ${tag}>`.repeat(times)}x${'</prosody>'.repeat(times)}`);
    expect(nested('rate="50%"', 1)[0]?.delivery).toEqual({ speed: 0.5 });
    expect(nested('rate="50%"', 20)[0]?.delivery).toEqual({ speed: 0.25 });
    expect(nested('volume="+12dB"', 20)[0]?.delivery).toEqual({ volume: 4 });
  });

  it('speaks with the speaker that is named', () => {
    expect(speak('<voice name="3">a</voice> <voice name="Ann">b</voice>')).toEqual([
      { text: 'a ', delivery: { speaker: 3 } },
      { text: 'b', delivery: { speaker: 'Ann' } },
    ]);
  });

  it('says words in sounds through the lexicon, and only where they are marked', () => {
    const tomato = '<phoneme alphabet="ipa" ph="təˈmɑːtoʊ">Tomato</phoneme>';
    const lexicon = { tomato: '/təˈmɑːtoʊ/' };
    expect(speak(`${tomato} soup.`)).toEqual([{ text: 'Tomato soup.', delivery: { lexicon } }]);
    expect(speak(`${tomato} or tomato.`)).toEqual([{ text: 'Tomato ', delivery: { lexicon } }, { text: 'or tomato.' }]);
    expect(speak(`No tomato but ${tomato}.`)).toEqual([
      { text: 'No tomato but ' },
      { text: 'Tomato.', delivery: { lexicon } },
    ]);
  });

  it('says the alias instead of the text', () => {
    expect(speak('The <sub alias="World Wide Web Consortium">W3C</sub>.')).toEqual([
      { text: 'The World Wide Web Consortium.' },
    ]);
  });

  it('reads entities and sections, and skips comments and instructions', () => {
    expect(textOf(speak('a &lt;b&gt; &#65; <!-- <p> -->c <![CDATA[<d/>]]><?e <f> ?>'))).toBe('a <b> A c <d/>');
  });

  it('is told from plain text by how it begins', () => {
    const yes = ['<speak>', ' \n<speak version="1.1">', '<?xml version="1.0"?><speak/>', '<!DOCTYPE speak><speak/>'];
    const no = ['speak', '<b>speak</b>', '<speaker>', 'I <speak> now', ''];
    expect([yes.filter(looksLikeSsml), no.filter(looksLikeSsml)]).toEqual([yes, []]);
  });
});

describe('say-as', () => {
  const say = (as: string, text: string, more = ''): string =>
    textOf(speak(`<say-as interpret-as="${as}" ${more}>${text}</say-as>`));

  it.each([
    ['characters', 'aB-12', 'A.B, dash, one two'],
    ['spell-out', 'NASA', 'N.A.S.A'],
    ['verbatim', 'x@y', 'X, at, Y'],
    ['cardinal', '1984', 'one thousand nine hundred eighty-four'],
    ['number', '-1,250.5', 'minus one thousand two hundred fifty point five'],
    ['cardinal', '007', 'seven'],
    ['ordinal', '21', 'twenty-first'],
    ['ordinal', '3rd', 'third'],
    ['digits', '1984', 'one nine eight four'],
    ['telephone', '+1 (555) 010-2', 'plus one, five five five, zero one zero, two'],
    ['fraction', '1+1/2', '1 1/2'],
    ['fraction', '3/2048', 'three over two thousand forty-eight'],
    ['time', '2:30pm', '2:30pm'],
    ['time', '1\'21"', 'one minute twenty-one seconds'],
    ['unit', '10 kg', '10 kg'],
    ['currency', '$12.50', '$12.50'],
    ['expletive', 'darn', 'bleep'],
  ])('%s: %s', (as, text, said) => {
    expect(say(as, text)).toBe(said);
  });

  it.each([
    ['2024-05-03', '', 'May third, twenty twenty-four'],
    ['3/5/2024', 'dmy', 'the third of May, twenty twenty-four'],
    ['3/5/2024', 'mdy', 'March fifth, twenty twenty-four'],
    ['20240229', 'ymd', 'February twenty-ninth, twenty twenty-four'],
    ['5.1905', 'my', 'May, nineteen oh five'],
    ['12-25', 'md', 'December twenty-fifth'],
    ['1999', 'y', 'nineteen ninety-nine'],
  ])('date: %s as "%s"', (text, format, said) => {
    expect(say('date', text, `format="${format}"`)).toBe(said);
  });

  it('in another language leaves numbers to the voice', () => {
    const german = (as: string, text: string): string =>
      textOf(parseSsml(`<speak xml:lang="de-DE"><say-as interpret-as="${as}">${text}</say-as></speak>`));
    expect([german('cardinal', '1,984'), german('digits', '12'), german('characters', 'äß1')]).toEqual([
      '1984',
      '1, 2',
      'Ä.ß, 1',
    ]);
    expect(() => german('ordinal', '3')).toThrow(/ordinal: got "3", wanted an English text/);
  });
});

const refusals: readonly (readonly [ssml: string, line: RegExp])[] = [
  ['<speak>a\n <prosody pitch="high">b</prosody></speak>', /^SSML line 2, column 2: <prosody>: pitch is not supported/],
  ['<speak>😀<audio src="x.wav"/></speak>', /^SSML line 1, column 10: <audio>: sound files are not played/],
  ['<speak><lang xml:lang="de">b</lang></speak>', /<lang>: a voice here speaks one language/],
  ['<speak><foo:bar/></speak>', /<foo:bar>: not a tag that is known here; there are speak, p, s, break, say-as/],
  ['<speak><break time="1h"/></speak>', /<break>: time: got "1h", wanted a time from 0ms to 30s/],
  ['<speak><break time="31s"/></speak>', /got "31s"/],
  ['<speak><break strength="huge"/></speak>', /strength: got "huge", wanted none, x-weak, weak, medium/],
  ['<speak><break>a</break></speak>', /<break>: wanted nothing inside/],
  ['<speak><emphasis level="toString">a</emphasis></speak>', /level: got "toString", wanted strong, moderate/],
  ['<speak><prosody rate="500%">a</prosody></speak>', /rate: got "500%", wanted x-slow, slow/],
  ['<speak><prosody volume="+20dB">a</prosody></speak>', /volume: got "\+20dB", wanted silent/],
  ['<speak><prosody>a</prosody></speak>', /<prosody>: without rate or volume does nothing/],
  ['<speak><say-as>1</say-as></speak>', /<say-as>: interpret-as is missing/],
  ['<speak><say-as interpret-as="magic">1</say-as></speak>', /interpret-as: got "magic", wanted characters, spell-out/],
  ['<speak><say-as interpret-as="cardinal">many</say-as></speak>', /cardinal: got "many", wanted a number/],
  ['<speak><say-as interpret-as="date" format="dmy">31.2.2024</say-as></speak>', /wanted a day from 1 to 29, got 31/],
  ['<speak><say-as interpret-as="date">5/3/24</say-as></speak>', /wanted a date such as 2024-05-03, or format=/],
  ['<speak><say-as interpret-as="characters">☃</say-as></speak>', /"☃" has no name here/],
  ['<speak><say-as interpret-as="digits"><b/></say-as></speak>', /got <b> inside, wanted text alone/],
  ['<speak><phoneme alphabet="x-sampa" ph="t">a</phoneme></speak>', /alphabet: got "x-sampa", wanted ipa/],
  ['<speak><phoneme ph="/t/">a</phoneme></speak>', /ph: got "\/t\/", wanted sounds in IPA/],
  ['<speak><phoneme ph="t">a b</phoneme></speak>', /got "a b", wanted the one word/],
  ['<speak><voice gender="female">a</voice></speak>', /<voice>: gender is not supported \(wanted name\)/],
  ['<speak><p xml:lang="de">a</p></speak>', /xml:lang is not supported \(a voice here speaks one language\)/],
  ['<voice name="1">a</voice>', /^SSML line 1, column 1: the outermost tag is <voice>, wanted <speak>$/],
  ['<speak>a &nbsp; b</speak>', /column 10: not well formed: named entity isn't defined: &nbsp;$/],
  ['<speak>a<b></speak>', /not well formed/],
  ['hello', /not well formed/],
  [`<speak>${'<p>'.repeat(20_000)}`, new RegExp(`nested deeper than ${deepestSsml} levels$`)],
  [`<speak>${'a'.repeat(longestSsml)}</speak>`, /got 262159 characters, wanted at most 262144; cut it into several$/],
  ['<!DOCTYPE speak [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><speak>&c;</speak>', /named entity isn't defined: &c;/],
  ['<!DOCTYPE speak [<!ENTITY a SYSTEM "file:///etc/passwd">]><speak>&a;</speak>', /named entity isn't defined: &a;/],
];

describe('a fault in SSML', () => {
  it.each(refusals)('%.60s', (ssml, line) => {
    let message = '';
    try {
      parseSsml(ssml);
    } catch (error) {
      if (!(error instanceof SsmlError)) throw error;
      ({ message } = error);
    }
    expect(message).toMatch(line);
    expect(message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it('cannot be hidden from the limit on depth in quotes, comments or sections', () => {
    for (const hiding of ['<p id="/>">', '<!--</p>--><p>', '<![CDATA[</p>]]><p>', '<?x </p>?><p>', "<p id='\">'>"]) {
      expect(() => parseSsml(`<speak>${hiding.repeat(5000)}`)).toThrow(/nested deeper/);
    }
  });
});

describe('any SSML', () => {
  const word = fc.stringMatching(/^[a-z]{1,6}[,.!?]?$/);
  const wrap = (open: string, close: string) => (inside: string) => `<${open}>${inside}</${close}>`;
  const wraps = [
    wrap('p', 'p'),
    wrap('s', 's'),
    wrap('emphasis level="strong"', 'emphasis'),
    wrap('prosody rate="120%"', 'prosody'),
    wrap('prosody volume="-3dB"', 'prosody'),
    wrap('voice name="2"', 'voice'),
    (inside: string) => `${inside}<break time="100ms"/>`,
    (inside: string) => ` <mark name="m"/>\n${inside} `,
  ];
  const { tree } = fc.letrec<{ tree: string; list: string }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 8 },
      word,
      tie('list'),
      fc.tuple(fc.constantFrom(...wraps), tie('list')).map(([wrapIn, inside]) => wrapIn(inside)),
    ),
    list: fc
      .array(tie('tree'), { maxLength: 4 })
      .chain((items) => fc.constantFrom(' ', '\n', '').map((gap) => items.join(gap))),
  }));
  const bare = (text: string): string => text.replace(/\s/g, '');

  it('keeps its text, all of it and in order', () => {
    fc.assert(
      fc.property(tree, (inside) => {
        expect(bare(textOf(speak(inside)))).toBe(bare(inside.replace(/<[^>]*>/g, '')));
      }),
      { numRuns: 300 },
    );
  });

  it('pauses as long as was asked in all', () => {
    fc.assert(
      fc.property(tree, (inside) => {
        const asked = 100 * (inside.match(/<break/g)?.length ?? 0);
        const pauses = speak(inside).map(({ pauseAfterMs = 0 }) => pauseAfterMs);
        // The rest stands between paragraphs.
        expect((pauses.reduce((sum, ms) => sum + ms, 0) - asked) % 350).toBe(0);
      }),
    );
  });

  it('never throws anything but its own error, in one line', () => {
    const tags = [
      '<speak>',
      '</speak>',
      '<p>',
      '</p>',
      '<break time="',
      '"/>',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '&',
      '<',
    ];
    const noise = fc.array(fc.oneof(fc.constantFrom(...tags), fc.string({ unit: 'binary', maxLength: 5 })), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(noise, (parts) => {
        try {
          parseSsml(parts.join(''));
        } catch (error) {
          expect(error).toBeInstanceOf(SsmlError);
          expect((error as Error).message).not.toMatch(/[\n\r\u0000-\u001f]/);
        }
      }),
      { numRuns: 300 },
    );
  });
});
