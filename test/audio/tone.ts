/** Tones to play, and ways to recognise them. */

/** A sine of `ms` milliseconds, with the phase of one that began at sample 0. */
export function tone(options: { hz: number; rateHz: number; ms: number; level?: number }): Float32Array {
  const { hz, rateHz, ms, level = 0.5 } = options;
  const count = Math.round((rateHz * ms) / 1000);
  return Float32Array.from({ length: count }, (_, i) => level * Math.sin((2 * Math.PI * hz * i) / rateHz));
}

/** Signal-to-noise ratio of `got` against `wanted`, in dB. */
export function snrDb(got: Float32Array, wanted: Float32Array): number {
  let signal = 0;
  let noise = 0;
  for (let i = 0; i < wanted.length; i++) {
    const want = wanted[i] ?? 0;
    signal += want ** 2;
    noise += (want - (got[i] ?? 0)) ** 2;
  }
  return 10 * Math.log10(signal / noise);
}

/** Root mean square. */
export function rms(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length);
}

/** The frequency of a clean tone, by its upward zero crossings. */
export function frequencyHz(samples: Float32Array, rateHz: number): number {
  const crossings: number[] = [];
  for (let i = 1; i < samples.length; i++) {
    const before = samples[i - 1] ?? 0;
    const after = samples[i] ?? 0;
    if (before < 0 && after >= 0) crossings.push(i - 1 + before / (before - after));
  }
  const first = crossings[0] ?? 0;
  const last = crossings.at(-1) ?? 0;
  return ((crossings.length - 1) * rateHz) / (last - first);
}

/** The first and last sample louder than `level`. */
export function soundSpan(samples: Float32Array, level = 0.01): { first: number; last: number } {
  const isLoud = (sample: number): boolean => Math.abs(sample) > level;
  return { first: samples.findIndex(isLoud), last: samples.findLastIndex(isLoud) };
}
