/** The kept sound of captions: read while it is there, and put together again on the line of time. */
import type { Caption, KeptSound } from '../../pipeline/captions.js';
import type { HeardSound } from './translator.js';

export const RATE_HZ = 16_000;

/** Undefined where nothing of the caption is left. */
export function readSound(
  sound: KeptSound,
  { startMs, endMs }: Pick<Caption, 'startMs' | 'endMs'>,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): HeardSound | undefined {
  // In two steps: what is short of the first lacks its front, what is short of the second its end.
  const upToEnd = sound.read(fromMs, endMs);
  const firstMs = endMs - (upToEnd.length * 1000) / RATE_HZ;
  // A syllable at the end is no caption.
  if (upToEnd.length === 0 || firstMs > (startMs + endMs) / 2) return undefined;
  const behind = sound.read(endMs, toMs);
  const samples = new Float32Array(upToEnd.length + behind.length);
  samples.set(upToEnd);
  samples.set(behind, upToEnd.length);
  return { samples, startMs: firstMs };
}

/** One sound of several, which may overlap; what lies between them is silence. Undefined for none. */
export function joinSounds(sounds: readonly HeardSound[]): HeardSound | undefined {
  const [first] = sounds;
  if (first === undefined || sounds.length === 1) return first;
  const startMs = Math.min(...sounds.map((sound) => sound.startMs));
  const endMs = Math.max(...sounds.map((sound) => sound.startMs + lengthMs(sound)));
  const samples = new Float32Array(samplesOf(endMs - startMs) + 1);
  for (const sound of sounds) {
    const at = samplesOf(sound.startMs - startMs);
    samples.set(sound.samples.subarray(0, samples.length - at), at);
  }
  return { samples, startMs };
}

/** The part of a sound between two times, as far as it has it. */
export function partOf({ samples, startMs }: HeardSound, fromMs: number, toMs: number): HeardSound {
  const from = Math.max(0, samplesOf(fromMs - startMs));
  const to = Math.max(from, samplesOf(toMs - startMs));
  return { samples: samples.subarray(from, to), startMs: startMs + (from * 1000) / RATE_HZ };
}

export function lengthMs({ samples }: HeardSound): number {
  return (samples.length * 1000) / RATE_HZ;
}

function samplesOf(ms: number): number {
  return Math.round((ms * RATE_HZ) / 1000);
}
