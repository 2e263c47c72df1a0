/** What a speech server's answer turns out to be. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatSamples, int16FromSamples, samplesFromInt16 } from '../../../../src/audio/pcm.js';
import { AnswerSound, type AskedFormat } from '../../../../src/stages/tts/openai/answer.js';
import { wavFile } from '../../../audio/wav-bytes.js';

const data = int16FromSamples(Float32Array.from({ length: 200 }, (_, index) => Math.sin(index / 5) / 2));

function decode(
  bytes: Uint8Array,
  how: { type?: string; asked?: AskedFormat; sizes?: readonly number[] },
): { samples: Float32Array; rate: number | undefined } {
  const sound = new AnswerSound(how.type, how.asked ?? 'wav');
  const { sizes = [bytes.length] } = how;
  let samples: Float32Array = new Float32Array(0);
  for (let at = 0, index = 0; at < bytes.length; index += 1) {
    const size = sizes[index % sizes.length] ?? 1;
    samples = concatSamples(samples, sound.push(bytes.subarray(at, at + size)));
    at += size;
  }
  return { samples: concatSamples(samples, sound.end()), rate: sound.sampleRateHz };
}

describe('AnswerSound', () => {
  it.each<[string, { bytes: Uint8Array; type?: string; asked: AskedFormat; rate: number }]>([
    [
      'a WAV by its bytes, whatever its type',
      { bytes: wavFile(data, { rateHz: 22_050 }), type: 'audio/mpeg', asked: 'wav', rate: 22_050 },
    ],
    ['a WAV where raw sound was asked', { bytes: wavFile(data), asked: 'pcm', rate: 16_000 }],
    ['raw sound by its type', { bytes: data, type: 'audio/pcm', asked: 'wav', rate: 24_000 }],
    ['raw sound with its rate', { bytes: data, type: 'audio/pcm;rate=22050', asked: 'wav', rate: 22_050 }],
    [
      'raw sound of another name',
      { bytes: data, type: 'audio/L16; rate=16000; channels=1', asked: 'wav', rate: 16_000 },
    ],
    ['raw sound that was asked', { bytes: data, type: 'application/octet-stream', asked: 'pcm', rate: 24_000 }],
  ])('takes %s', (_name, { bytes, rate, ...options }) => {
    const whole = decode(bytes, options);
    expect(whole).toEqual({ samples: samplesFromInt16(data), rate });
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 33 }), { minLength: 1, maxLength: 12 }), (sizes) => {
        expect(decode(bytes, { ...options, sizes })).toEqual(whole);
      }),
      { numRuns: 50 },
    );
  });

  it('mixes the channels of raw sound', () => {
    expect(decode(data, { type: 'audio/pcm; channels=2' }).samples).toHaveLength(100);
  });

  it('takes raw sound that begins like an MP3 for what its type says', () => {
    expect(decode(Uint8Array.of(0xff, 0xfb, 0, 0), { type: 'audio/pcm' }).samples).toHaveLength(2);
  });

  it.each<[string, string | Uint8Array, string | undefined, string]>([
    ['an MP3 with a tag', 'ID3\u0004aaaaaaaaaaaa', 'audio/wav', 'an MP3'],
    ['an MP3 without one', Uint8Array.of(0xff, 0xfb, 0x90, 0x64, 0, 0, 0, 0, 0, 0, 0, 0), undefined, 'an MP3'],
    ['an MP3 by its type', Uint8Array.of(1, 2, 3), 'audio/mpeg', 'an MP3'],
    ['Ogg', 'OggS\u0000aaaaaaaaaaaa', undefined, 'an Ogg file (Opus or Vorbis)'],
    ['FLAC', 'fLaCaaaaaaaaaaaa', 'audio/flac', 'a FLAC file'],
    ['a page', '<!DOCTYPE html><html>', 'application/octet-stream', 'a web page'],
    ['JSON', '{"audio": "aGVsbG8="}', undefined, 'JSON'],
    ['events', 'data: {"audio":""}', 'text/event-stream', 'a stream of events'],
    ['bytes of no kind', 'aaaaaaaaaaaaaaaa', 'audio/x-thing', 'something of type "audio/x-thing" that is no WAV'],
  ])('refuses %s', (_name, body, type, message) => {
    expect(() => decode(Buffer.from(body as string), { ...(type === undefined ? {} : { type }) })).toThrow(message);
  });

  it('makes nothing of an empty answer', () => {
    expect(decode(new Uint8Array(0), {}).samples).toHaveLength(0);
  });
});
