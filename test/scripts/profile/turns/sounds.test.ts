/** What the bench reads from recordings: where a voice ends, what sounds when, and what a disturbance did to a reply. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findIn } from '../../../../scripts/profile/turns/alignment.js';
import { soundOfDisturbance } from '../../../../scripts/profile/turns/interruption-sound.js';
import { firstAudibleMs, soundingMs, soundSpans } from '../../../../scripts/profile/turns/loudness.js';
import { energySpan } from '../../../../scripts/profile/turns/speech-span.js';
import { join } from '../../../../src/models/piper/trim.js';
import { noise, silence, tone } from './sound.js';

const rateHz = 16_000;

describe('energySpan', () => {
  it('ends with the last 10 ms that are within 35 dB of the loudest', () => {
    const faint = tone(100, rateHz).map((sample) => sample * 10 ** (-40 / 20));
    const quiet = tone(100, rateHz).map((sample) => sample * 10 ** (-30 / 20));
    const samples = join([silence(200, rateHz), tone(300, rateHz), quiet, faint, silence(100, rateHz)]);
    expect(energySpan(samples)).toEqual({ startMs: 200, endMs: 600 });
  });

  it('neither hears nor is misled by what lies outside of a span', () => {
    const slam = tone(100, rateHz).map((sample) => sample * 1.9);
    const quiet = tone(100, rateHz).map((sample) => sample * 10 ** (-33 / 20));
    const samples = join([slam, silence(100, rateHz), tone(200, rateHz), quiet, silence(100, rateHz), slam]);
    expect(energySpan(samples, rateHz, { startMs: 155, endMs: 600 })).toEqual({ startMs: 200, endMs: 500 });
    expect(energySpan(samples, rateHz, { startMs: 204, endMs: 455 })).toEqual({ startMs: 204, endMs: 455 });
  });

  it('finds nothing in silence', () => {
    expect(energySpan(silence(100, rateHz))).toEqual({ startMs: 0, endMs: 0 });
  });
});

describe('loudness', () => {
  const samples = join([silence(100, rateHz), tone(50, rateHz), silence(100, rateHz), tone(50, rateHz)]);

  it('finds the first audible sample from a moment on', () => {
    expect(firstAudibleMs(samples, rateHz, { fromMs: 0 })).toBeCloseTo(100, 0);
    expect(firstAudibleMs(samples, rateHz, { fromMs: 160 })).toBeCloseTo(250, 0);
    expect(firstAudibleMs(samples, rateHz, { fromMs: 160, toMs: 240 })).toBeUndefined();
  });

  it('bridges breaths, and counts what sounds between two moments', () => {
    expect(soundSpans(samples, rateHz, 200)).toHaveLength(1);
    const spans = soundSpans(samples, rateHz, 50);
    expect(spans).toHaveLength(2);
    expect(soundingMs(spans, 0, 275)).toBeCloseTo(75, 0);
  });
});

describe('findIn', () => {
  const whole = noise(2000, rateHz);

  it('finds any piece of a sound to the sample, at any loudness', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 24_000 }), fc.double({ min: 0.05, max: 3, noNaN: true }), (at, gain) => {
        const found = findIn(
          whole,
          whole.slice(at, at + 4000).map((sample) => sample * gain),
        );
        expect(found?.atSample).toBe(at);
        expect(found?.likeness).toBeGreaterThan(0.999);
      }),
      { numRuns: 8 },
    );
  });

  it('finds nothing like another sound, and nothing at all for silence', () => {
    expect(findIn(whole, noise(250, rateHz, 7))?.likeness).toBeLessThan(0.3);
    expect(findIn(whole, silence(250, rateHz))).toBeUndefined();
  });
});

describe('soundOfDisturbance', () => {
  const reference = noise(4000, rateHz);
  const [replyMs, userMs] = [500, 1500];
  const at = (ms: number): number => Math.round((ms / 1000) * rateHz);
  const heard = (...parts: Float32Array[]): ReturnType<typeof soundOfDisturbance> =>
    soundOfDisturbance({ output: join([silence(replyMs, rateHz), ...parts]), reference, rateHz, replyMs, userMs });

  it('sees that nothing happened', () => {
    expect(heard(reference.slice(0, at(3000)))).toEqual({ wentOn: true, jumpSamples: 0 });
  });

  it('times the duck and the silence of a reply that is given up', () => {
    const quiet = reference.slice(at(1100), at(1300)).map((sample) => sample * 0.25);
    const sound = heard(reference.slice(0, at(1100)), quiet, silence(1500, rateHz));
    expect(sound).toEqual({ duckMs: 100, silenceMs: 300, wentOn: false });
  });

  it('sees a reply go on, ducked and loud again', () => {
    const quiet = reference.slice(at(1100), at(1600)).map((sample) => sample * 0.125);
    const sound = heard(reference.slice(0, at(1100)), quiet, reference.slice(at(1600), at(3000)));
    expect(sound).toEqual({ duckMs: 100, wentOn: true, jumpSamples: 0 });
  });

  it('tells the sample with which a paused reply goes on', () => {
    fc.assert(
      fc.property(fc.integer({ min: -2000, max: 2000 }), (jump) => {
        const stopped = at(1200);
        const sound = heard(
          reference.slice(0, stopped),
          silence(400, rateHz),
          reference.slice(stopped + jump, at(3500)),
        );
        expect(sound).toMatchObject({ duckMs: 200, silenceMs: 200, wentOn: true, jumpSamples: jump });
      }),
      { numRuns: 6 },
    );
  });

  it('compares nothing with another reply', () => {
    expect(heard(noise(3000, rateHz, 9))).toBeUndefined();
  });
});
