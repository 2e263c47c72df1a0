import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AudioError } from '../../src/audio/audio-error.js';
import { hasTool } from '../../src/programs/find.js';
import { describeWav, readWav, readWavBlocks } from '../../src/audio/wav.js';
import { frequencyHz, snrDb, tone } from './tone.js';
import { encodeSample, wavFile, type WavOptions } from './wav-bytes.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wav-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function save(bytes: Uint8Array, name = 'a.wav'): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

const int16 = (samples: Float32Array): Buffer => Buffer.concat([...samples].map((value) => encodeSample(value, 1, 16)));

describe('readWav', () => {
  const widths = [
    [1, 8],
    [1, 16],
    [1, 24],
    [1, 32],
    [3, 32],
    [3, 64],
  ] as const;

  it('reads every width, any number of channels, plain and extensible', async () => {
    const frames = fc.array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 });
    const width = fc.constantFrom(...widths);
    await fc.assert(
      fc.asyncProperty(
        frames,
        width,
        fc.integer({ min: 1, max: 8 }),
        fc.boolean(),
        async (values, w, channels, ext) => {
          const [codec, bits] = w;
          const bytes = values.flatMap((value) =>
            Array.from({ length: channels }, () => encodeSample(value, codec, bits)),
          );
          const path = await save(wavFile(Buffer.concat(bytes), { codec, bits, channels, extensible: ext }));
          const { samples, sampleRateHz } = await readWav(path);
          expect(sampleRateHz).toBe(16_000);
          expect(samples.length).toBe(values.length);
          const step = codec === 3 ? 1e-6 : 2 ** (1 - bits) + 1e-6;
          for (const [i, value] of values.entries())
            expect(Math.abs((samples[i] ?? 9) - value)).toBeLessThanOrEqual(step);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('takes the mean of the channels', async () => {
    const path = await save(wavFile(int16(Float32Array.of(0.5, 0, -0.5, -0.25)), { channels: 2 }));
    expect([...(await readWav(path)).samples]).toEqual([0.25, -0.375]);
  });

  it('finds the audio among other chunks, in any order, padded or not', async () => {
    const audio = int16(Float32Array.of(0.25, -0.5));
    const list = ['LIST', Buffer.from('INFOodd')] as const;
    const before = [['bext', Buffer.alloc(602)], list] as const;
    const cases: WavOptions[] = [{ before }, { after: [list] }, { dataFirst: true, after: [list] }];
    for (const options of cases) {
      const path = await save(wavFile(audio, options));
      expect([...(await readWav(path)).samples]).toEqual([0.25, -0.5]);
    }
    const padded = wavFile(audio, { before: [['junk', Buffer.from('abc')]] });
    const unpadded = Buffer.concat([padded.subarray(0, 23), padded.subarray(24)]);
    expect((await readWav(await save(unpadded))).samples.length).toBe(2);
  });

  it('reads streams whose length was left open to the end of the file', async () => {
    for (const dataSize of [0, 0x7fff_fff8, 0x8000_0000, 0xffff_ffff]) {
      const path = await save(wavFile(int16(Float32Array.of(0.5, 0.5, 0.5)), { dataSize, riffSize: dataSize }));
      expect(await describeWav(path)).toMatchObject({ totalSamples: 3, missingSamples: 0 });
    }
  });

  it('reads what is left of a file that was cut short, and counts what is missing', async () => {
    const whole = wavFile(int16(tone({ hz: 440, rateHz: 16_000, ms: 100 })), {});
    const path = await save(whole.subarray(0, 44 + 2001));
    expect(await describeWav(path)).toMatchObject({ totalSamples: 1000, missingSamples: 600 });
    expect((await readWav(path)).samples.length).toBe(1000);
  });

  it('silences what is no number', async () => {
    const floats = Buffer.concat([NaN, Infinity, -Infinity, 0.5].map((value) => encodeSample(value, 3, 32)));
    const path = await save(wavFile(floats, { codec: 3, bits: 32 }));
    expect([...(await readWav(path)).samples]).toEqual([0, 1, -1, 0.5]);
  });

  it('brings 8 channels at 96 kHz to 16 kHz mono', async () => {
    const mono = tone({ hz: 440, rateHz: 96_000, ms: 300 });
    const bytes = [...mono].flatMap((value) => Array.from({ length: 8 }, () => encodeSample(value, 1, 24)));
    const path = await save(wavFile(Buffer.concat(bytes), { bits: 24, channels: 8, rateHz: 96_000 }));
    const { samples } = await readWav(path, 16_000);
    const wanted = tone({ hz: 440, rateHz: 16_000, ms: 300 });
    expect(samples.length).toBe(wanted.length);
    expect(snrDb(samples.subarray(400, -400), wanted.subarray(400, -400))).toBeGreaterThan(80);
  });

  it('keeps no more than a block in memory', async () => {
    const path = await save(wavFile(Buffer.alloc(2 * 100_000)));
    const lengths = [];
    for await (const block of readWavBlocks(path)) lengths.push(block.length);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(8192);
    expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(100_000);
  });
});

describe('files that are no use', () => {
  const bad: readonly (readonly [name: string, bytes: Uint8Array, line: string])[] = [
    ['empty.wav', Buffer.alloc(0), 'the file is empty'],
    ['mp3.wav', Buffer.from('ID3\x04\0\0\0\0\0\0\0\0'), 'this is an MP3 file, wanted WAV; convert it: ffmpeg'],
    ['mp3b.wav', Buffer.from([0xff, 0xfb, 0x90, 0x64, 0, 0, 0, 0, 0, 0, 0, 0]), 'an MP3 file'],
    ['flac.wav', Buffer.from('fLaC\0\0\0\x22aaaaaaaa'), 'a FLAC file'],
    ['ogg.wav', Buffer.from('OggS\0\x02aaaaaaaaaa'), 'an Ogg file'],
    ['m4a.wav', Buffer.from('\0\0\0\x20ftypM4A '), 'an MP4 (M4A) file'],
    ['text.wav', Buffer.from('hello, this is text'), 'not a WAV file'],
    ['tiny.wav', Buffer.from('RI'), 'not a WAV file'],
    ['header.wav', wavFile(Buffer.alloc(0)), 'without any audio'],
    ['half.wav', wavFile(Buffer.alloc(4)).subarray(0, 30), 'format chunk is cut short'],
    ['noformat.wav', Buffer.from('RIFF\x04\0\0\0WAVE'), 'without a format chunk'],
    ['alaw.wav', wavFile(Buffer.alloc(8), { codec: 6, bits: 8 }), 'A-law is not supported; convert it: ffmpeg'],
    ['inside.wav', wavFile(Buffer.alloc(8), { codec: 0x55 }), 'MP3 inside a WAV file is not supported'],
    ['zero.wav', wavFile(Buffer.alloc(8), { rateHz: 0 }), '0 samples per second'],
    ['none.wav', wavFile(Buffer.alloc(8), { channels: 0 }), '0 channels'],
    ['wide.wav', wavFile(Buffer.alloc(8), { bits: 64 }), '64-bit PCM is not supported'],
  ];

  it.each(bad)('%s gets one clear line', async (name, bytes, line) => {
    const path = await save(bytes, name);
    const error = await describeWav(path).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(AudioError);
    expect((error as Error).message).toContain(line);
    expect((error as Error).message.startsWith(`${path}: `)).toBe(true);
    expect((error as Error).message).not.toContain('\n');
  });

  it('names what is missing or a folder', async () => {
    await expect(describeWav(join(folder, 'nowhere.wav'))).rejects.toThrow('no such file');
    await expect(describeWav(folder)).rejects.toThrow('this is a folder');
  });

  it('survives any bytes after a WAV signature', async () => {
    const start = Buffer.from('RIFF\xff\xff\0\0WAVE', 'latin1');
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 120 }), fc.boolean(), async (junk, isFormat) => {
        const path = await save(Buffer.concat([start, Buffer.from(isFormat ? 'fmt ' : ''), junk]));
        const outcome = await readWav(path).catch((cause: unknown) => cause);
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(AudioError);
      }),
      { numRuns: 200 },
    );
  });
});

describe('real files', () => {
  it.skipIf(!hasTool('sox'))('reads what sox writes', async () => {
    for (const format of [
      ['-b', '8'],
      ['-b', '24'],
      ['-b', '32'],
      ['-b', '32', '-e', 'float'],
      ['-c', '3'],
    ]) {
      const path = join(folder, 'sox.wav');
      execFileSync('sox', ['-n', '-r', '44100', ...format, path, 'synth', '0.5', 'sine', '440', 'gain', '-6']);
      const { samples, sampleRateHz } = await readWav(path, 16_000);
      expect(samples.length / sampleRateHz).toBeCloseTo(0.5, 3);
      expect(frequencyHz(samples, sampleRateHz)).toBeCloseTo(440, 0);
    }
  });

  const speech = join(import.meta.dirname, '../../../shared/speech');
  it.skipIf(!existsSync(speech))('reads every recording of the speech folder', async () => {
    const names = (await readdir(speech)).filter((name) => name.endsWith('.wav'));
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      const info = await describeWav(join(speech, name));
      expect(info.totalSamples / info.sampleRateHz).toBeGreaterThan(0.1);
      expect(info.missingSamples, name).toBe(0);
    }
  });
});
