/** How loud a recording is, in short blocks: silence that needs no model, and good places to cut. */

const BLOCK_SAMPLES = 320;
const SILENT_DB = -100;

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
