/** Where the voice of a recording begins and ends, found from the sound alone, so that no engine judges itself. */
import type { AudioFrame } from '../../../src/audio/frame.js';
import { createSileroStage, type VadSettings } from '../../../src/stages/vad/silero.js';
import type { Scope } from '../../../src/pipeline/stage.js';

const RATE_HZ = 16_000;
const BLOCK_SAMPLES = 160;
/** Blocks quieter than the loudest by more than this are not voice. */
const FLOOR_DB = 35;
/** Nothing below this is voice, however quiet the rest is. */
const QUIETEST = 1e-3;
const WINDOW_SAMPLES = 512;
const VOICE = 0.5;
/** The detector stays high for so long behind the voice. */
const LAG_MS = 50;

/** Milliseconds from the first sample. */
export interface SpeechSpan {
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * First and last 10 ms whose loudness is within 35 dB of the loudest.
 * @param within looks at nothing outside of it
 */
export function energySpan(samples: Float32Array, rateHz = RATE_HZ, within?: SpeechSpan): SpeechSpan {
  const block = Math.round((BLOCK_SAMPLES * rateHz) / RATE_HZ);
  const blockMs = (block / rateHz) * 1000;
  const { startMs: fromMs, endMs: toMs } = within ?? { startMs: 0, endMs: Infinity };
  const levels: { readonly startMs: number; readonly level: number }[] = [];
  for (let start = 0; start + block <= samples.length; start += block) {
    const startMs = (start / rateHz) * 1000;
    if (startMs + blockMs > fromMs && startMs < toMs)
      levels.push({ startMs, level: rms(samples.subarray(start, start + block)) });
  }
  const loudest = levels.reduce((most, { level }) => Math.max(most, level), 0);
  const floor = Math.max(loudest * 10 ** (-FLOOR_DB / 20), QUIETEST);
  const loud = levels.filter(({ level }) => level > floor);
  const [first, last] = [loud[0], loud.at(-1)];
  if (first === undefined || last === undefined) return { startMs: 0, endMs: 0 };
  return { startMs: Math.max(fromMs, first.startMs), endMs: Math.min(toMs, last.startMs + blockMs) };
}

/**
 * The span by energy; in recordings with noise or breath around the voice that would be too long, so it reaches no
 * farther than where a detector hears a voice (two windows of 32 ms in a row), less the detector's lag.
 */
export async function speechSpan(samples: Float32Array, settings: VadSettings, scope: Scope): Promise<SpeechSpan> {
  const isVoice = (await probabilities(samples, settings, scope)).map((probability) => probability > VOICE);
  return energySpan(samples, RATE_HZ, voiceWithin(isVoice));
}

/** @param isVoice by window; undefined when none is a voice */
function voiceWithin(isVoice: readonly boolean[]): SpeechSpan | undefined {
  const runs = isVoice.flatMap((voice, index) => (voice && isVoice[index + 1] === true ? [index] : []));
  const [first, last] = [runs[0], runs.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const windowMs = (WINDOW_SAMPLES / RATE_HZ) * 1000;
  const isCutOff = last + 2 === isVoice.length;
  return {
    startMs: Math.max(0, (first - 1) * windowMs),
    endMs: isCutOff ? Infinity : (last + 2) * windowMs - LAG_MS,
  };
}

async function probabilities(samples: Float32Array, settings: VadSettings, scope: Scope): Promise<number[]> {
  const vad = createSileroStage(() => settings);
  const found: number[] = [];
  try {
    for await (const event of vad.run(windows(samples), scope))
      if (event.kind === 'frame') found.push(event.speechProbability);
  } finally {
    await vad.close?.();
  }
  return found;
}

/** The recording alone: digital silence behind the noise of a room is a voice to the detector. */
async function* windows(samples: Float32Array): AsyncGenerator<AudioFrame, void, undefined> {
  for (let at = 0; at + WINDOW_SAMPLES <= samples.length; at += WINDOW_SAMPLES)
    yield { samples: samples.subarray(at, at + WINDOW_SAMPLES), sampleRateHz: RATE_HZ, startSample: at };
}

function rms(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample ** 2;
  return Math.sqrt(sum / samples.length);
}
