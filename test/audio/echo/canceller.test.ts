import { describe, expect, it } from 'vitest';
import { createEchoCanceller, delaySamples } from '../../../src/audio/echo/canceller.js';
import { EchoReference, withReference } from '../../../src/audio/echo/reference.js';
import type { AudioFrame } from '../../../src/audio/frame.js';
import { createSilentSpeaker } from '../../../src/audio/silent-speaker.js';
import { runRoom } from '../../../scripts/profile/turns/echo/run.js';
import { RowSamples } from '../../../scripts/profile/turns/echo/levels.js';
import { makeNoise } from '../../fixtures/noises.js';
import { VirtualClock } from '../virtual-clock.js';

const rateHz = 16_000;

/** Noise that comes and goes like syllables: it has what a canceller learns from. */
function babble(seconds: number, seed: number): Float32Array {
  const noise = makeNoise('pink', { seconds, levelDb: -20, seed });
  return noise.map((sample, i) => sample * (0.15 + Math.abs(Math.sin((i / rateHz) * Math.PI * (3 + seed / 7)))));
}

function removedDb(run: Awaited<ReturnType<typeof runRoom>>, fromMs: number, toMs: number): number[] {
  return run.spans.map(({ start }) => {
    const stretch = { mic: run.mic, clean: run.clean, from: start + fromMs * 16, to: start + toMs * 16 };
    return new RowSamples().add(stretch);
  });
}

const replies = [1, 2, 3].map((seed) => ({ samples: babble(3, seed), sampleRateHz: rateHz, pauseMs: 1500 }));

describe('EchoCanceller', () => {
  it('hands every frame on untouched while nothing has been played, and closes twice', async () => {
    const clock = new VirtualClock();
    const canceller = await createEchoCanceller({ clock, reference: new EchoReference(clock) });
    for (let startSample = 0; startSample < rateHz; startSample += 128) {
      const frame: AudioFrame = { samples: babble(128 / rateHz, startSample), sampleRateHz: rateHz, startSample };
      expect(canceller.clean(frame)).toBe(frame);
    }
    expect(canceller.facts(0, rateHz)).toMatchObject({ playing: 0, removedDb: 0, echoLikelihood: 0 });
    canceller.close();
    canceller.close();
  });

  it('adds nobody to the process’s listeners for faults', async () => {
    const count = (): number =>
      process.listenerCount('uncaughtException') + process.listenerCount('unhandledRejection');
    const before = count();
    const clock = new VirtualClock();
    (await createEchoCanceller({ clock, reference: new EchoReference(clock) })).close();
    expect(count()).toBe(before);
  });

  it('takes the echo out of every reply, from its first half second on, however late the player is', async () => {
    const late = [0, 35, -40];
    const run = await runRoom(replies, { gainDb: -12, delayMs: 80, lateMs: () => late.shift() ?? 0 });
    for (const db of removedDb(run, 130, 600)) expect(db).toBeGreaterThan(15);
    for (const db of removedDb(run, 1000, 3000)) expect(db).toBeGreaterThan(18);
    const { start } = run.spans[2] ?? { start: 0 };
    const facts = run.canceller.facts(start + 24_000, start + 32_000);
    expect(facts).toMatchObject({ playing: 1, aligned: true });
    expect(facts.echoLikelihood).toBeGreaterThan(0.8);
  }, 60_000);

  it('is itself again after a reply, bit for bit, and leaves a voice over it where it was', async () => {
    const voice = babble(1, 9).map((sample) => 2 * sample);
    const run = await runRoom(
      [...replies, { samples: new Float32Array(160), sampleRateHz: rateHz, pauseMs: 4000 }],
      { gainDb: -12, delayMs: 20 },
      [{ samples: voice, atMs: 7500 }],
    );
    const quiet = { from: (run.spans[2]?.end ?? 0) + 3 * rateHz, to: (run.spans[3]?.start ?? 0) - rateHz };
    expect(quiet.to).toBeGreaterThan(quiet.from);
    expect(run.clean.slice(quiet.from, quiet.to)).toEqual(run.mic.slice(quiet.from, quiet.to));
    const at = 7500 * 16;
    const over = run.clean.subarray(at + delaySamples, at + delaySamples + voice.length);
    const dot = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
    expect(dot(over, voice) / Math.sqrt(dot(over, over) * dot(voice, voice))).toBeGreaterThan(0.8);
    expect(run.canceller.facts(at, at + voice.length).echoLikelihood).toBeLessThan(0.3);
  }, 60_000);

  it('lets a voice through that has no echo under it, as with headphones', async () => {
    const voice = babble(1, 9);
    const run = await runRoom(replies, { gainDb: -90, delayMs: 20 }, [{ samples: voice, atMs: 7200 }]);
    const at = 7200 * 16;
    const levels = new RowSamples();
    expect(levels.add({ mic: run.mic, clean: run.clean, from: at + 1600, to: at + voice.length })).toBeLessThan(3);
  }, 60_000);

  it('keeps places and lengths, over gaps and odd frames', async () => {
    const clock = new VirtualClock();
    const reference = new EchoReference(clock);
    const speaker = withReference(createSilentSpeaker({ clock, sampleRateHz: rateHz }), reference);
    const canceller = await createEchoCanceller({ clock, reference });
    const playout = speaker.begin();
    const playing = playout.write(babble(2, 4)).then(() => playout.end());
    let startSample = 0;
    for (const [i, length] of [128, 1, 777, 160, 5000, 33, 512, 2049].entries()) {
      if (i === 4) startSample += 4321;
      await clock.advance(length / 16);
      const samples = babble(length / rateHz, i);
      const cleaned = canceller.clean({ samples, sampleRateHz: rateHz, startSample });
      expect(cleaned.startSample).toBe(startSample);
      expect(cleaned.samples.length).toBe(length);
      expect(cleaned.samples.every(Number.isFinite)).toBe(true);
      startSample += length;
    }
    await clock.advance(3000);
    await playing;
    canceller.close();
  });
});
