import { existsSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AudioFrame } from '../../../src/audio/frame.js';
import { GainControl, gainControl } from '../../../src/audio/gain/gain-control.js';
import { readWav } from '../../../src/audio/wav.js';
import { seeded } from '../../../scripts/profile/turns/seeded.js';
import { rms, tone } from '../tone.js';

const rateHz = 16_000;
const decibels = (samples: Float32Array): number => 20 * Math.log10(rms(samples));

/** Syllables of 200 ms with gaps of 100 ms over a quiet room. */
function chatter(seconds: number, levelDb: number, roomDb = -90): Float32Array {
  const random = seeded(7);
  const voice = tone({ hz: 220, rateHz, ms: seconds * 1000, level: Math.SQRT2 * 10 ** (levelDb / 20) });
  const room = 10 ** (roomDb / 20);
  return voice.map((sample, i) => ((i / rateHz) % 0.3 < 0.2 ? sample : 0) + room * 3.46 * (random() - 0.5));
}

describe('GainControl', () => {
  it.each([-60, -50, -40, -30, -12])('brings a voice of %i dB to the level of all, as far as it may', (levelDb) => {
    const control = new GainControl(rateHz);
    const out = control.process(chatter(6, levelDb));
    const wanted = Math.min(-23, levelDb + 30);
    // Loud parts only: those of the last two seconds that are voice.
    const voiced = out.subarray(-2 * rateHz).filter((_, i) => (i / rateHz + 4) % 0.3 < 0.18);
    expect(decibels(voiced)).toBeGreaterThan(wanted - 3);
    expect(decibels(voiced)).toBeLessThan(wanted + 3);
  });

  it('leaves silence and steady noise where they are', () => {
    const random = seeded(3);
    for (const levelDb of [-80, -60, -40]) {
      const noise = new Float32Array(10 * rateHz).map(() => 10 ** (levelDb / 20) * 3.46 * (random() - 0.5));
      const control = new GainControl(rateHz);
      const out = control.process(noise);
      expect(Math.abs(decibels(out) - decibels(noise))).toBeLessThan(0.5);
    }
    const silent = new GainControl(rateHz).process(new Float32Array(rateHz));
    expect(silent.every((sample) => sample === 0)).toBe(true);
  });

  it('never raises the room above -50 dB for the sake of a voice', () => {
    const control = new GainControl(rateHz);
    control.process(chatter(6, -40, -60));
    expect(control.gainDb).toBeGreaterThan(5);
    expect(control.gainDb).toBeLessThan(14);
  });

  it('does not clip when a quiet voice becomes loud', () => {
    const control = new GainControl(rateHz);
    control.process(chatter(5, -55));
    expect(control.gainDb).toBeGreaterThan(25);
    const out = control.process(chatter(1, -9));
    expect(Math.max(...out.map(Math.abs))).toBeLessThanOrEqual(0.8911);
  });

  it('gives the same samples however the stream is cut', () => {
    const voice = chatter(2, -45);
    const whole = new GainControl(rateHz).process(voice);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 20 }), (cuts) => {
        const control = new GainControl(rateHz);
        const joined = new Float32Array(voice.length);
        for (let at = 0, i = 0; at < voice.length; i++) {
          const end = at + (cuts[i % cuts.length] ?? 1);
          joined.set(control.process(voice.slice(at, end)), at);
          at = end;
        }
        expect(joined.every((sample, i) => sample === whole[i])).toBe(true);
      }),
      { numRuns: 20 },
    );
  });
});

describe('gainControl', () => {
  it('keeps lengths and places, gaps too, and takes nothing from its input', async () => {
    const first = chatter(1, -40);
    const frames: AudioFrame[] = [
      { samples: first, sampleRateHz: rateHz, startSample: 0 },
      { samples: first.slice(0, 100), sampleRateHz: rateHz, startSample: 50_000 },
    ];
    const before = first.slice();
    const out: AudioFrame[] = [];
    for await (const frame of gainControl(stream(frames))) out.push(frame);
    expect(out.map(({ samples, startSample }) => [samples.length, startSample])).toEqual([
      [rateHz, 0],
      [100, 50_000],
    ]);
    expect(first).toEqual(before);
  });

  const folder = '../shared/speech';
  const clips = existsSync(folder) ? readdirSync(folder).filter((name) => /^en_(question|command)/.test(name)) : [];
  it.skipIf(clips.length === 0)(
    'raises real speech that is 30 dB too quiet, and leaves most of it unlimited',
    async () => {
      const raised: number[] = [];
      for (const clip of clips.slice(0, 8)) {
        const { samples } = await readWav(`${folder}/${clip}`);
        const quiet = samples.map((sample) => sample * 10 ** (-30 / 20));
        const control = new GainControl(rateHz);
        // Said twice: by the second time the gain has settled.
        control.process(quiet);
        raised.push(decibels(control.process(quiet)) - decibels(quiet));
      }
      expect(Math.min(...raised)).toBeGreaterThan(8);
      expect(Math.max(...raised)).toBeLessThanOrEqual(30.01);
    },
  );
});

async function* stream<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}
