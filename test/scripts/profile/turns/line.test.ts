/** The microphone of the bench: in step with the clock, whatever is placed on it and whenever. */
import { describe, expect, it } from 'vitest';
import { LINE_RATE_HZ, LiveLine } from '../../../../scripts/profile/turns/live-line.js';
import type { Clock } from '../../../../src/pipeline/stage.js';
import { tone } from './sound.js';

/** Time goes on only while somebody sleeps. */
class Clock0 implements Clock {
  ms = 1000;

  now(): number {
    return this.ms;
  }

  async sleep(ms: number): Promise<void> {
    this.ms += ms;
  }
}

describe('LiveLine', () => {
  const signal = new AbortController().signal;

  it('hands each frame over when its last sample has been spoken', async () => {
    const clock = new Clock0();
    const line = new LiveLine({ clock, startMs: 1000, seed: 1 });
    let frames = 0;
    for await (const frame of line.frames(signal)) {
      expect(frame.startSample).toBe(128 * frames);
      expect(clock.ms).toBeCloseTo(1000 + 8 * (frames + 1), 6);
      frames += 1;
      if (frames === 50) line.end();
    }
    expect(frames).toBe(50);
    expect(line.toLineMs(1250)).toBe(250);
  });

  it('lets a sound begin at once, and tells where', async () => {
    const line = new LiveLine({ clock: new Clock0(), startMs: 1000, seed: 1 });
    const sound = tone(100, LINE_RATE_HZ);
    let placedMs = -1;
    for await (const { startSample } of line.frames(signal)) {
      if (startSample === 128 * 9) placedMs = line.place(sound);
      if (startSample > LINE_RATE_HZ / 4) line.end();
    }
    expect(placedMs).toBe(80);
    const { samples } = line;
    const at = (placedMs / 1000) * LINE_RATE_HZ;
    sound.forEach((sample, i) => {
      expect(Math.abs((samples[at + i] ?? 0) - sample)).toBeLessThan(0.002);
    });
    const hiss = samples.subarray(0, at);
    expect(Math.max(...hiss)).toBeLessThan(0.002);
    expect(Math.max(...hiss)).toBeGreaterThan(0);
  });

  it('sounds the same with the same seed', async () => {
    const hear = async (seed: number): Promise<Float32Array> => {
      const line = new LiveLine({ clock: new Clock0(), startMs: 1000, seed });
      for await (const { startSample } of line.frames(signal)) if (startSample > 1000) line.end();
      return line.samples;
    };
    expect(await hear(3)).toEqual(await hear(3));
    expect(await hear(3)).not.toEqual(await hear(4));
  });

  it('ends with its signal', async () => {
    const line = new LiveLine({ clock: new Clock0(), startMs: 1000, seed: 1 });
    let frames = 0;
    for await (const frame of line.frames(AbortSignal.abort())) frames += frame.samples.length;
    expect(frames).toBe(0);
  });
});
