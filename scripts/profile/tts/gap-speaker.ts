/** A speaker that plays nothing in the time that playing takes, and remembers every moment it ran dry. */
import { PacedPlayout, type Outlet } from '../../../src/audio/paced-playout.js';
import type { Playout, Speaker } from '../../../src/audio/speaker.js';
import type { Clock } from '../../../src/pipeline/stage.js';

export interface GapSpeakerOptions {
  readonly clock: Clock;
  readonly sampleRateHz: number;
  /** Audio kept ahead of the loudspeaker. */
  readonly leadMs: number;
}

export class GapSpeaker implements Speaker {
  readonly name = 'none';
  readonly sampleRateHz: number;
  readonly #options: GapSpeakerOptions;
  readonly #gapsMs: number[] = [];
  #samples = 0;
  #current: Playout | undefined;

  constructor(options: GapSpeakerOptions) {
    this.#options = options;
    this.sampleRateHz = options.sampleRateHz;
  }

  /** Silences inside replies, in ms, in the order in which they were not heard. */
  get gapsMs(): readonly number[] {
    return this.#gapsMs;
  }

  /** Sound so far. */
  get seconds(): number {
    return this.#samples / this.sampleRateHz;
  }

  /** Every reply is taken to have the speaker's rate: nothing is heard, so nothing need be resampled. */
  begin(): Playout {
    this.#current?.stop();
    const { clock, leadMs } = this.#options;
    const rates = { sampleRateHz: this.sampleRateHz, deviceRateHz: this.sampleRateHz };
    const sliceSamples = Math.ceil(this.sampleRateHz / 50);
    this.#current = new PacedPlayout({ clock, outlet: this.#outlet(), ...rates, leadMs, sliceSamples });
    return this.#current;
  }

  async close(): Promise<void> {
    this.#current?.stop();
  }

  #outlet(): Outlet {
    let endMs: number | undefined;
    return {
      latencyMs: 0,
      play: async (samples, startMs) => {
        if (startMs !== undefined && endMs !== undefined) this.#gapsMs.push(startMs - endMs);
        endMs = (startMs ?? endMs ?? 0) + (samples.length / this.sampleRateHz) * 1000;
        this.#samples += samples.length;
        return 'played';
      },
      setGain: () => 'at-once',
      allGiven: () => undefined,
      finish: async () => undefined,
      cut: () => undefined,
    };
  }
}
