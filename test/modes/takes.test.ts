import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AudioFrame } from '../../src/audio/frame.js';
import { FrameLog } from '../../src/modes/frame-log.js';
import { Takes, type Take } from '../../src/modes/takes.js';
import { collect } from '../fakes/scope.js';

const RATE_HZ = 16_000;
const FRAME = 160;
const never = new AbortController().signal;

/** The n-th frame of a stream whose samples are their own positions. */
const frame = (n: number): AudioFrame => ({
  samples: Float32Array.from({ length: FRAME }, (_, i) => n * FRAME + i),
  sampleRateHz: RATE_HZ,
  startSample: n * FRAME,
});

/** Positions are no sound: how loud they are says nothing. */
const openTakes = (signal = never, moreTailMs = 0): Takes =>
  new Takes({ sampleRateHz: RATE_HZ, preRollMs: 50, tailMs: 20, moreTailMs }, signal);

async function samplesOf(take: Take): Promise<number[]> {
  const frames = await collect(take.frames.from(0));
  let next = 0;
  for (const { startSample, samples } of frames) {
    expect(startSample).toBe(next);
    next += samples.length;
  }
  return frames.flatMap(({ samples }) => [...samples]);
}

describe('takes of a microphone', () => {
  it('begin before the press and end behind the release, without a gap', async () => {
    const takes = openTakes();
    for (let n = 0; n < 20; n++) takes.hear(frame(n));
    const take = takes.start();
    for (let n = 20; n < 30; n++) takes.hear(frame(n));
    takes.stop();
    for (let n = 30; n < 40; n++) takes.hear(frame(n));
    const samples = await samplesOf(take);
    // 50 ms are five frames, 20 ms two.
    expect(samples).toEqual(Array.from({ length: 17 * FRAME }, (_, i) => 15 * FRAME + i));
  });

  it.each([
    ['as soon as they are quiet', 3, 24],
    ['at the latest when the patience is over', 99, 26],
  ])('wait for a voice that goes on behind the release, and end %s', async (_, spokenFrames, wanted) => {
    const takes = openTakes(never, 40);
    const sound = (n: number, level: number): AudioFrame => ({
      ...frame(n),
      samples: Float32Array.from({ length: FRAME }, (_sample, i) => (i % 2 === 0 ? level : -level)),
    });
    for (let n = 0; n < 15; n++) takes.hear(sound(n, 0.001));
    const take = takes.start();
    for (let n = 15; n < 30; n++) takes.hear(sound(n, 0.1));
    takes.stop();
    for (let n = 30; n < 50; n++) takes.hear(sound(n, n < 30 + spokenFrames ? 0.1 : 0.001));
    // Five frames from before, fifteen while the key was held, then the tail of two and what the voice asks for.
    expect((await samplesOf(take)).length / FRAME).toBe(wanted);
  });

  it('hold what there is where the microphone has just been opened, and end with it', async () => {
    const takes = openTakes();
    takes.hear(frame(0));
    const take = takes.start();
    takes.hear(frame(1));
    takes.close();
    expect(await samplesOf(take)).toHaveLength(2 * FRAME);
  });

  it('that are cancelled end their reader', async () => {
    const takes = openTakes();
    const take = takes.start();
    const read = samplesOf(take);
    takes.cancel();
    await expect(read).rejects.toThrow('cancelled');
    expect(take.signal.aborted).toBe(true);
    takes.hear(frame(0));
  });

  it('end with the session', async () => {
    const session = new AbortController();
    const take = openTakes(session.signal).start();
    const read = samplesOf(take);
    session.abort(new Error('over'));
    await expect(read).rejects.toThrow('over');
  });

  it('lose no sample between a press and a release, however they come', async () => {
    const step = fc.constantFrom('hear', 'hear', 'hear', 'start', 'stop');
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const takes = openTakes();
        const opened: { take: Take; fromFrame: number; toFrame: number | undefined }[] = [];
        let n = 0;
        for (const what of steps) {
          const last = opened.at(-1);
          if (what === 'hear') takes.hear(frame(n++));
          else if (what === 'stop') {
            takes.stop();
            if (last !== undefined) last.toFrame ??= n;
          } else {
            if (last !== undefined) last.toFrame ??= n;
            opened.push({ take: takes.start(), fromFrame: n, toFrame: undefined });
          }
        }
        takes.close();
        for (const { take, fromFrame, toFrame = n } of opened) {
          const samples = await samplesOf(take);
          const first = samples[0] ?? fromFrame * FRAME;
          expect(samples).toEqual(Array.from({ length: samples.length }, (_, i) => first + i));
          expect(first).toBeLessThanOrEqual(fromFrame * FRAME);
          expect(first + samples.length).toBeGreaterThanOrEqual(toFrame * FRAME);
        }
      }),
    );
  });
});

describe('sound that is read again', () => {
  it('begins with the frame that holds the place, and counts from there', async () => {
    const log = new FrameLog(never);
    for (let n = 0; n < 10; n++) log.push(frame(n));
    log.forget(3 * FRAME + 5);
    log.end();
    expect(log.startOf(4 * FRAME + 1)).toBe(4 * FRAME);
    const [first, ...rest] = await collect(log.from(4 * FRAME + 1));
    expect(first).toMatchObject({ startSample: 0 });
    expect(first?.samples[0]).toBe(4 * FRAME);
    expect(rest).toHaveLength(5);
    expect((await collect(log.from(0)))[0]?.samples[0]).toBe(3 * FRAME);
  });
});
