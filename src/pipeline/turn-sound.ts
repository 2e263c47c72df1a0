/** The sound of a turn, as the ring buffer holds it. */
import type { Ring } from './session-options.js';
import { voiceEnd } from './voice-end.js';

/** The turn model hears no more than this. */
const SOUND_SECONDS = 8;

/** From the turn's first sample to now, of a long turn the end; a copy. */
export function latestSound(
  ring: Ring,
  { startSample, sampleRateHz }: { readonly startSample: number; readonly sampleRateHz: number },
): Float32Array {
  const from = Math.max(startSample, ring.oldestSample, ring.endSample - SOUND_SECONDS * sampleRateHz);
  return ring.read(from, ring.endSample).samples.slice();
}

export interface Stretch {
  readonly startSample: number;
  readonly endSample: number;
  readonly sampleRateHz: number;
}

/** Where the voice of a stretch is last audible: detectors stay high for a while after it. */
export function lastVoicedSample(ring: Ring, { startSample, endSample, sampleRateHz }: Stretch): number {
  const heard = ring.read(startSample, endSample);
  return heard.startSample + voiceEnd(heard.samples, sampleRateHz);
}
