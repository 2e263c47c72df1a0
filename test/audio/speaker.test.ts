import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFileSpeaker } from '../../src/audio/file-speaker.js';
import { Playhead } from '../../src/audio/playhead.js';
import { createSilentSpeaker } from '../../src/audio/silent-speaker.js';
import { readWav } from '../../src/audio/wav.js';
import { frequencyHz, snrDb, tone } from './tone.js';
import { settle, VirtualClock } from './virtual-clock.js';

describe('Playhead', () => {
  it('never hears more than was given, never goes back, and hears all in the end', () => {
    const step = fc.record({ waitMs: fc.nat(300), count: fc.nat(4000), isLoss: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), fc.nat(200), (steps, latencyMs) => {
        const playhead = new Playhead({ sampleRateHz: 16_000, latencyMs });
        let nowMs = 1000;
        let given = 0;
        let heard = 0;
        let lost = 0;
        for (const { waitMs, count, isLoss } of steps) {
          nowMs += waitMs;
          if (isLoss) {
            lost += given - lost - playhead.heardSamples(nowMs);
            playhead.lose(nowMs);
          } else {
            playhead.give(count, nowMs);
            given += count;
          }
          const now = playhead.heardSamples(nowMs);
          expect(now).toBeGreaterThanOrEqual(heard);
          expect(now).toBeLessThanOrEqual(given - lost);
          heard = now;
        }
        expect(playhead.heardSamples(nowMs + 10 ** 7)).toBe(given - lost);
      }),
    );
  });

  it('counts a stretch that ran dry', () => {
    const playhead = new Playhead({ sampleRateHz: 1000, latencyMs: 50 });
    expect(playhead.give(100, 0)).toBe(50);
    expect(playhead.give(100, 149)).toBeUndefined();
    expect(playhead.endMs).toBe(250);
    expect(playhead.give(100, 251)).toBe(301);
    expect(playhead.underruns).toBe(1);
    // The device was silent from 250 to 301.
    expect(playhead.gapMs).toBe(51);
    expect(playhead.firstSoundAtMs).toBe(50);
    expect(playhead.heardSamples(300)).toBe(200);
    expect(playhead.heardSamples(311)).toBe(210);
  });
});

describe('createSilentSpeaker', () => {
  it('takes as long as playing takes, and holds no more than the lead', async () => {
    const clock = new VirtualClock(500);
    const playout = createSilentSpeaker({ clock, sampleRateHz: 16_000, leadMs: 120 }).begin();
    let written = false;
    let ended = false;
    const reply = playout.write(new Float32Array(16_000)).then(() => (written = true));
    await clock.advance(870);
    expect(written).toBe(false);
    await clock.advance(20);
    expect(written).toBe(true);
    void playout.end().then(() => (ended = true));
    await clock.advance(100);
    expect(ended).toBe(false);
    expect(playout.heardSamples()).toBe(0.99 * 16_000);
    await clock.advance(20);
    expect(ended).toBe(true);
    expect(playout.heardSamples()).toBe(16_000);
    expect(playout.stop()).toBe(16_000);
    expect(playout.firstSoundAtMs).toBe(500);
    await reply;
  });

  it('stops at once, in the middle of a write too, and never counts on', async () => {
    const clock = new VirtualClock();
    const playout = createSilentSpeaker({ clock, sampleRateHz: 16_000 }).begin();
    const reply = playout.write(new Float32Array(32_000));
    await clock.advance(500);
    expect(playout.stop()).toBe(8000);
    await reply;
    await clock.advance(500);
    expect(playout.heardSamples()).toBe(8000);
    await playout.write(new Float32Array(1000));
    await playout.end();
    expect(playout.stop()).toBe(8000);
  });

  it('lets no reply sound over another', async () => {
    const clock = new VirtualClock();
    const speaker = createSilentSpeaker({ clock, sampleRateHz: 1000 });
    const first = speaker.begin();
    const reply = first.write(new Float32Array(5000));
    await clock.advance(1000);
    speaker.begin({ sampleRateHz: 8000 });
    await reply;
    await clock.advance(1000);
    expect(first.heardSamples()).toBe(1000);
    await speaker.close();
  });

  it('ends a reply in which nothing was said', async () => {
    const playout = createSilentSpeaker({ clock: new VirtualClock(), sampleRateHz: 1000 }).begin();
    await playout.end();
    expect(playout.heardSamples()).toBe(0);
    expect(playout.firstSoundAtMs).toBeUndefined();
  });
});

