/** How much two things differ that were measured in pairs: an estimate, its interval, and how sure a difference is. */

/** Pairs that make the exact distribution no longer worth its time; nobody runs so many. */
const MOST_PAIRS = 500;

export interface Shift {
  /** The Hodges–Lehmann estimate: the median of the means of all two differences. */
  readonly estimate: number;
  /** Ends of the interval; infinite where there are too few pairs for the level. */
  readonly low: number;
  readonly high: number;
}

/**
 * Where the middle of the differences lies, by Wilcoxon's signed ranks. The interval keeps its level with any number of
 * pairs, as long as a difference is as likely to err one way as the other, which running in turn (A B B A) sees to; one
 * pair that another process disturbed moves it little. An interval out of resampled pairs (bootstrap) is too narrow for
 * the ten or so pairs that anybody has the patience for.
 * Source: Hollander, Wolfe, Chicken, Nonparametric Statistical Methods (3rd ed.), 3.1 to 3.3.
 * @param differences one a pair; logarithms of ratios, so that twice and half are equally far
 * @param level of the interval, such as 0.95
 * @throws RangeError for no pairs, or more than 500
 */
export function estimateShift(differences: readonly number[], level: number): Shift {
  const means = walshAverages(differences);
  const skipped = lowerRank(differences.length, (1 - level) / 2);
  const low = skipped === 0 ? -Infinity : (means[skipped - 1] ?? -Infinity);
  const high = skipped === 0 ? Infinity : (means[means.length - skipped] ?? Infinity);
  return { estimate: medianOf(means), low, high };
}

/** How likely differences so large are if their middle were `bound` at the most (one-sided; equal ones count against it). */
export function chanceAbove(differences: readonly number[], bound: number): number {
  const above = walshAverages(differences).filter((mean) => mean > bound).length;
  return tailFrom(differences.length, above);
}

/** The fewest pairs with which a difference can be shown at all among so many comparisons, at this level. */
export function fewestPairs(comparisons: number, level: number): number {
  return Math.ceil(Math.log2((2 * Math.max(1, comparisons)) / (1 - level)));
}

function walshAverages(differences: readonly number[]): number[] {
  if (differences.length === 0 || differences.length > MOST_PAIRS)
    throw new RangeError(`got ${differences.length} pairs, wanted 1 to ${MOST_PAIRS}`);
  return differences
    .flatMap((one, i) => differences.slice(i).map((other) => (one + other) / 2))
    .sort((one, other) => one - other);
}

function medianOf(sorted: readonly number[]): number {
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle)] ?? NaN)) / 2;
}

/** How many of the means at either end lie outside the interval, plus one; 0 when none may be left out. */
function lowerRank(pairs: number, tail: number): number {
  let sum = 0;
  for (const [rank, chance] of chancesOf(pairs).entries()) {
    sum += chance;
    if (sum > tail) return rank;
  }
  return 0;
}

/** Chance that the sum of ranks is `from` or more when every sign is a coin's. */
function tailFrom(pairs: number, from: number): number {
  return Math.min(
    1,
    chancesOf(pairs)
      .slice(from)
      .reduce((sum, chance) => sum + chance, 0),
  );
}

/** Chance of each sum of ranks 0 … n(n+1)/2. */
function chancesOf(pairs: number): number[] {
  let chances = [1];
  for (let rank = 1; rank <= pairs; rank++) {
    const next = new Array<number>(chances.length + rank).fill(0);
    chances.forEach((chance, sum) => {
      next[sum] = (next[sum] ?? 0) + chance / 2;
      next[sum + rank] = (next[sum + rank] ?? 0) + chance / 2;
    });
    chances = next;
  }
  return chances;
}
