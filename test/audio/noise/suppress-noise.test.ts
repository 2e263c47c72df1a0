import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AudioFrame } from '../../../src/audio/frame.js';
import { cleanFrames, suppressNoise, type CleanedFrame } from '../../../src/audio/noise/suppress-noise.js';
import { createNoiseSuppressor } from '../../../src/audio/noise/suppressor.js';
import { seeded } from '../../../scripts/profile/turns/seeded.js';
import { rms, tone } from '../tone.js';
import { clips, mix, readClip } from './noises.js';

const rateHz = 16_000;

async function* frames(samples: Float32Array, length = 1024, startSample = 0): AsyncGenerator<AudioFrame> {
  for (let at = 0; at < samples.length; at += length) {
    yield { samples: samples.slice(at, at + length), sampleRateHz: rateHz, startSample: startSample + at };
  }
}

async function collect(source: AsyncIterable<CleanedFrame>): Promise<CleanedFrame[]> {
  const all: CleanedFrame[] = [];
  for await (const item of source) all.push(item);
  return all;
}

function join(parts: readonly AudioFrame[]): Float32Array {
  return Float32Array.from(parts.flatMap(({ samples }) => [...samples]));
}

async function cleaned(samples: Float32Array, strength: number): Promise<Float32Array> {
  return join((await collect(cleanFrames(frames(samples), { strength }))).map((pair) => pair.cleaned));
}

/** How many samples `late` lies behind `samples`, by where they agree best. */
function lagSamples(samples: Float32Array, late: Float32Array): number {
  let best = { lag: 0, sum: -Infinity };
  for (let lag = -600; lag <= 600; lag++) {
    let sum = 0;
    for (let i = 600; i < samples.length - 600; i++) sum += (samples[i] ?? 0) * (late[i + lag] ?? 0);
    if (sum > best.sum) best = { lag, sum };
  }
  return best.lag;
}

describe('cleanFrames', () => {
  it('yields every sample once and at its place, whatever the frames', async () => {
    const random = seeded(5);
    const sound = new Float32Array(6000).map(() => random() - 0.5);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 6000 }), fc.integer({ min: 37, max: 2000 }), async (count, length) => {
        const pairs = await collect(cleanFrames(frames(sound.slice(0, count), length, 7777)));
        let at = 7777;
        for (const { original, cleaned: clean } of pairs) {
          expect([original.startSample, clean.startSample]).toEqual([at, at]);
          expect(clean.samples.length).toBe(original.samples.length);
          at += original.samples.length;
        }
        expect(at).toBe(7777 + count);
        expect(join(pairs.map(({ original }) => original)).every((sample, i) => sample === sound[i])).toBe(true);
      }),
      { numRuns: 15 },
    );
  }, 60_000);

  it('holds back no more than 40 ms', async () => {
    const suppressor = await createNoiseSuppressor();
    let [given, taken] = [0, 0];
    for (let i = 0; i < 50; i++) {
      given += 160;
      taken += suppressor.process(new Float32Array(160)).cleaned.length;
      expect(given - taken).toBeLessThanOrEqual(0.04 * rateHz);
    }
    suppressor.close();
    suppressor.close();
  });

  it('begins anew after a gap, and loses nothing before it', async () => {
    const sound = tone({ hz: 300, rateHz, ms: 200 });
    async function* withGap(): AsyncGenerator<AudioFrame> {
      yield* frames(sound, 512, 0);
      yield* frames(sound, 512, 100_000);
    }
    const pairs = await collect(cleanFrames(withGap()));
    const total = pairs.reduce((sum, { cleaned: clean }) => sum + clean.samples.length, 0);
    expect(total).toBe(2 * sound.length);
    const second = pairs.findIndex(({ cleaned: clean }) => clean.startSample === 100_000);
    const before = pairs[second - 1]?.cleaned;
    expect((before?.startSample ?? 0) + (before?.samples.length ?? 0)).toBe(sound.length);
  });

  it('takes most of a steady noise away', async () => {
    const random = seeded(9);
    const noise = new Float32Array(4 * rateHz).map(() => 0.1 * (random() - 0.5));
    const rest = (await cleaned(noise, 1)).subarray(2 * rateHz);
    expect(20 * Math.log10(rms(noise) / rms(rest))).toBeGreaterThan(5);
  });

  it('knows no other rate, leaves early without a trace, and pollutes nothing', async () => {
    const other = { samples: new Float32Array(441), sampleRateHz: 44_100, startSample: 0 };
    async function* wrong(): AsyncGenerator<AudioFrame> {
      yield other;
    }
    await expect(collect(cleanFrames(wrong()))).rejects.toThrow('noise suppression: got 44100 Hz, wanted 16000 Hz');
    await expect(createNoiseSuppressor({ strength: 2 })).rejects.toThrow(
      'noise suppression: got strength 2, wanted 0…1',
    );
    const reading = suppressNoise(frames(new Float32Array(rateHz)));
    expect((await reading.next()).done).toBe(false);
    await reading.return();
    expect('WorkerGlobalScope' in globalThis).toBe(false);
    expect('stackAlloc' in globalThis).toBe(false);
  });

  it.skipIf(clips.length === 0)('keeps real speech at its place and makes the noise around it fainter', async () => {
    const speech = await readClip(clips[0] ?? '');
    const padded = new Float32Array(speech.length + 2 * rateHz);
    padded.set(speech, rateHz);
    const noisy = mix(padded, await readClip('pipecat_office_ambience'), 5);
    const clean = await cleaned(noisy, 0.5);
    expect(Math.abs(lagSamples(padded, clean))).toBeLessThanOrEqual(8);
    const pause = (samples: Float32Array): number => rms(samples.subarray(rateHz / 2, rateHz));
    expect(pause(clean)).toBeLessThan(0.7 * pause(noisy));
    const voice = (samples: Float32Array): number => rms(samples.subarray(rateHz, rateHz + speech.length));
    expect(voice(clean)).toBeGreaterThan(0.6 * voice(padded));
  });
});
