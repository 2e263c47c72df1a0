/** Compares two forms of the same sound: noise between them, and steps, loudness and pitch where windows meet. */

/** Equal to the last bit; nothing in 32-bit sound comes near it. */
const EQUAL_DB = 200;
/** So alike are no two sounds that are shifted against each other. */
const ALIKE_DB = 60;
/** Quieter stretches count as this loud: the loudness of silence says nothing. */
const FLOOR = 1e-4;
/** Voices speak between these. */
const PITCH_HZ = { from: 60, to: 400 };
/** A stretch is voiced when it is at least this much like itself one period later. */
const VOICED = 0.6;

/** Signal to noise of `got` as a copy of `wanted`, in dB; what is missing or too much counts as noise. */
export function snrDb(wanted: Float32Array, got: Float32Array): number {
  let signal = 0;
  let noise = 0;
  for (let i = 0; i < Math.max(wanted.length, got.length); i++) {
    const sample = wanted[i] ?? 0;
    signal += sample ** 2;
    noise += (sample - (got[i] ?? 0)) ** 2;
  }
  if (noise === 0) return EQUAL_DB;
  return Math.min(EQUAL_DB, 10 * Math.log10(signal / noise));
}

/** The best of all shifts up to `shift` samples: a trim may cut one sample earlier and nobody could hear it. */
export function alignedSnrDb(wanted: Float32Array, got: Float32Array, shift: number): number {
  let best = snrDb(wanted, got);
  for (let by = 1; by <= shift && best < ALIKE_DB; by++) {
    const length = Math.min(wanted.length, got.length) - by;
    if (length <= 0) break;
    best = Math.max(
      best,
      snrDb(wanted.subarray(by, by + length), got.subarray(0, length)),
      snrDb(wanted.subarray(0, length), got.subarray(by, by + length)),
    );
  }
  return best;
}

/** One border between two windows. */
export interface Seam {
  /** The step across the border over the biggest step within 5 ms of it; above 1 it is the biggest. */
  readonly step: number;
  /** The same at the same place in the sound without windows. */
  readonly wholeStep: number;
  /** How much more the loudness changes from 20 ms before to 20 ms behind than it does without windows, in dB. */
  readonly loudnessDb: number;
  /** How far the pitch around it is off, in cents; undefined where the sound has no pitch. */
  readonly pitchCents: number | undefined;
}

/** @param border index of the first sample behind it */
export function seamAt(streamed: Float32Array, whole: Float32Array, border: number, rateHz: number): Seam {
  const pitch = pitchAt(streamed, border, rateHz);
  const wholePitch = pitchAt(whole, border, rateHz);
  return {
    step: stepAt(streamed, border, rateHz),
    wholeStep: stepAt(whole, border, rateHz),
    loudnessDb: Math.abs(rise(streamed, border, rateHz) - rise(whole, border, rateHz)),
    pitchCents:
      pitch === undefined || wholePitch === undefined ? undefined : Math.abs(1200 * Math.log2(pitch / wholePitch)),
  };
}

function stepAt(samples: Float32Array, border: number, rateHz: number): number {
  const step = (at: number): number => Math.abs((samples[at] ?? 0) - (samples[at - 1] ?? 0));
  const reach = Math.round(rateHz * 0.005);
  let biggest = FLOOR;
  for (let at = Math.max(1, border - reach); at < Math.min(samples.length, border + reach); at++) {
    if (at !== border) biggest = Math.max(biggest, step(at));
  }
  return step(border) / biggest;
}

/** Change of loudness across a border, in dB. */
function rise(samples: Float32Array, border: number, rateHz: number): number {
  const reach = Math.round(rateHz * 0.02);
  const before = loudness(samples.subarray(Math.max(0, border - reach), border));
  return 20 * Math.log10(loudness(samples.subarray(border, border + reach)) / before);
}

/** Root of the mean square. */
function loudness(samples: Float32Array): number {
  const energy = samples.reduce((sum, sample) => sum + sample ** 2, 0);
  return Math.max(FLOOR, Math.sqrt(energy / Math.max(1, samples.length)));
}

/**
 * Pitch of the 50 ms around a place, in Hz, by normalised autocorrelation with the peak refined by a parabola;
 * undefined where the sound is not voiced.
 */
export function pitchAt(samples: Float32Array, at: number, rateHz: number): number | undefined {
  const half = Math.round(rateHz * 0.025);
  if (at < half || at + half > samples.length) return undefined;
  const stretch = samples.subarray(at - half, at + half);
  if (loudness(stretch) < 0.01) return undefined;
  const shortest = Math.floor(rateHz / PITCH_HZ.to);
  const longest = Math.min(Math.ceil(rateHz / PITCH_HZ.from), stretch.length - 1);
  const likeness = Array.from({ length: longest + 2 }, (_, lag) =>
    lag < shortest - 1 ? 0 : correlation(stretch, lag),
  );
  const best = firstPeak(likeness, shortest, longest);
  if (best === undefined) return undefined;
  const [before = 0, peak = 0, behind = 0] = likeness.slice(best - 1, best + 2);
  const bend = before - 2 * peak + behind;
  const offset = bend === 0 ? 0 : (0.5 * (before - behind)) / bend;
  return rateHz / (best + offset);
}

/** The shortest lag that is nearly as good as the best: its multiples are as good, and would be too low a pitch. */
function firstPeak(likeness: readonly number[], shortest: number, longest: number): number | undefined {
  const highest = Math.max(...likeness.slice(shortest, longest + 1));
  if (highest < VOICED) return undefined;
  for (let lag = shortest; lag <= longest; lag++) {
    const here = likeness[lag] ?? 0;
    const isPeak = here >= (likeness[lag - 1] ?? 0) && here >= (likeness[lag + 1] ?? 0);
    if (isPeak && here > 0.9 * highest) return lag;
  }
  return undefined;
}

function correlation(samples: Float32Array, lag: number): number {
  let product = 0;
  let first = 0;
  let second = 0;
  for (let i = 0; i + lag < samples.length; i++) {
    const a = samples[i] ?? 0;
    const b = samples[i + lag] ?? 0;
    product += a * b;
    first += a * a;
    second += b * b;
  }
  return product / Math.sqrt(first * second || 1);
}
