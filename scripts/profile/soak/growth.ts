/** How fast a figure grows over a long run, and how sure that is: what decides whether something leaks. */
import { mean, probit, standardDeviation } from 'simple-statistics';
import { estimateShift } from '../compare/signed-rank.js';

export interface Growth {
  readonly name: string;
  /** What one unit of growth is, such as `B/turn`. */
  readonly unit: string;
  readonly perUnit: number;
  /** Ends of the 99 % interval. */
  readonly low: number;
  readonly high: number;
  /** Growth up to this is none. */
  readonly least: number;
  /** Grows for sure, and by more than that. */
  readonly isLeak: boolean;
  /** First and last figure. */
  readonly from: number;
  readonly to: number;
}

export interface GrowthOptions {
  readonly name: string;
  readonly unit: string;
  readonly least: number;
  /** `swings` about its level, as memory behind a collection does; or `wanders`, as resident memory does. */
  readonly motion: 'swings' | 'wanders';
}

const LEVEL = 0.99;
/** Fewer samples have no interval of 99 %. */
export const LEAST_SAMPLES = 16;

/**
 * @param values equally distant, 16 or more
 * @param step distance of two samples, in the unit below the stroke
 * @throws RangeError for fewer samples
 */
export function measureGrowth(values: readonly number[], step: number, options: GrowthOptions): Growth {
  const { name, unit, least, motion } = options;
  if (values.length < LEAST_SAMPLES)
    throw new RangeError(`growth of ${name}: got ${values.length} samples, wanted ${LEAST_SAMPLES} or more`);
  const [perUnit, low, high] = motion === 'swings' ? fromHalves(values, step) : fromIncrements(values, step);
  const ends = { from: values[0] ?? 0, to: values.at(-1) ?? 0 };
  return { name, unit, perUnit, low, high, least, isLeak: low > least, ...ends };
}

type Interval = readonly [estimate: number, low: number, high: number];

/**
 * Each sample of the second half against its partner in the first, by signed ranks: a spike here and there moves nothing.
 * Source: Cox and Stuart, Some quick sign tests for trend in location and dispersion, Biometrika 42 (1955).
 */
function fromHalves(values: readonly number[], step: number): Interval {
  const half = Math.floor(values.length / 2);
  const later = values.slice(values.length - half);
  const distance = (values.length - half) * step;
  const slopes = later.map((value, i) => (value - (values[i] ?? NaN)) / distance);
  const { estimate, low, high } = estimateShift(slopes, LEVEL);
  return [estimate, low, high];
}

/** The mean increment with Student's interval: of what wanders, increments are independent, and samples are not. */
function fromIncrements(values: readonly number[], step: number): Interval {
  const increments = values.slice(1).map((value, i) => (value - (values[i] ?? NaN)) / step);
  const free = increments.length - 1;
  const estimate = mean(increments);
  const error = standardDeviation(increments) / Math.sqrt(free);
  const half = quantileOfT(LEVEL, free) * error;
  return [estimate, estimate - half, estimate + half];
}

/**
 * Half-width of Student's interval in standard errors. Source: Abramowitz and Stegun, Handbook of Mathematical
 * Functions, 26.7.5; good to 1 % from 8 degrees of freedom on.
 */
function quantileOfT(level: number, free: number): number {
  const z = probit((1 + level) / 2);
  return z + (z ** 3 + z) / (4 * free) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * free ** 2);
}
