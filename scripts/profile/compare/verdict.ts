/** Whether a version is slower than another: row by row, from reports of runs in turn. */
import { quantile } from 'simple-statistics';
import type { Report, Row } from '../summary.js';
import { chanceAbove, estimateShift } from './signed-rank.js';

/** `unsure`: neither a difference that matters was shown nor that there is none; more pairs would tell. */
export type Verdict = 'slower' | 'faster' | 'same' | 'unsure';

/** One run of each version, one right after the other. */
export interface Pair {
  readonly before: Report;
  readonly after: Report;
}

export interface RowVerdict {
  readonly name: string;
  readonly unit: Row['unit'];
  readonly pairs: number;
  /** Median over the runs of each run's median. */
  readonly before: number;
  readonly after: number;
  /** New over old, so that above 1 is more of the unit; 95 % interval of this row alone. */
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
  /** The chance of such a difference between equals, corrected for the number of rows. */
  readonly p: number;
  readonly verdict: Verdict;
}

export interface VerdictOptions {
  /** Differences up to this share do not matter: 0.03 is 3 %. */
  readonly least: number;
}

export const LEVEL = 0.95;
/** Below one of its unit (a draft had it ready: 0 ms) a time counts as one, so that ratios have a meaning. */
const FLOOR = 1;

/**
 * Judges the median of each row that all reports have. A row is slower (or faster) when a difference beyond `least` is
 * shown at 5 % over all rows together, and the same when its interval lies within `least`.
 * Source of the correction: Holm, A simple sequentially rejective multiple test procedure, Scand. J. Statistics 6 (1979).
 */
export function judgeRows(pairs: readonly Pair[], options: VerdictOptions): RowVerdict[] {
  const tested = sharedRows(pairs).map((row) => testRow(row, options));
  const corrected = holm(tested.map(({ chance }) => chance));
  return tested.map(({ row, direction }, index) => {
    const p = corrected[index] ?? 1;
    const bound = Math.log1p(options.least);
    const isSame = row.low >= Math.exp(-bound) && row.high <= Math.exp(bound);
    const verdict = p <= 1 - LEVEL ? direction : isSame ? 'same' : 'unsure';
    return { ...row, p, verdict };
  });
}

interface SharedRow {
  readonly name: string;
  readonly unit: Row['unit'];
  readonly before: readonly number[];
  readonly after: readonly number[];
}

function sharedRows(pairs: readonly Pair[]): SharedRow[] {
  const [first] = pairs;
  if (first === undefined) return [];
  return first.before.rows.flatMap(({ name, unit }) => {
    const before = pairs.flatMap((pair) => medianIn(pair.before, name));
    const after = pairs.flatMap((pair) => medianIn(pair.after, name));
    // A row that only some runs have is another thing each time.
    const isShared = before.length === pairs.length && after.length === pairs.length;
    return isShared ? [{ name, unit, before, after }] : [];
  });
}

function medianIn({ rows }: Report, name: string): number[] {
  const row = rows.find((one) => one.name === name);
  return row === undefined ? [] : [row.p50];
}

interface Tested {
  readonly row: Omit<RowVerdict, 'p' | 'verdict'>;
  readonly chance: number;
  readonly direction: 'slower' | 'faster';
}

function testRow({ name, unit, before, after }: SharedRow, { least }: VerdictOptions): Tested {
  const logs = logRatios(before, after);
  const { estimate, low, high } = estimateShift(logs, LEVEL);
  const bound = Math.log1p(least);
  const more = chanceAbove(logs, bound);
  const less = chanceAbove(
    logs.map((log) => -log),
    bound,
  );
  const isMore = more < less;
  return {
    row: {
      ...{ name, unit, pairs: logs.length, before: quantile([...before], 0.5), after: quantile([...after], 0.5) },
      ...{ ratio: Math.exp(estimate), low: Math.exp(low), high: Math.exp(high) },
    },
    chance: Math.min(1, 2 * Math.min(more, less)),
    // Of what is counted by the second, less is slower.
    direction: isMore === (unit !== '1/s') ? 'slower' : 'faster',
  };
}

function logRatios(before: readonly number[], after: readonly number[]): number[] {
  const isSmall = [...before, ...after].some((value) => value <= 0);
  const size = (value: number): number => (isSmall ? Math.max(value, FLOOR) : value);
  return after.map((value, index) => Math.log(size(value) / size(before[index] ?? NaN)));
}

/** Each chance times the number of those that are not smaller, and never below one before it. */
function holm(chances: readonly number[]): number[] {
  const order = chances.map((_, index) => index).sort((a, b) => (chances[a] ?? 1) - (chances[b] ?? 1));
  const corrected = new Array<number>(chances.length).fill(1);
  let most = 0;
  for (const [rank, index] of order.entries()) {
    most = Math.max(most, Math.min(1, (chances[index] ?? 1) * (chances.length - rank)));
    corrected[index] = most;
  }
  return corrected;
}
