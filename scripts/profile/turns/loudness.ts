/** Where a recording of the loudspeaker sounds. */

/** Quieter than this is not heard: 500 of 32768, −36 dB of full scale. */
const AUDIBLE = 500 / 32_768;

/** Of a voice's peak; its words do not get quieter. */
const QUIET_SHARE = 0.04;

/** Milliseconds of the sample that is first audible at or after `fromMs`; undefined when none is before `toMs`. */
export function firstAudibleMs(
  samples: Float32Array,
  rateHz: number,
  { fromMs, toMs = Infinity }: { readonly fromMs: number; readonly toMs?: number },
): number | undefined {
  const to = Math.min(samples.length, (toMs / 1000) * rateHz);
  for (let i = Math.max(0, Math.round((fromMs / 1000) * rateHz)); i < to; i++)
    if (Math.abs(samples[i] ?? 0) > AUDIBLE) return (i / rateHz) * 1000;
  return undefined;
}

/** A stretch that sounds, in ms. */
export interface SoundSpan {
  readonly startMs: number;
  readonly endMs: number;
}

/** Stretches of sound; silences shorter than `bridgeMs` are part of them, as the breath between two words is. */
export function soundSpans(
  samples: Float32Array,
  rateHz: number,
  bridgeMs: number,
  threshold: number = AUDIBLE,
): SoundSpan[] {
  const spans: { startMs: number; endMs: number }[] = [];
  for (let i = 0; i < samples.length; i++) {
    if (Math.abs(samples[i] ?? 0) <= threshold) continue;
    const ms = (i / rateHz) * 1000;
    const last = spans.at(-1);
    if (last !== undefined && ms - last.endMs <= bridgeMs) last.endMs = ms;
    else spans.push({ startMs: ms, endMs: ms });
  }
  return spans;
}

/** Stretches in which a recorded voice speaks, however quiet the recording is. */
export function voiceSpans(samples: Float32Array, rateHz: number, bridgeMs: number): SoundSpan[] {
  let peak = 0;
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
  return soundSpans(samples, rateHz, bridgeMs, Math.min(AUDIBLE, QUIET_SHARE * peak));
}

/** Milliseconds of all spans together between two moments. */
export function soundingMs(spans: readonly SoundSpan[], fromMs: number, toMs: number): number {
  return spans.reduce((sum, span) => sum + Math.max(0, Math.min(toMs, span.endMs) - Math.max(fromMs, span.startMs)), 0);
}
