/** Where a long stretch of sound may end: at a pause with its words clearly on one side or the other. */
import { SAMPLE_RATE_HZ } from '../../models/whisper/log-mel.js';
import { longestPause } from '../../models/whisper/loudness.js';
import type { TimedWord } from '../../models/whisper/words.js';

/** A stretch longer than this ends at a pause whose words are all stable: partials stay cheap however long one talks. */
const LONG_SAMPLES = 10 * SAMPLE_RATE_HZ;
/** Context kept on both sides of such a pause. */
const LEAST_FRONT_SAMPLES = 4 * SAMPLE_RATE_HZ;
const LEAST_REST_SAMPLES = 3 * SAMPLE_RATE_HZ;
const PAUSE_SAMPLES = 0.3 * SAMPLE_RATE_HZ;
/** Word times are good to about this. */
const WORD_TOLERANCE_MS = 100;

export interface ClearPause {
  /** Sample in the middle of the pause. */
  readonly cut: number;
  /** Words before it. */
  readonly count: number;
}

/** @param words of the whole stretch, timed from its start */
export function clearPause(samples: Float32Array, words: readonly TimedWord[]): ClearPause | undefined {
  if (samples.length <= LONG_SAMPLES) return undefined;
  const bounds = { from: LEAST_FRONT_SAMPLES, to: samples.length - LEAST_REST_SAMPLES, least: PAUSE_SAMPLES };
  const pause = longestPause(samples, bounds);
  if (pause === undefined) return undefined;
  const cut = Math.round((pause.from + pause.to) / 2);
  const count = words.filter((word) => middleMs(word) < msOf(cut)).length;
  const before = words[count - 1];
  const behind = words[count];
  if (before === undefined || behind === undefined) return undefined;
  const isClear =
    middleMs(before) < msOf(pause.from) + WORD_TOLERANCE_MS && middleMs(behind) > msOf(pause.to) - WORD_TOLERANCE_MS;
  return isClear ? { cut, count } : undefined;
}

function middleMs({ startMs, endMs }: TimedWord): number {
  return (startMs + endMs) / 2;
}

function msOf(samples: number): number {
  return (samples * 1000) / SAMPLE_RATE_HZ;
}
