/** Finds where a piece of sound lies in a longer one, to the sample, whatever its loudness. */

export interface Found {
  /** Of the piece's first sample, in the longer sound. */
  readonly atSample: number;
  /** Normalised correlation there, −1…1; 1 for a copy. */
  readonly likeness: number;
}

/** The coarse search looks at every so many-th sample of sound that was smoothed to fit. */
const COARSE = 4;
const REFINE_SAMPLES = 3 * COARSE;

/** Undefined when the piece is silent or longer than the other. */
export function findIn(whole: Float32Array, piece: Float32Array): Found | undefined {
  if (piece.length > whole.length || energy(piece) === 0) return undefined;
  const coarse = bestOf(thin(whole), thin(piece), { from: 0, to: Math.floor((whole.length - piece.length) / COARSE) });
  if (coarse === undefined) return undefined;
  const around = coarse.atSample * COARSE;
  return bestOf(whole, piece, { from: Math.max(0, around - REFINE_SAMPLES), to: around + REFINE_SAMPLES });
}

function bestOf(
  whole: Float32Array,
  piece: Float32Array,
  range: { readonly from: number; readonly to: number },
): Found | undefined {
  const own = energy(piece);
  let best: Found | undefined;
  let theirs = 0;
  const to = Math.min(range.to, whole.length - piece.length);
  for (let at = range.from; at <= to; at++) {
    // The energy under the piece moves on by one sample at a time.
    if (at === range.from) theirs = energy(whole.subarray(at, at + piece.length));
    else theirs += (whole[at + piece.length - 1] ?? 0) ** 2 - (whole[at - 1] ?? 0) ** 2;
    if (theirs < own * 1e-9) continue;
    let product = 0;
    for (let i = 0; i < piece.length; i++) product += (whole[at + i] ?? 0) * (piece[i] ?? 0);
    const likeness = product / Math.sqrt(theirs * own);
    if (best === undefined || likeness > best.likeness) best = { atSample: at, likeness };
  }
  return best;
}

function thin(samples: Float32Array): Float32Array {
  return Float32Array.from({ length: Math.floor(samples.length / COARSE) }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < COARSE; k++) sum += samples[i * COARSE + k] ?? 0;
    return sum / COARSE;
  });
}

function energy(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample ** 2;
  return sum;
}
