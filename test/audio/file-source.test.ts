import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AudioFrame } from '../../src/audio/frame.js';
import { speakFiles, type FileSpan } from '../../src/audio/file-source.js';
import { createWavWriter } from '../../src/audio/wav-writer.js';
import { snrDb, tone } from './tone.js';
import { JumpingClock } from './virtual-clock.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'file-source-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function save(name: string, samples: Float32Array, rateHz: number): Promise<string> {
  const path = join(folder, name);
  const writer = await createWavWriter(path, rateHz);
  await writer.write(samples);
  await writer.close();
  return path;
}

const never = new AbortController().signal;
const chunkSamples = 512;

describe('speakFiles', () => {
  it('gives each frame when its last sample has been spoken, without drift, whatever the rate', async () => {
    const long = await save('long.wav', tone({ hz: 440, rateHz: 44_100, ms: 60_000 }), 44_100);
    const clock = new JumpingClock();
    const heard: Float32Array[] = [];
    let count = 0;
    for await (const frame of speakFiles({ paths: [long], chunkSamples, clock, pauseMs: 0 }, never)) {
      expect(frame.startSample).toBe(count * chunkSamples);
      expect(frame.samples.length).toBe(chunkSamples);
      expect(frame.sampleRateHz).toBe(16_000);
      count += 1;
      expect(clock.now()).toBeCloseTo((count * chunkSamples) / 16, 6);
      if (heard.length < 100) heard.push(frame.samples);
    }
    expect(count).toBe(Math.ceil((60 * 16_000) / chunkSamples) + 1);
    const all = Float32Array.from(heard.flatMap((samples) => [...samples]));
    const wanted = tone({ hz: 440, rateHz: 16_000, ms: 3200 });
    expect(snrDb(all.subarray(500), wanted.subarray(500, all.length))).toBeGreaterThan(80);
  });

  it('puts silence after each file until its turn is over and the pause has passed', async () => {
    const one = await save('one.wav', tone({ hz: 440, rateHz: 16_000, ms: 100 }), 16_000);
    const two = await save('two.wav', tone({ hz: 440, rateHz: 8000, ms: 200 }), 8000);
    const clock = new JumpingClock();
    const spans: FileSpan[] = [];
    let release = (): void => undefined;
    const waitForTurnEnd = (span: FileSpan): Promise<void> => {
      spans.push(span);
      return new Promise((resolve) => (release = resolve));
    };
    const frames: AudioFrame[] = [];
    const options = { paths: [one, two], chunkSamples, clock, startMs: 0, pauseMs: 1000, waitForTurnEnd };
    for await (const frame of speakFiles(options, never)) {
      frames.push(frame);
      const last = spans.at(-1);
      if (last && frame.startSample > last.endSample + 40_000) release();
    }
    const [first, second] = spans;
    expect(first).toEqual({ path: one, index: 0, startSample: 0, endSample: 1600 });
    expect(second?.startSample).toBeGreaterThan(1600 + 40_000);
    expect((second?.endSample ?? 0) - (second?.startSample ?? 0)).toBe(3200);
    const all = Float32Array.from(frames.flatMap(({ samples }) => [...samples]));
    expect(all.subarray(1600, second?.startSample).every((sample) => sample === 0)).toBe(true);
    expect(all.subarray(second?.endSample).every((sample) => sample === 0)).toBe(true);
    expect(all.length).toBeGreaterThan((second?.endSample ?? 0) + 40_000);
  });

  it('refuses a bad file before the first is heard', async () => {
    const good = await save('good.wav', new Float32Array(160), 16_000);
    const options = { paths: [good, join(folder, 'absent.wav')], chunkSamples, clock: new JumpingClock() };
    await expect(speakFiles(options, never).next()).rejects.toThrow('absent.wav: no such file');
  });

  it('hands on the failure of a turn', async () => {
    const good = await save('fails.wav', new Float32Array(1600), 16_000);
    const waitForTurnEnd = (): Promise<void> => Promise.reject(new Error('turn failed'));
    const frames = speakFiles({ paths: [good], chunkSamples, clock: new JumpingClock(), waitForTurnEnd }, never);
    const readAll = async (): Promise<number> => {
      let count = 0;
      for await (const frame of frames) count += frame.samples.length;
      return count;
    };
    await expect(readAll()).rejects.toThrow('turn failed');
  });

  it('ends when it is aborted, even in a wait that nobody ends', async () => {
    const good = await save('abort.wav', new Float32Array(1600), 16_000);
    const controller = new AbortController();
    const waitForTurnEnd = (): Promise<void> => new Promise(() => undefined);
    const options = { paths: [good], chunkSamples, clock: new JumpingClock(), waitForTurnEnd };
    let count = 0;
    for await (const frame of speakFiles(options, controller.signal)) {
      count += frame.samples.length;
      if (count > 10 * 16_000) controller.abort();
    }
    expect(count).toBeGreaterThan(10 * 16_000);
  });
});
