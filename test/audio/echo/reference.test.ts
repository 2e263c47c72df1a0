import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { EchoReference, withReference } from '../../../src/audio/echo/reference.js';
import { PacedPlayout, type Outlet } from '../../../src/audio/paced-playout.js';
import { loadSpeex } from '../../../src/audio/speex.js';
import type { Playout, Speaker } from '../../../src/audio/speaker.js';
import { VirtualClock } from '../virtual-clock.js';

const rateHz = 16_000;
const secondsKept = 6;

/** Keeps what was heard, sample by sample of the clock. */
class TapeSpeaker implements Speaker {
  readonly name = 'tape';
  readonly sampleRateHz = rateHz;
  readonly tape = new Float32Array(secondsKept * rateHz);
  readonly #clock: VirtualClock;
  #end = 0;
  #current: Playout | undefined;

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  begin(options?: { readonly sampleRateHz?: number }): Playout {
    this.#current?.stop();
    const outlet: Outlet = {
      latencyMs: 40,
      play: async (samples, startMs) => {
        if (startMs !== undefined) this.#end = Math.round(startMs * 16);
        this.tape.set(samples, this.#end);
        this.#end += samples.length;
        return 'played';
      },
      setGain: () => 'later',
      allGiven: () => undefined,
      finish: async () => undefined,
      cut: (nowMs) => this.tape.fill(0, Math.round(nowMs * 16)),
    };
    const sampleRateHz = options?.sampleRateHz ?? rateHz;
    this.#current = new PacedPlayout({
      ...{ clock: this.#clock, outlet, sampleRateHz, deviceRateHz: rateHz, leadMs: 120, sliceSamples: 441 },
    });
    return this.#current;
  }

  async close(): Promise<void> {
    this.#current?.stop();
  }
}

/** `toEqual` takes seconds for so many numbers. */
function isSame(a: Float32Array, b: Float32Array): boolean {
  return a.length === b.length && a.every((sample, i) => sample === b[i]);
}

function noise(count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => 0.5 * Math.sin(i * 0.37) + 0.3 * Math.sin(i * 0.011) + 0.01);
}

function setup() {
  const clock = new VirtualClock(1000);
  const tape = new TapeSpeaker(clock);
  const reference = new EchoReference(clock);
  const heard = new Float32Array(secondsKept * rateHz);
  /** Lets time pass and reads what was heard meanwhile, frame by frame. */
  const pass = async (ms: number): Promise<void> => {
    for (let left = ms; left > 0; left -= 10) {
      await clock.advance(10);
      const moment = Math.round(clock.now() * 16) - 160;
      reference.read(moment, heard.subarray(moment, moment + 160));
    }
  };
  return { clock, tape, reference, heard, pass, speaker: withReference(tape, reference) };
}

describe('EchoReference', () => {
  // Loading takes real time, and the clock of these tests would not wait for it.
  beforeAll(async () => {
    await loadSpeex();
  });

  it('holds what is heard at the moment at which it is heard', async () => {
    const { tape, heard, pass, speaker } = setup();
    const playout = speaker.begin();
    const written = playout.write(noise(rateHz)).then(() => playout.end());
    await pass(1500);
    await written;
    expect(isSame(heard, tape.tape)).toBe(true);
    expect(tape.tape.some((sample) => sample !== 0)).toBe(true);
  });

  it('brings replies of another rate to 16 kHz', async () => {
    const { tape, heard, pass, speaker } = setup();
    const playout = speaker.begin({ sampleRateHz: 22_050 });
    const written = playout.write(noise(22_050)).then(() => playout.end());
    await pass(1500);
    await written;
    const difference = heard.map((sample, i) => sample - (tape.tape[i] ?? 0));
    const energy = (samples: Float32Array): number => samples.reduce((sum, sample) => sum + sample * sample, 0);
    expect(energy(difference) / energy(tape.tape)).toBeLessThan(1e-4);
  });

  it('never holds what a stop cut off, nor anything at the wrong moment', async () => {
    const action = fc.record({ writeMs: fc.integer({ min: 1, max: 300 }), passMs: fc.integer({ min: 1, max: 20 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 1, maxLength: 3 }), fc.boolean(), async (actions, stops) => {
        const { clock, tape, reference, heard, pass, speaker } = setup();
        let playout = speaker.begin();
        for (const [i, { writeMs, passMs }] of actions.entries()) {
          const writing = playout.write(noise(writeMs * 16));
          await pass(10 * passMs);
          if (stops && i % 2 === 1) {
            playout.stop();
            playout = speaker.begin();
          }
          await pass(400);
          await writing;
        }
        await speaker.close();
        await pass(200);
        // Where the loudspeaker ran dry, what follows is placed to within 5 ms; the rest is exact.
        if (actions.length === 1) expect(isSame(heard, tape.tape)).toBe(true);
        const now = Math.round(clock.now() * 16);
        expect(reference.soundsWithin(now, now + rateHz)).toBe(false);
        const sounding = (samples: Float32Array): number => samples.reduce((count, s) => count + (s === 0 ? 0 : 1), 0);
        expect(Math.abs(sounding(heard) - sounding(tape.tape))).toBeLessThanOrEqual(actions.length * 160);
      }),
      { numRuns: 6 },
    );
  }, 60_000);

  it('follows a change of level', async () => {
    const { heard, pass, speaker, clock } = setup();
    const playout = speaker.begin();
    const written = playout.write(noise(2 * rateHz).fill(0.5)).then(() => playout.end());
    await pass(500);
    playout.setGain(0.1, 20);
    const changed = Math.round(clock.now() * 16);
    await pass(2000);
    await written;
    expect(heard[changed - 160]).toBeCloseTo(0.5, 5);
    // A device that says `later` plays what it has been given as it was: 120 ms of lead and 40 of its own.
    expect(heard[changed + 16 * 100]).toBeCloseTo(0.5, 5);
    expect(heard[changed + 16 * 300]).toBeCloseTo(0.05, 5);
  });

  it('knows when a reply sounds', async () => {
    const { clock, pass, reference, speaker } = setup();
    const now = (): number => Math.round(clock.now() * 16);
    expect(reference.soundsWithin(now() - rateHz, now() + rateHz)).toBe(false);
    const playout = speaker.begin();
    const written = playout.write(noise(8000)).then(() => playout.end());
    await pass(100);
    expect(reference.soundsWithin(now(), now() + 160)).toBe(true);
    await pass(1000);
    await written;
    expect(reference.soundsWithin(now() - 160, now() + 160)).toBe(false);
    expect(reference.soundsWithin(now() - 20_000, now())).toBe(true);
  });
});
