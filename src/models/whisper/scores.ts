/** The likeliest token and how likely it is, from a row of the decoder's scores. */

/** Further below the best score a token's share of the sum is nothing. */
const NEGLIGIBLE = 16;

export interface Choice {
  readonly token: number;
  /** Natural logarithm of its probability among the allowed tokens. */
  readonly logProb: number;
}

/** The best token among those that `allowed` marks with 1. */
export function choose(scores: Float32Array, allowed: Uint8Array): Choice {
  let token = -1;
  let peak = -Infinity;
  for (let i = 0; i < allowed.length; i++) {
    const score = scores[i] as number;
    if (score > peak && allowed[i] === 1) {
      token = i;
      peak = score;
    }
  }
  let sum = 0;
  for (let i = 0; i < allowed.length; i++) {
    const below = (scores[i] as number) - peak;
    if (below > -NEGLIGIBLE && allowed[i] === 1) sum += Math.exp(below);
  }
  return { token, logProb: -Math.log(sum) };
}

/** Probability of one token among all, 0…1. */
export function probability(scores: Float32Array, token: number): number {
  let peak = -Infinity;
  for (const score of scores) if (score > peak) peak = score;
  let sum = 0;
  for (const score of scores) if (score - peak > -NEGLIGIBLE) sum += Math.exp(score - peak);
  return Math.exp((scores[token] ?? -Infinity) - peak) / sum;
}
