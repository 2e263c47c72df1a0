import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CaptureDecoder } from '../../src/audio/capture-decoder.js';
import { FrameQueue } from '../../src/audio/frame-queue.js';
import { concatSamples, int16FromSamples } from '../../src/audio/pcm.js';
import { hasTool } from '../../src/programs/find.js';
import { wavHeader } from '../../src/audio/wav-writer.js';
import { frequencyHz, tone } from './tone.js';

function decode(bytes: Uint8Array, cuts: readonly number[], channels = 1): Float32Array {
  const decoder = new CaptureDecoder(channels);
  let samples: Float32Array = new Float32Array(0);
  let at = 0;
  for (const cut of [...cuts, bytes.length]) {
    samples = concatSamples(samples, decoder.push(bytes.subarray(at, at + cut)));
    at += cut;
  }
  return samples;
}

describe('CaptureDecoder', () => {
  it('takes the same samples from a WAV stream and a raw one, wherever the bytes are cut', () => {
    const samples = tone({ hz: 440, rateHz: 16_000, ms: 20 });
    const pcm = int16FromSamples(samples);
    const stream = Buffer.concat([wavHeader(16_000, 0x8000_0000), pcm]);
    fc.assert(
      fc.property(fc.array(fc.nat(60), { maxLength: 12 }), (cuts) => {
        for (const bytes of [stream, pcm]) {
          const got = decode(bytes, cuts);
          expect(got.length).toBe(samples.length);
          for (const [i, sample] of samples.entries()) expect(Math.abs((got[i] ?? 9) - sample)).toBeLessThan(1e-4);
        }
      }),
    );
  });

  it('mixes the channels', () => {
    const pcm = int16FromSamples(Float32Array.of(0.5, 0, 0.25, 0.75));
    expect([...decode(Buffer.concat([wavHeader(16_000, 0), pcm]), [5, 3, 39], 2)]).toEqual([0.25, 0.5]);
  });

  it.skipIf(!hasTool('sox'))('reads the stream format of sox', () => {
    const args = ['-n', '-r', '16000', '-c', '1', '-p', 'synth', '0.5', 'sine', '440', 'gain', '-6'];
    const samples = decode(execFileSync('sox', args, { stdio: ['ignore', 'pipe', 'ignore'] }), [3, 11, 1000]);
    expect(samples.length).toBe(8000);
    expect(frequencyHz(samples, 16_000)).toBeCloseTo(440, 1);
    expect(Math.max(...samples)).toBeCloseTo(0.5, 2);
  });
});

describe('FrameQueue', () => {
  const frame = (startSample: number): { samples: Float32Array; sampleRateHz: number; startSample: number } => ({
    samples: new Float32Array(10),
    sampleRateHz: 16_000,
    startSample,
  });

  it('drops the oldest when it is full, and counts them', async () => {
    let dropped = 0;
    const queue = new FrameQueue(3, (samples) => (dropped += samples));
    for (let i = 0; i < 5; i++) queue.offer(frame(10 * i));
    queue.end();
    queue.offer(frame(99));
    const starts = [];
    for await (const { startSample } of queue.read()) starts.push(startSample);
    expect(starts).toEqual([20, 30, 40]);
    expect(dropped).toBe(20);
  });

  it('wakes a reader that waits, for a frame and for the end', async () => {
    const queue = new FrameQueue(3, () => undefined);
    const reader = queue.read();
    const next = reader.next();
    queue.offer(frame(7));
    expect((await next).value?.startSample).toBe(7);
    const end = reader.next();
    queue.end();
    expect((await end).done).toBe(true);
  });
});
