/** WAVs that arrive in pieces. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatSamples } from '../../../src/audio/pcm.js';
import { SoundFault, WavStream } from '../../../src/stages/tts/wav-stream.js';
import { encodeSample, wavFile, type WavOptions } from '../../audio/wav-bytes.js';

const wave = Array.from({ length: 300 }, (_, index) => Math.round(100 * Math.sin(index / 7)) / 128);

function dataOf(codec: number, bits: number, channels = 1): Buffer {
  return Buffer.concat(wave.flatMap((value) => new Array<Buffer>(channels).fill(encodeSample(value, codec, bits))));
}

/** Cuts at the given sizes, over and over. */
function decode(bytes: Uint8Array, sizes: readonly number[] = [bytes.length]): Float32Array {
  const stream = new WavStream();
  let all: Float32Array = new Float32Array(0);
  for (let at = 0, index = 0; at < bytes.length; index += 1) {
    const size = sizes[index % sizes.length] ?? 1;
    all = concatSamples(all, stream.push(bytes.subarray(at, at + size)));
    at += size;
  }
  return all;
}

const close = (samples: Float32Array): void => {
  expect(samples).toHaveLength(wave.length);
  for (const [index, value] of wave.entries()) expect(samples[index]).toBeCloseTo(value, 6);
};

const unknown = 0xffff_ffff;

describe('WavStream', () => {
  it.each<[string, Buffer]>([
    ['a finished file', wavFile(dataOf(1, 16))],
    ['unknown lengths', wavFile(dataOf(1, 16), { dataSize: unknown, riffSize: unknown })],
    ['a length of zero', wavFile(dataOf(1, 16), { dataSize: 0, riffSize: 0 })],
    ['a length for show', wavFile(dataOf(1, 16), { dataSize: 2_000_000_000 })],
    [
      'a list before and behind',
      wavFile(dataOf(1, 16), { before: [['LIST', Buffer.alloc(7)]], after: [['id3 ', Buffer.alloc(9)]] }),
    ],
    ['8 bits', wavFile(dataOf(1, 8), { bits: 8 })],
    ['24 bits, stereo', wavFile(dataOf(1, 24, 2), { bits: 24, channels: 2 })],
    ['floats', wavFile(dataOf(3, 32), { codec: 3, bits: 32 })],
    ['the extensible form', wavFile(dataOf(3, 32), { codec: 3, bits: 32, extensible: true })],
    [
      'two files in a row',
      Buffer.concat([wavFile(dataOf(1, 16).subarray(0, 202)), wavFile(dataOf(1, 16).subarray(202))]),
    ],
  ])('reads %s the same however it is cut', (_name, bytes) => {
    close(decode(bytes));
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 97 }), { minLength: 1, maxLength: 20 }), (sizes) => {
        expect(decode(bytes, sizes)).toEqual(decode(bytes));
      }),
      { numRuns: 40 },
    );
  });

  it('knows the rate with the first sample', () => {
    const stream = new WavStream();
    expect(stream.push(wavFile(Buffer.alloc(0), { rateHz: 48_000 }))).toHaveLength(0);
    expect(stream.sampleRateHz).toBe(48_000);
  });

  it.each<[string, WavOptions, string]>([
    ['a codec of its own', { codec: 0x55 }, 'a WAV of codec 0x55 with 16 bits'],
    ['too many channels', { channels: 65 }, 'a WAV with 65 channels'],
    ['a rate that is none', { rateHz: 12 }, 'a WAV with 12 samples per second'],
    ['sound before its format', { dataFirst: true }, 'a WAV without a format'],
  ])('refuses %s', (_name, options, message) => {
    expect(() => decode(wavFile(Buffer.alloc(8), options))).toThrow(new SoundFault(message));
  });

  it('ends its own way on any noise behind a RIFF', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (noise) => {
        try {
          decode(Buffer.concat([Buffer.from('RIFF....WAVE'), noise]));
        } catch (error) {
          expect(error).toBeInstanceOf(SoundFault);
        }
      }),
    );
  });
});
