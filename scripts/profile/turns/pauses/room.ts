/** Silence as a room has it, for pauses that are put into recordings and for what follows them. */
import { seeded } from '../seeded.js';

const RATE_HZ = 16_000;
const BLOCK_SAMPLES = RATE_HZ / 10;
const STEP_SAMPLES = BLOCK_SAMPLES / 8;
/** So short that no click is heard where two sounds meet. */
const FADE_SAMPLES = RATE_HZ / 200;
/** A cut is moved to the quietest place this near. */
const REACH_SAMPLES = 0.08 * RATE_HZ;
const QUIET_SAMPLES = 0.02 * RATE_HZ;

/** Noise as loud as the quietest tenth of a second of a recording, the same in every run. */
export function roomTone(recording: Float32Array, lengthSamples: number): Float32Array {
  let least = Infinity;
  for (let at = 0; at + BLOCK_SAMPLES <= recording.length; at += STEP_SAMPLES)
    least = Math.min(least, energy(recording, at, at + BLOCK_SAMPLES) / BLOCK_SAMPLES);
  const amplitude = Math.sqrt(3 * (Number.isFinite(least) ? least : 0));
  const random = seeded(1);
  return Float32Array.from({ length: lengthSamples }, () => amplitude * (2 * random() - 1));
}

/** The recording and what the room sounds like after it. */
export function withRoom(recording: Float32Array, lengthSamples: number): Float32Array {
  const tone = roomTone(recording, lengthSamples);
  const all = new Float32Array(recording.length + tone.length);
  all.set(recording);
  all.set(tone, recording.length);
  fade(all, recording.length, 'out');
  return all;
}

/** The recording with silence put in near a sample; `cut` is where. */
export function withPause(
  recording: Float32Array,
  nearSample: number,
  lengthSamples: number,
): { readonly samples: Float32Array; readonly cut: number } {
  const cut = quietestNear(recording, nearSample);
  const samples = new Float32Array(recording.length + lengthSamples);
  samples.set(recording.subarray(0, cut));
  samples.set(roomTone(recording, lengthSamples), cut);
  samples.set(recording.subarray(cut), cut + lengthSamples);
  fade(samples, cut, 'out');
  fade(samples, cut + lengthSamples, 'in');
  return { samples, cut };
}

function quietestNear(recording: Float32Array, nearSample: number): number {
  let best = nearSample;
  let least = Infinity;
  for (let at = nearSample - REACH_SAMPLES; at <= nearSample + REACH_SAMPLES; at += QUIET_SAMPLES / 4) {
    const found = energy(recording, at - QUIET_SAMPLES / 2, at + QUIET_SAMPLES / 2);
    if (found >= least) continue;
    least = found;
    best = at;
  }
  return Math.round(Math.min(recording.length, Math.max(0, best)));
}

function energy(samples: Float32Array, from: number, to: number): number {
  let sum = 0;
  for (let i = Math.max(0, from); i < Math.min(samples.length, to); i++) sum += (samples[i] ?? 0) ** 2;
  return sum;
}

/** `out`: what comes before the sample ends softly; `in`: what comes from it on begins softly. */
function fade(samples: Float32Array, at: number, way: 'in' | 'out'): void {
  for (let i = 0; i < FADE_SAMPLES; i++) {
    const index = way === 'out' ? at - 1 - i : at + i;
    samples[index] = (samples[index] ?? 0) * (i / FADE_SAMPLES);
  }
}
