/** A speaker that plays nothing, in the time that playing takes. */
import type { AudioClock } from './audio-clock.js';
import { PacedPlayout, type Outlet } from './paced-playout.js';
import type { Playout, Speaker } from './speaker.js';

const outlet: Outlet = {
  latencyMs: 0,
  play: () => Promise.resolve('played'),
  setGain: () => 'at-once',
  allGiven: () => undefined,
  finish: () => Promise.resolve(),
  cut: () => undefined,
};

export interface SilentSpeakerOptions {
  readonly clock: AudioClock;
  readonly sampleRateHz: number;
  /** Audio kept ahead of the (absent) loudspeaker, in ms. */
  readonly leadMs?: number;
}

export function createSilentSpeaker({ clock, sampleRateHz, leadMs = 120 }: SilentSpeakerOptions): Speaker {
  let current: Playout | undefined;
  return {
    name: 'none',
    sampleRateHz,
    begin: (options) => {
      current?.stop();
      const rateHz = options?.sampleRateHz ?? sampleRateHz;
      // Nothing is heard, so nothing need be resampled.
      const rates = { sampleRateHz: rateHz, deviceRateHz: rateHz };
      const sliceSamples = Math.ceil(rateHz / 50);
      current = new PacedPlayout({ clock, outlet, ...rates, leadMs, sliceSamples, fadeInMs: options?.fadeInMs });
      return current;
    },
    close: async () => {
      current?.stop();
    },
  };
}
