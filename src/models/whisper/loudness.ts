/** How loud a recording is, in short blocks: silence that needs no model, and good places to cut. */

const BLOCK_SAMPLES = 320;
const SILENT_DB = -100;
/** The upper part of the range between floor and peaks counts as loud. */
const LOUD_FROM_SHARE = 0.4;

export const BLOCK_MS = 20;

/** Level of each 20 ms block at 16 kHz, in dB below full scale. */
export function blockLevels(samples: Float32Array, fromSample = 0): number[] {
  const levels: number[] = [];
  for (let start = fromSample; start < samples.length; start += BLOCK_SAMPLES) {
    const end = Math.min(start + BLOCK_SAMPLES, samples.length);
    let energy = 0;
    for (let i = start; i < end; i++) energy += (samples[i] ?? 0) ** 2;
    levels.push(Math.max(SILENT_DB, 10 * Math.log10(energy / (end - start))));
  }
  return levels;
}

/** The level that `share` (0…1) of the blocks do not exceed. */
export function levelAt(levels: readonly number[], share: number): number {
  const sorted = [...levels].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? SILENT_DB;
}

/** The middle of the quietest fifth of a second between two samples: where a cut hurts least. */
export function quietestSample(samples: Float32Array, fromSample: number, toSample: number): number {
  const levels = blockLevels(samples.subarray(0, toSample), fromSample);
  const span = 10;
  let best = 0;
  let least = Infinity;
  for (let start = 0; start + span <= levels.length; start++) {
    const loudest = Math.max(...levels.slice(start, start + span));
    if (loudest < least) {
      least = loudest;
      best = start;
    }
  }
  return fromSample + Math.round((best + span / 2) * BLOCK_SAMPLES);
}

/** Without this much between its quiet and its loud blocks a recording has no quiet. */
const LEAST_RANGE_DB = 12;
/** The lower part of the range between floor and speech counts as quiet. */
const QUIET_SHARE = 0.25;

/** Whether nothing like speech comes from `fromSample` on. */
export function isQuietFrom(samples: Float32Array, fromSample: number): boolean {
  if (fromSample < 0) return false;
  const limit = quietLimit(blockLevels(samples));
  return limit !== undefined && blockLevels(samples, fromSample).every((level) => level < limit);
}

export interface PauseBounds {
  readonly from: number;
  readonly to: number;
  /** Samples that a pause must last. */
  readonly least: number;
}

/** The longest stretch without speech that lies between two samples. */
export function longestPause(
  samples: Float32Array,
  { from, to, least }: PauseBounds,
): { readonly from: number; readonly to: number } | undefined {
  const limit = quietLimit(blockLevels(samples));
  if (limit === undefined) return undefined;
  let best: { from: number; to: number } | undefined;
  let start: number | undefined;
  const levels = [...blockLevels(samples.subarray(0, to), from), Infinity];
  for (const [i, level] of levels.entries()) {
    if (level < limit) start ??= i;
    else if (start !== undefined) {
      const length = (i - start) * BLOCK_SAMPLES;
      if (length >= least && length > (best === undefined ? 0 : best.to - best.from)) {
        best = { from: from + start * BLOCK_SAMPLES, to: from + i * BLOCK_SAMPLES };
      }
      start = undefined;
    }
  }
  return best;
}

/** Level below which a block is quiet; undefined for a recording that has no quiet. */
function quietLimit(levels: readonly number[]): number | undefined {
  const floor = levelAt(levels, 0.05);
  const range = levelAt(levels, 0.95) - floor;
  return range < LEAST_RANGE_DB ? undefined : floor + QUIET_SHARE * range;
}

/** For each block whether it stands out from the background; all do when there is no telling the two apart. */
export function findLoud(levels: readonly number[]): boolean[] {
  const floor = levelAt(levels, 0.05);
  const range = levelAt(levels, 0.95) - floor;
  return levels.map((level) => range < LEAST_RANGE_DB || level > floor + LOUD_FROM_SHARE * range);
}
