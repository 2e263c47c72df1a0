/** The pure parts of a voice: windows, silence, phoneme ids, alignment; and espeak, which needs no weights. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { alignWords } from '../../../src/models/piper/align.js';
import { Espeak } from '../../../src/models/espeak/espeak.js';
import { Pace } from '../../../src/models/piper/pace.js';
import { toPhonemeIds } from '../../../src/models/piper/phoneme-ids.js';
import { join, SilenceTrim } from '../../../src/models/piper/trim.js';
import { readVoiceConfig } from '../../../src/models/piper/voice-config.js';
import { defaultWindows, planWindows } from '../../../src/models/piper/windows.js';
import { tinyConfig } from './tiny-voice.js';

describe('windows', () => {
  const frameMs = 256 / 22.05;
  const work = fc.double({ min: 0.05, max: 30, noNaN: true });

  it('cover every frame once, from the first one wanted', () => {
    fc.assert(
      fc.property(fc.nat(5000), fc.nat(20), work, (frames, from, workMs) => {
        let at = Math.min(from, frames);
        for (const window of planWindows({ from: at, frames, frameMs }, workMs)) {
          expect(window.from).toBe(at);
          expect(window.to).toBeGreaterThan(at);
          expect(window.to - window.from).toBeLessThanOrEqual(
            defaultWindows.longestFrames + defaultWindows.shortestFrames,
          );
          at = window.to;
        }
        expect(at).toBe(frames);
      }),
    );
  });

  it('never let the sound run dry where the work allows it', () => {
    const { overheadFrames } = defaultWindows;
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3000 }),
        fc.double({ min: 0.05, max: 4.5, noNaN: true }),
        (frames, workMs) => {
          let [leadMs, isFirst] = [0, true];
          for (const { from, to } of planWindows({ from: 0, frames, frameMs }, workMs)) {
            const tookMs = workMs * (to - from + overheadFrames);
            if (!isFirst) expect(tookMs).toBeLessThanOrEqual(leadMs);
            leadMs += (to - from) * frameMs - (isFirst ? 0 : tookMs);
            isFirst = false;
          }
        },
      ),
    );
  });

  it('begin short and grow with the lead; a slow machine begins later', () => {
    const lengths = (workMs: number): number[] =>
      planWindows({ from: 0, frames: 400, frameMs }, workMs).map(({ from, to }) => to - from);
    expect(lengths(0.3)).toEqual([8, 96, 96, 96, 96, 8]);
    expect(lengths(0.8)[0]).toBe(8);
    expect(lengths(3)[0]).toBeGreaterThan(8);
    expect(lengths(20)[0]).toBe(defaultWindows.longestFrames);
  });

  it('follow the pace of the machine: sooner down than up', () => {
    const pace = new Pace();
    pace.note(100, 100);
    expect(pace.frameMs).toBe(1);
    pace.note(300, 100);
    expect(pace.frameMs).toBe(2);
    pace.note(100, 100);
    expect(pace.frameMs).toBeCloseTo(1.85);
  });
});

describe('silence', () => {
  const options = { leadSamples: 3, threshold: 0.1 };
  const trim = (parts: readonly (readonly number[])[], tail: number): number[] => {
    const silence = new SilenceTrim(options);
    const out = parts.map((part) => silence.push(Float32Array.from(part)));
    return Array.from(join([...out, silence.end(tail)]));
  };

  it('is cut before the first and behind the last sound, and kept between', () => {
    expect(
      trim(
        [
          [0, 0, 0, 0],
          [0, 1, 0, 0],
          [0, 0],
          [1, 0, 0, 0, 0],
        ],
        2,
      ),
    ).toEqual([0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0]);
  });

  it('is filled up behind the last sound', () => {
    expect(trim([[1, 1]], 3)).toEqual([1, 1, 0, 0, 0]);
  });

  it('alone is nothing', () => {
    expect(trim([[0, 0], [0.05]], 3)).toEqual([]);
  });

  it('does not depend on how the sound was cut', () => {
    const sound = fc.array(fc.constantFrom(0, 0, 0, 0.5, -0.5), { maxLength: 60 });
    fc.assert(
      fc.property(
        sound,
        fc.array(fc.integer({ min: 0, max: 9 })),
        fc.integer({ min: 0, max: 8 }),
        (samples, cuts, tail) => {
          const parts: number[][] = [];
          let at = 0;
          for (const cut of cuts) {
            parts.push(samples.slice(at, at + cut));
            at += cut;
          }
          parts.push(samples.slice(at));
          expect(trim(parts, tail)).toEqual(trim([samples], tail));
        },
      ),
    );
  });
});

const config = readVoiceConfig(JSON.stringify(tinyConfig), 'tiny.onnx.json');
const id = (phoneme: string): number => config.phonemeIds.get(phoneme)?.[0] ?? -1;

describe('phoneme ids', () => {
  it('put a filler behind everything but the end', () => {
    const words = [
      { ipa: 'hi', after: ',' },
      { ipa: 'ð', after: '.' },
    ];
    const made = toPhonemeIds(words, config);
    const expected = ['^', 'h', 'i', ',', ' ', 'ð', '.'].flatMap((phoneme) => [id(phoneme), id('_')]);
    expect(made.ids).toEqual([...expected, id('$')]);
    expect(made.spans).toEqual([
      { from: 2, to: 6 },
      { from: 10, to: 12 },
    ]);
    expect(made.unknown).toEqual([]);
  });

  it('name what the voice does not know, and leave it out', () => {
    expect(toPhonemeIds([{ ipa: 'h✗i', after: '' }], config)).toMatchObject({ unknown: ['✗'] });
  });
});

describe('alignment', () => {
  it('finds the words that espeak joined', () => {
    expect(alignWords(['one', 'of', 'the', 'houses'], ['wˈʌn', 'ʌvðə', 'hˈaʊzᵻz'])).toEqual([
      { token: 0, fraction: 1 },
      { token: 1, fraction: 2 / 5 },
      { token: 1, fraction: 1 },
      { token: 2, fraction: 1 },
    ]);
  });

  it('finds the sounds that espeak split', () => {
    expect(alignWords(['GitHub', 'is'], ['ɡˈɪt', 'hˈʌb', 'ɪz']).map((place) => place.token)).toEqual([1, 2]);
  });

  it('never goes back and ends with the last sound', () => {
    const text = fc.array(fc.string({ minLength: 1, maxLength: 9 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(text, text, (words, tokens) => {
        const places = alignWords(words, tokens);
        expect(places).toHaveLength(words.length);
        const order = places.map((place) => place.token + place.fraction);
        expect([...order].sort((left, right) => left - right)).toEqual(order);
        expect(places.at(-1)).toEqual({ token: tokens.length - 1, fraction: 1 });
      }),
    );
  });
});

describe('espeak', () => {
  let espeak: Espeak;
  beforeAll(async () => {
    espeak = await Espeak.load('en-us');
  });

  it('gives the sounds of words', () => {
    expect(espeak.ipaWords(['hello', 'world'])).toEqual(['həlˈoʊ', 'wˈɜːld']);
    expect(espeak.ipaWords(['A.I'])).toEqual(['ˌeɪˈaɪ']);
  });

  it('gives nothing for nothing', () => {
    expect(espeak.ipaWords([])).toEqual([]);
    expect(espeak.ipaWords(['<', '\u0007'])).toEqual([]);
  });

  it('survives any text', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 90 }), { maxLength: 6 }), (words) => {
        for (const ipa of espeak.ipaWords(words)) expect(ipa).not.toMatch(/[\s_|()]/);
      }),
      { numRuns: 200 },
    );
    expect(espeak.ipaWords(['hello'])).toEqual(['həlˈoʊ']);
    expect(espeak.ipaWords(['a'.repeat(5000)]).length).toBeGreaterThan(0);
  });

  it('refuses a voice that it does not have', async () => {
    await expect(Espeak.load('xx-nope')).rejects.toThrow(/got "xx-nope"/);
  });
});
