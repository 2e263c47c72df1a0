import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatSamples } from '../../src/audio/pcm.js';
import { createResampler } from '../../src/audio/resample.js';
import { loadSpeex } from '../../src/audio/speex.js';
import { rms, snrDb, tone } from './tone.js';

const rates = [8000, 11_025, 16_000, 22_050, 24_000, 44_100, 48_000, 96_000, 44_101];
const rate = fc.constantFrom(...rates);

async function resample(
  samples: Float32Array,
  fromHz: number,
  toHz: number,
  cuts: number[] = [],
): Promise<Float32Array> {
  const resampler = await createResampler(fromHz, toHz);
  let out: Float32Array = new Float32Array(0);
  let at = 0;
  for (const cut of [...cuts, samples.length]) {
    out = concatSamples(out, resampler.process(samples.subarray(at, at + cut)));
    at += cut;
  }
  out = concatSamples(out, resampler.flush());
  resampler.close();
  resampler.close();
  return out;
}

describe('createResampler', () => {
  it('keeps the time line: as many samples as the ratio says, whatever the chunks', async () => {
    const cuts = fc.array(fc.nat(900), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(rate, rate, fc.nat(6000), cuts, async (fromHz, toHz, count, sizes) => {
        const samples = Float32Array.from({ length: count }, (_, i) => Math.sin(i * i) / 2);
        const whole = await resample(samples, fromHz, toHz);
        expect(whole.length).toBe(Math.round((count * toHz) / fromHz));
        const cutUp = await resample(samples, fromHz, toHz, sizes);
        expect(Buffer.from(cutUp.buffer).equals(Buffer.from(whole.buffer))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('gives the tone back without delay, at better than 80 dB', async () => {
    for (const fromHz of rates) {
      for (const toHz of [16_000, 22_050, 48_000]) {
        const hz = 0.2 * Math.min(fromHz, toHz);
        const got = await resample(tone({ hz, rateHz: fromHz, ms: 500 }), fromHz, toHz);
        const wanted = tone({ hz, rateHz: toHz, ms: 500 });
        // The ends of a tone are steps, which ring; the middle must be exact.
        const edge = Math.round(0.03 * toHz);
        const inner = (samples: Float32Array): Float32Array => samples.subarray(edge, -edge);
        expect(snrDb(inner(got), inner(wanted)), `${fromHz} → ${toHz}`).toBeGreaterThan(80);
      }
    }
  });

  it('lets nothing through that the lower rate cannot hold', async () => {
    const loud = tone({ hz: 11_000, rateHz: 48_000, ms: 500 });
    const got = await resample(loud, 48_000, 16_000);
    expect(20 * Math.log10(rms(got.subarray(500, -500)) / rms(loud))).toBeLessThan(-75);
  });

  it('needs no room of its own when the rates are equal, and owns its result', async () => {
    const samples = Float32Array.of(0.1, 2, -3);
    const got = await resample(samples, 16_000, 16_000);
    expect(got).toEqual(samples);
    expect(got.buffer).not.toBe(samples.buffer);
  });

  it('clips what is louder than 1 instead of turning it round', async () => {
    const got = await resample(tone({ hz: 440, rateHz: 48_000, ms: 100, level: 3 }), 48_000, 16_000);
    expect(Math.max(...got)).toBeLessThanOrEqual(1);
    expect(rms(got)).toBeGreaterThan(0.8);
  });

  it('refuses rates that are none', async () => {
    for (const bad of [0, -8000, 22_050.5, NaN, 10 ** 7]) {
      await expect(createResampler(bad, 16_000)).rejects.toThrow(`got ${bad} Hz`);
    }
    await expect(createResampler(8000, 16_000, 11)).rejects.toThrow('quality');
  });

  it('frees its memory', async () => {
    const heap = (await loadSpeex()).HEAP16;
    for (let i = 0; i < 2000; i++) (await createResampler(44_100, 16_000)).close();
    const grown = (await loadSpeex()).HEAP16.length / heap.length;
    expect(grown).toBeLessThan(2);
  });

  it('leaves no listener on the process', async () => {
    const count = process.listenerCount('uncaughtException') + process.listenerCount('unhandledRejection');
    await loadSpeex();
    const ours = [...process.listeners('uncaughtException'), ...process.listeners('unhandledRejection')];
    expect(ours.length).toBe(count);
    expect(ours.some((listener) => /ExitStatus|abort/.test(String(listener)))).toBe(false);
  });
});
