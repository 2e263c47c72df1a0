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

/** First and last 10 ms whose loudness is within 35 dB of the loudest. */
export function energySpan(samples: Float32Array, rateHz = RATE_HZ): SpeechSpan {
  const block = Math.round((BLOCK_SAMPLES * rateHz) / RATE_HZ);
  const levels: number[] = [];
  for (let start = 0; start + block <= samples.length; start += block) {
    let sum = 0;
    for (let i = start; i < start + block; i++) sum += (samples[i] ?? 0) ** 2;
    levels.push(Math.sqrt(sum / block));
  }
  const floor = Math.max(levels.reduce((most, level) => Math.max(most, level), 0) * 10 ** (-FLOOR_DB / 20), QUIETEST);
  const blockMs = (block / rateHz) * 1000;
  const isVoice = (level: number): boolean => level > floor;
  return {
    startMs: Math.max(0, levels.findIndex(isVoice)) * blockMs,
    endMs: (levels.findLastIndex(isVoice) + 1) * blockMs,
  };
}

/**
 * The span by energy; in recordings with noise or breath around the voice that would be too long, so it reaches no
 * farther than where a detector hears a voice (two windows of 32 ms in a row), less the detector's lag.
 */
export async function speechSpan(samples: Float32Array, settings: VadSettings, scope: Scope): Promise<SpeechSpan> {
  const energy = energySpan(samples);
  const isVoice = (await probabilities(samples, settings, scope)).map((probability) => probability > VOICE);
  const runs = isVoice.flatMap((voice, index) => (voice && isVoice[index + 1] === true ? [index] : []));
  const [first, last] = [runs[0], runs.at(-1)];
  if (first === undefined || last === undefined) return energy;
  const windowMs = (WINDOW_SAMPLES / RATE_HZ) * 1000;
  return {
    startMs: Math.max(energy.startMs, first * windowMs - windowMs),
    endMs: Math.min(energy.endMs, (last + 2) * windowMs - LAG_MS),
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

/** Half a second of silence behind it lets the detector see the end. */
async function* windows(samples: Float32Array): AsyncGenerator<AudioFrame, void, undefined> {
  const padded = new Float32Array(samples.length + RATE_HZ / 2);
  padded.set(samples);
  for (let at = 0; at + WINDOW_SAMPLES <= padded.length; at += WINDOW_SAMPLES)
    yield { samples: padded.subarray(at, at + WINDOW_SAMPLES), sampleRateHz: RATE_HZ, startSample: at };
}
