/** Figures of a set of measurements, in the one output form of every report. */
import { availableParallelism, cpus, loadavg } from 'node:os';
import { mean, quantileSorted } from 'simple-statistics';
import type { Targets } from './targets.js';

export interface Row {
  readonly name: string;
  /** `virtual ms` are estimates: their waiting was left out. */
  readonly unit: 'ms' | 'ns' | 'µs' | 'MB' | 'x' | '1/s' | 'virtual ms';
  readonly n: number;
  readonly mean: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** What a report prints as its last line under `--json`. */
export interface Report {
  readonly bench: string;
  readonly version: string;
  readonly machine: { readonly cpu: string; readonly cores: number; readonly loadavg: number; readonly node: string };
  readonly settings: Readonly<Record<string, unknown>>;
  readonly rows: readonly Row[];
  /** What rows should be. */
  readonly targets?: Targets;
  /** Rows that follow one another and make up the row `of`. */
  readonly parts?: { readonly of: string; readonly names: readonly string[] };
  readonly facts: Readonly<Record<string, unknown>>;
  /** Single values of rows, in the order in which they were measured. */
  readonly series?: Readonly<Record<string, readonly number[]>>;
}

/** Undefined when nothing was measured: a row of zeros would be a lie. */
export function summarise(name: string, unit: Row['unit'], values: readonly number[]): Row | undefined {
  if (values.length === 0) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  return {
    ...{ name, unit, n: sorted.length, mean: mean(sorted) },
    ...{ p50: quantileSorted(sorted, 0.5), p95: quantileSorted(sorted, 0.95), p99: quantileSorted(sorted, 0.99) },
  };
}

export function describeMachine(): Report['machine'] {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    loadavg: loadavg()[0] ?? 0,
    node: process.version,
  };
}
