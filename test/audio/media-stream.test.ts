/** Sound that comes bit by bit says the same as the file that it would be. */
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { hasFfmpeg } from '../../src/audio/ffmpeg.js';
import { followFile } from '../../src/audio/media-follow.js';
import { NeedsWholeFile, openMediaStream, type StreamOptions } from '../../src/audio/media-stream.js';
import { wavFile, type WavOptions } from './wav-bytes.js';

const rateHz = 16_000;
const { signal } = new AbortController();
const folder = mkdtempSync(join(tmpdir(), 'parley-stream-'));
const searchPath = process.env['PATH'];
afterEach(() => {
  process.env['PATH'] = searchPath;
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const values = [0, 1000, -2000, 3000, 32_767, -32_768];
const pcm = Buffer.from(Int16Array.from(values).buffer);
const expected = values.map((value) => value / 32_768);

/** `bytes` cut at these places. */
async function* pieces(bytes: Buffer, cuts: readonly number[] = []): AsyncGenerator<Uint8Array> {
  const places = [0, ...[...cuts].map((cut) => cut % bytes.length).sort((a, b) => a - b), bytes.length];
  for (const [i, place] of places.slice(1).entries()) yield bytes.subarray(places[i], place);
}

async function read(bytes: AsyncIterable<Uint8Array>, options: Partial<StreamOptions> = {}): Promise<number[]> {
  const stream = await openMediaStream(bytes, { label: 'x', ...options });
  const samples: number[] = [];
  for await (const block of stream.read({ sampleRateHz: rateHz, signal })) samples.push(...block);
  return samples;
}

describe('a sound that comes in pieces', () => {
  it('is read whole wherever a WAV file is cut, with any chunks around the sound', async () => {
    const cuts = fc.array(fc.nat(), { maxLength: 12 });
    const kinds = fc.constantFrom<WavOptions>(
      {},
      { before: [['LIST', Buffer.from('odd')]], after: [['LIST', Buffer.from('no sound')]] },
      { dataSize: 0 },
      { dataSize: 0xffff_ffff, extensible: true },
    );
    await fc.assert(
      fc.asyncProperty(cuts, kinds, async (places, options) => {
        expect(await read(pieces(wavFile(pcm, options), places))).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('is read as raw PCM where that is said, with channels mixed down', async () => {
    expect(await read(pieces(pcm, [1, 4, 5]), { raw: { sampleRateHz: rateHz, channels: 1 } })).toEqual(expected);
    const mixed = await read(pieces(pcm, [3]), { raw: { sampleRateHz: rateHz, channels: 2 } });
    expect(mixed).toEqual([0, 2, 4].map((i) => ((expected[i] ?? 0) + (expected[i + 1] ?? 0)) / 2));
  });

  it('gives what is here before the rest has come', async () => {
    let asked = 0;
    async function* slowly(): AsyncGenerator<Uint8Array> {
      yield wavFile(pcm, { dataSize: 0 });
      asked += 1;
      yield Buffer.alloc(2);
    }
    const stream = await openMediaStream(slowly(), { label: 'x' });
    for await (const block of stream.read({ sampleRateHz: rateHz, signal })) {
      expect([...block]).toEqual(expected);
      break;
    }
    expect(asked).toBe(0);
  });

  it('ignores the length of a header whose writer has not finished', async () => {
    const half = wavFile(pcm, { dataSize: 4 });
    expect(await read(pieces(half))).toEqual(expected.slice(0, 2));
    expect(await read(pieces(half), { grows: true })).toEqual(expected);
  });

  it('tells in one line what cannot be read', async () => {
    await expect(read(pieces(Buffer.alloc(0)))).rejects.toThrow('x: the file is empty; wanted a WAV file');
    const header = wavFile(Buffer.alloc(0)).subarray(0, 36);
    await expect(read(pieces(header))).rejects.toThrow('x: a WAV file without any audio in it');
    await expect(read(pieces(Buffer.from('\0\0\0\x20ftypM4A more')))).rejects.toThrow(NeedsWholeFile);
    process.env['PATH'] = '';
    await expect(read(pieces(Buffer.from('ID3 and so on and on')))).rejects.toThrow(
      /^x: to read this kind of sound takes ffmpeg, which is not installed; install it: .+ with --raw\)$/,
    );
  });

  it.runIf(hasFfmpeg())('comes through ffmpeg where it is no WAV file, and its faults come out', async () => {
    writeFileSync(join(folder, 'tone.wav'), wavFile(Buffer.alloc(2 * rateHz, '\x10\x20', 'latin1')));
    const args = ['-nostdin', '-v', 'error', '-i', `file:${join(folder, 'tone.wav')}`, '-f', 'flac', '-'];
    const flac = spawnSync('ffmpeg', args).stdout;
    expect(await read(pieces(flac, [100, 2000]))).toHaveLength(rateHz);
    await expect(read(pieces(Buffer.from('no sound at all '.repeat(500))))).rejects.toThrow(
      /^x: ffmpeg finds no audio/,
    );
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield flac.subarray(0, 1000);
      throw new Error('the disk is gone');
    }
    await expect(read(broken())).rejects.toThrow('the disk is gone');
  });
});

describe('a file that is followed', () => {
  it('gives what was there, what is added, and at the end all that was written by then', async () => {
    const path = join(folder, 'grows');
    writeFileSync(path, 'one ');
    const until = new AbortController();
    const bytes = followFile(path, until.signal);
    const next = async (): Promise<string> => Buffer.from((await bytes.next()).value ?? []).toString();
    expect(await next()).toBe('one ');
    const waiting = next();
    appendFileSync(path, 'two ');
    expect(await waiting).toBe('two ');
    appendFileSync(path, 'three');
    until.abort();
    expect(await next()).toBe('three');
    expect((await bytes.next()).done).toBe(true);
  });

  it('tells that it became shorter, or is none', async () => {
    const path = join(folder, 'shrinks');
    writeFileSync(path, 'something');
    const bytes = followFile(path, signal);
    await bytes.next();
    truncateSync(path, 2);
    await expect(bytes.next()).rejects.toThrow(/shrinks: became shorter while it was followed; start again/);
    await expect(followFile(join(folder, 'none'), signal).next()).rejects.toThrow(/none: no such file; check/);
    await expect(followFile(folder, signal).next()).rejects.toThrow(
      /: no file that could grow; pipe it into - instead$/,
    );
  });
});
