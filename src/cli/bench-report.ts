/** How every benchmark prints: tables, or one JSON object as the last line. */
import { InvalidArgumentError } from 'commander';
import { compareSaved } from '../../scripts/profile/compare/comparison.js';
import { mergeReports } from '../../scripts/profile/compare/in-turn.js';
import { comparisonTable } from '../../scripts/profile/compare/table.js';
import { reportTable } from '../../scripts/profile/report-table.js';
import type { Report } from '../../scripts/profile/summary.js';
import { writeBaseline } from './bench-baselines.js';
import type { Io } from './io.js';

export interface ReportOptions {
  readonly json?: boolean;
  /** Also written here, as JSON. */
  readonly save?: string;
  /** Compared with this. */
  readonly against?: Against;
}

/** A report that was kept, and whether this one is worse than it. */
export interface Against {
  readonly name: string;
  readonly report: Report;
  /** Differences up to this share are not told. */
  readonly least: number;
  isWorse: boolean;
}

/** A report, and what a saved one carries besides for a closer look. */
export interface Measured {
  readonly report: Report;
  readonly details?: unknown;
}

/** One object, or a list of them for several models. Throws AudioError when the file cannot be written. */
export async function printReports(measured: readonly Measured[], options: ReportOptions, io: Io): Promise<void> {
  if (options.save !== undefined) {
    await writeBaseline(options.save, oneOrAll(measured.map(({ report, details }) => ({ ...report, details }))));
  }
  if (options.json === true) io.stdout.write(`${JSON.stringify(oneOrAll(measured.map(({ report }) => report)))}\n`);
  else for (const { report } of measured) io.stdout.write(`\n${describe(report)}\n${reportTable(report)}\n`);
  if (options.against !== undefined) compare(options.against, measured, { options, io });
}

/** Behind the report; under `--json` as the last line. */
function compare(
  against: Against,
  measured: readonly Measured[],
  { options, io }: { readonly options: ReportOptions; readonly io: Io },
): void {
  const report = mergeReports(oneOrAll(measured.map((one) => one.report)));
  const comparison = compareSaved(against.report, report, { against: against.name, least: against.least });
  against.isWorse = comparison.worse.length > 0;
  const text = options.json === true ? JSON.stringify(comparison) : `\n${comparisonTable(comparison)}`;
  io.stdout.write(`${text}\n`);
}

/** Parses a whole number from 1 on. */
export function toCount(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count > 0) return count;
  throw new InvalidArgumentError('wanted a whole number from 1 on');
}

function oneOrAll<T>(list: readonly T[]): T | readonly T[] {
  const [first] = list;
  return first !== undefined && list.length === 1 ? first : list;
}

function describe({ bench, machine, settings }: Report): string {
  const { cpu, cores, loadavg, node } = machine;
  const chosen = Object.entries(settings).map(([name, value]) => `${name} ${String(value)}`);
  return `bench ${bench}: ${cpu}, ${cores} cores, load ${loadavg.toFixed(1)}, node ${node}\n${chosen.join(' · ')}`;
}
