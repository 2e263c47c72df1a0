/** The likeliest token and how likely it is, from a row of the decoder's scores. */

/** Further below the best score a token's share of the sum is nothing. */
const NEGLIGIBLE = 16;

export interface Choice {
  readonly token: number;
  /** Natural logarithm of its probability among the allowed tokens. */
  readonly logProb: number;
}

/** What is added to the scores of some tokens before the best is taken. */
export type Favours = ReadonlyMap<number, number>;

/**
 * The best token among those that `allowed` marks with 1; `favours` help a token to be chosen, but never make it likelier
 * than the model found it.
 */
export function choose(scores: Float32Array, allowed: Uint8Array, favours?: Favours): Choice {
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
  const best = { token, logProb: -Math.log(sum) };
  return favours === undefined ? best : favoured(best, { scores, allowed, favours });
}

function favoured(
  best: Choice,
  { scores, allowed, favours }: { scores: Float32Array; allowed: Uint8Array; favours: Favours },
): Choice {
  const peak = scores[best.token] ?? -Infinity;
  let token = best.token;
  let most = peak + (favours.get(token) ?? 0);
  for (const [other, favour] of favours) {
    const score = (scores[other] ?? -Infinity) + favour;
    if (allowed[other] !== 1 || score <= most) continue;
    token = other;
    most = score;
  }
  return token === best.token ? best : { token, logProb: best.logProb + ((scores[token] ?? peak) - peak) };
}

/** Probability of one token among all, 0…1. */
export function probability(scores: Float32Array, token: number): number {
  let peak = -Infinity;
  for (const score of scores) if (score > peak) peak = score;
  let sum = 0;
  for (const score of scores) if (score - peak > -NEGLIGIBLE) sum += Math.exp(score - peak);
  return Math.exp((scores[token] ?? -Infinity) - peak) / sum;
}
