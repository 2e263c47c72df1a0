import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeWav, readWav } from '../../src/audio/wav.js';
import { createWavWriter, wavHeader } from '../../src/audio/wav-writer.js';
import { tone } from './tone.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wav-writer-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('createWavWriter', () => {
  it('writes what it was given', async () => {
    const path = join(folder, 'a.wav');
    const writer = await createWavWriter(path, 22_050);
    const samples = tone({ hz: 440, rateHz: 22_050, ms: 1500 });
    await writer.write(samples.subarray(0, 777));
    await writer.writeSilence(20_000);
    await writer.write(samples.subarray(777));
    await writer.close();
    await writer.close();
    const got = await readWav(path);
    expect(got.sampleRateHz).toBe(22_050);
    expect(got.samples.length).toBe(samples.length + 20_000);
    expect(got.samples[400]).toBeCloseTo(samples[400] ?? 9, 4);
    expect(got.samples.subarray(777, 20_777).every((sample) => sample === 0)).toBe(true);
    expect(got.samples.at(-1)).toBeCloseTo(samples.at(-1) ?? 9, 4);
  });

  it('leaves a readable file behind when nobody closes it', async () => {
    const path = join(folder, 'crash.wav');
    const writer = await createWavWriter(path, 16_000);
    for (let i = 0; i < 35; i++) await writer.write(tone({ hz: 440, rateHz: 16_000, ms: 100 }));
    const info = await describeWav(path);
    expect(info.totalSamples).toBeGreaterThanOrEqual(2.5 * 16_000);
    expect(info.missingSamples).toBe(0);
    await writer.close();
  });

  it('leaves the length open past 4 GiB', () => {
    expect(wavHeader(16_000, 2 ** 33).readUInt32LE(40)).toBe(0xffff_ffff);
  });

  it('says in one line why it cannot write', async () => {
    await expect(createWavWriter(join(folder, 'no/such/a.wav'), 16_000)).rejects.toThrow('folder does not exist');
    await expect(createWavWriter(folder, 16_000)).rejects.toThrow('this is a folder');
  });

  it('names a full disk, and what was written before stays readable', async (context) => {
    const disk = await mkdtemp(join(tmpdir(), 'full-'));
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk], { stdio: 'ignore' });
    } catch {
      await rm(disk, { recursive: true });
      context.skip('cannot mount a small disk here');
    }
    try {
      const path = join(disk, 'a.wav');
      const writer = await createWavWriter(path, 16_000);
      const second = tone({ hz: 440, rateHz: 16_000, ms: 1000 });
      const fill = async (): Promise<void> => {
        for (let i = 0; i < 20; i++) await writer.write(second);
      };
      await expect(fill()).rejects.toThrow(/cannot write .*a\.wav: the disk is full/);
      await writer.close();
      expect((await describeWav(path)).totalSamples).toBe(writer.writtenSamples);
      expect((await stat(path)).size).toBeGreaterThan(200_000);
      expect((await readFile(path)).toString('latin1', 0, 4)).toBe('RIFF');
    } finally {
      execFileSync('umount', [disk]);
      await rm(disk, { recursive: true });
    }
  });
});