describe('createFileSpeaker', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'file-speaker-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const rateHz = 16_000;
  const sayFor = (ms: number): Float32Array => tone({ hz: 440, rateHz, ms });

  it('puts replies where they were heard on the time line, with silence between', async () => {
    const clock = new VirtualClock(10_000);
    const path = join(folder, 'line.wav');
    const speaker = await createFileSpeaker({ path, sampleRateHz: rateHz, clock, startMs: 9000 });
    for (const ms of [300, 500]) {
      await clock.advance(1000);
      const playout = speaker.begin();
      const reply = playout.write(sayFor(ms)).then(() => playout.end());
      await clock.advance(ms);
      await reply;
    }
    await clock.advance(700);
    await speaker.close();
    await speaker.close();

    const { samples } = await readWav(path);
    const at = (ms: number): number => (ms * rateHz) / 1000;
    expect(samples.length).toBe(at(2000 + 300 + 1000 + 500 + 700));
    const isSilent = (fromMs: number, toMs: number): boolean =>
      samples.subarray(at(fromMs), at(toMs)).every((sample) => sample === 0);
    expect(isSilent(0, 2000)).toBe(true);
    expect(snrDb(samples.subarray(at(2000), at(2300)), sayFor(300))).toBeGreaterThan(80);
    expect(isSilent(2300, 3300)).toBe(true);
    expect(snrDb(samples.subarray(at(3300), at(3800)), sayFor(500))).toBeGreaterThan(80);
    expect(isSilent(3800, 4500)).toBe(true);
  });

  it('keeps only what was heard when a reply is stopped, while it is written or ends', async () => {
    for (const stopMs of [200, 950]) {
      const clock = new VirtualClock();
      const path = join(folder, 'stop.wav');
      const speaker = await createFileSpeaker({ path, sampleRateHz: rateHz, clock, startMs: 0 });
      const playout = speaker.begin();
      const reply = playout.write(sayFor(1000)).then(() => playout.end());
      await clock.advance(stopMs);
      expect(playout.stop()).toBe((stopMs * rateHz) / 1000);
      await reply;
      await clock.advance(1000);
      await speaker.close();
      const { samples } = await readWav(path);
      const heard = (stopMs * rateHz) / 1000;
      expect(snrDb(samples.subarray(0, heard), sayFor(1000).subarray(0, heard))).toBeGreaterThan(80);
      expect(samples.subarray(heard).every((sample) => sample === 0)).toBe(true);
      expect(samples.length).toBe(heard + rateHz);
    }
  });

  it('shows a reply that came too late as a gap', async () => {
    const clock = new VirtualClock();
    const path = join(folder, 'gap.wav');
    const speaker = await createFileSpeaker({ path, sampleRateHz: rateHz, clock, startMs: 0 });
    const playout = speaker.begin();
    await playout.write(sayFor(100));
    await clock.advance(250);
    await playout.write(sayFor(100));
    await clock.advance(150);
    await playout.end();
    expect(playout.underruns).toBe(1);
    await speaker.close();
    const { samples } = await readWav(path);
    expect(samples.subarray(1600, 4000).every((sample) => sample === 0)).toBe(true);
    expect(snrDb(samples.subarray(4000, 5600), sayFor(100))).toBeGreaterThan(80);
  });

  it('brings a voice of another rate to the rate of the file', async () => {
    const clock = new VirtualClock();
    const path = join(folder, 'rate.wav');
    const speaker = await createFileSpeaker({ path, sampleRateHz: 48_000, clock, startMs: 0, gain: 0.5 });
    const playout = speaker.begin({ sampleRateHz: 22_050 });
    const reply = playout.write(tone({ hz: 440, rateHz: 22_050, ms: 500 })).then(() => playout.end());
    await clock.advance(600);
    await reply;
    expect(playout.heardSamples()).toBe(11_025);
    await speaker.close();
    const { samples } = await readWav(path);
    expect(frequencyHz(samples.subarray(1000, 23_000), 48_000)).toBeCloseTo(440, 1);
    expect(
      snrDb(
        samples.subarray(1000, 23_000),
        tone({ hz: 440, rateHz: 48_000, ms: 500, level: 0.25 }).subarray(1000, 23_000),
      ),
    ).toBeGreaterThan(70);
  });

  it('tells of a full disk or a missing folder in one line', async () => {
    const clock = new VirtualClock();
    const path = join(folder, 'no/such.wav');
    await expect(createFileSpeaker({ path, sampleRateHz: rateHz, clock, startMs: 0 })).rejects.toThrow('cannot write');
    await settle();
  });
});
