import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFileSpeaker } from '../../src/audio/file-speaker.js';
import type { Player } from '../../src/audio/players.js';
import { createSilentSpeaker } from '../../src/audio/silent-speaker.js';
import { createSystemSpeaker } from '../../src/audio/system-speaker.js';
import { readWav } from '../../src/audio/wav.js';
import { systemClock } from '../../src/pipeline/clock.js';
import { tone } from './tone.js';
import { VirtualClock } from './virtual-clock.js';

const rateHz = 16_000;
const at = (ms: number): number => (ms * rateHz) / 1000;

describe('a file as the loudspeaker', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ducking-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** One reply of a second, ducked from 200 to 500 ms, with 120 ms of lead; then one more of 100 ms that fades in. */
  async function twoReplies(path: string): Promise<Float32Array> {
    const clock = new VirtualClock(5000);
    const speaker = await createFileSpeaker({ path, sampleRateHz: rateHz, clock, startMs: 5000 });
    const first = speaker.begin();
    const over = first.write(tone({ hz: 440, rateHz, ms: 1000 })).then(() => first.end());
    await clock.advance(200);
    expect(first.setGain(0.125, 20)).toBe('at-once');
    await clock.advance(300);
    first.setGain(1, 100);
    await clock.advance(550);
    await over;
    expect(first.heardSamples()).toBe(at(1000));
    first.setGain(0, 0);
    const second = speaker.begin({ fadeInMs: 10 });
    const overToo = second.write(tone({ hz: 440, rateHz, ms: 100 })).then(() => second.end());
    await clock.advance(150);
    await overToo;
    await speaker.close();
    return (await readWav(path)).samples;
  }

  it('has the level of the moment in every sample, the ones already handed over included', async () => {
    const samples = await twoReplies(join(folder, 'duck.wav'));
    const original = tone({ hz: 440, rateHz, ms: 1000 });
    const levelAt = (ms: number): number => {
      if (ms < 200 || ms >= 600) return 1;
      if (ms < 220) return 1 - (0.875 * (ms - 200)) / 20;
      return ms < 500 ? 0.125 : 0.125 + (0.875 * (ms - 500)) / 100;
    };
    let worst = 0;
    for (const [i, sample] of original.entries()) {
      worst = Math.max(worst, Math.abs((samples[i] ?? 0) - sample * levelAt((i / rateHz) * 1000)));
    }
    expect(worst).toBeLessThan(2 / 32_768);
  });

  it('begins each reply at full level, and without a click where one goes on', async () => {
    const samples = await twoReplies(join(folder, 'next.wav'));
    const second = samples.subarray(at(1050), at(1150));
    const original = tone({ hz: 440, rateHz, ms: 100 });
    const levelAt = (i: number): number => Math.min(1, i / at(10));
    const errors = original.map((sample, i) => Math.abs((second[i] ?? 0) - sample * levelAt(i)));
    expect(Math.max(...errors)).toBeLessThan(2 / 32_768);
  });
});

describe('speakers that cannot change what they have handed over', () => {
  const deaf: Player = { tool: 'sh', latencyMs: 0, choosesDevice: true, args: () => ['-c', 'exec cat > /dev/null'] };

  it.each([true, false])('say so, and stay ready for the next playout (several at once: %s)', async (sharesDevice) => {
    const players = [{ ...deaf, sharesDevice }];
    const options = { device: 'default', sampleRateHz: rateHz, clock: systemClock, players };
    const speaker = await createSystemSpeaker(options);
    const first = speaker.begin();
    // Nothing is handed over yet.
    expect(first.setGain(0.5, 0)).toBe('at-once');
    const over = first.write(new Float32Array(at(400)));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(first.setGain(0.1, 20)).toBe('later');
    const heard = first.stop();
    const second = speaker.begin({ fadeInMs: 10 });
    await second.write(new Float32Array(at(400) - heard));
    await second.end();
    await over;
    expect(heard + second.heardSamples()).toBe(at(400));
    expect(second.underruns).toBe(0);
    await speaker.close();
  });

  it('are not the silent one', () => {
    const speaker = createSilentSpeaker({ clock: new VirtualClock(), sampleRateHz: rateHz });
    expect(speaker.begin().setGain(0.1, 20)).toBe('at-once');
  });
});
