/** Finds where a voice really ended: detectors stay high for a while after it. */

/** Blocks quieter than the loudest by more than this are silence. */
const FLOOR_DB = 35;
const BLOCK_MS = 10;

/**
 * Index after the last sample of audible voice in `samples`.
 * @param samples mono audio that contains the utterance, with or without silence after it
 */
export function voiceEnd(samples: Float32Array, sampleRateHz: number): number {
  const block = Math.max(1, Math.round((sampleRateHz * BLOCK_MS) / 1000));
  const energies: number[] = [];
  for (let start = 0; start < samples.length; start += block) {
    let sum = 0;
    const end = Math.min(start + block, samples.length);
    for (let i = start; i < end; i += 1) sum += (samples[i] ?? 0) ** 2;
    energies.push(sum / (end - start));
  }
  const floor = Math.max(0, ...energies) * 10 ** (-FLOOR_DB / 10);
  const last = energies.findLastIndex((energy) => energy > floor);
  return Math.min(samples.length, (last + 1) * block);
}
