/** A microphone whose sounds are chosen while it runs: a faint hiss, and whatever is placed on it, in real time. */
import type { AudioFrame } from '../../../src/audio/frame.js';
import type { Clock } from '../../../src/pipeline/stage.js';
import { seeded } from './seeded.js';

export const LINE_RATE_HZ = 16_000;
/** Small, so that a sound can begin where it should. */
const FRAME_SAMPLES = 128;
/** Deviation of the hiss: a quiet room on a good microphone, −75 dB of full scale. */
const HISS = 6 / 32_768;

interface Placed {
  readonly startSample: number;
  readonly samples: Float32Array;
}

export interface LiveLineOptions {
  readonly clock: Clock;
  /** The moment of sample 0. */
  readonly startMs: number;
  /** Of the hiss. */
  readonly seed: number;
}

export class LiveLine {
  readonly #options: LiveLineOptions;
  readonly #random: () => number;
  readonly #heard: Float32Array[] = [];
  #placed: Placed[] = [];
  #endSample = 0;
  #ended = false;

  constructor(options: LiveLineOptions) {
    this.#options = options;
    this.#random = seeded(options.seed);
  }

  /** Milliseconds from the first sample to now. */
  get nowMs(): number {
    return this.#options.clock.now() - this.#options.startMs;
  }

  /** A moment of the clock, in ms from the first sample. */
  toLineMs(clockMs: number): number {
    return clockMs - this.#options.startMs;
  }

  /** The sound begins with the next sample. Returns the place of its first sample, in ms from the line's start. */
  place(samples: Float32Array): number {
    this.#placed.push({ startSample: this.#endSample, samples });
    return (this.#endSample / LINE_RATE_HZ) * 1000;
  }

  /** No frame comes after the present one. */
  end(): void {
    this.#ended = true;
  }

  /** All that was on the line. */
  get samples(): Float32Array {
    const all = new Float32Array(this.#endSample);
    this.#heard.forEach((frame, index) => {
      all.set(frame, index * FRAME_SAMPLES);
    });
    return all;
  }

  /** Each frame is handed over when its last sample has been spoken, by an absolute clock. May be read once. */
  async *frames(signal: AbortSignal): AsyncGenerator<AudioFrame, void, undefined> {
    const { clock, startMs } = this.#options;
    while (!this.#ended && !signal.aborted) {
      const startSample = this.#endSample;
      const spokenMs = startMs + ((startSample + FRAME_SAMPLES) / LINE_RATE_HZ) * 1000;
      const waitMs = spokenMs - clock.now();
      if (waitMs > 0) await clock.sleep(waitMs, signal).catch(() => undefined);
      yield { samples: this.#render(), sampleRateHz: LINE_RATE_HZ, startSample };
    }
  }

  #render(): Float32Array {
    const startSample = this.#endSample;
    const frame = new Float32Array(FRAME_SAMPLES);
    for (let i = 0; i < FRAME_SAMPLES; i++) frame[i] = HISS * this.#hiss();
    for (const { startSample: from, samples } of this.#placed) {
      for (let i = 0; i < FRAME_SAMPLES; i++) frame[i] = (frame[i] ?? 0) + (samples[startSample + i - from] ?? 0);
    }
    this.#endSample += FRAME_SAMPLES;
    this.#placed = this.#placed.filter((sound) => sound.startSample + sound.samples.length > this.#endSample);
    this.#heard.push(frame.slice());
    return frame;
  }

  /** The sum of twelve even numbers is normal enough for a hiss. */
  #hiss(): number {
    let sum = -6;
    for (let i = 0; i < 12; i++) sum += this.#random();
    return sum;
  }
}
