/** How every benchmark prints: tables, or one JSON object as the last line. */
import { writeFile } from 'node:fs/promises';
import { InvalidArgumentError } from 'commander';
import { reportTable } from '../../scripts/profile/report-table.js';
import type { Report } from '../../scripts/profile/summary.js';
import { AudioError } from '../audio/audio-error.js';
import type { Io } from './io.js';

export interface ReportOptions {
  readonly json?: boolean;
  /** Also written here, as JSON. */
  readonly save?: string;
}

/** A report, and what a saved one carries besides for a closer look. */
export interface Measured {
  readonly report: Report;
  readonly details?: unknown;
}

/** One object, or a list of them for several models. Throws AudioError when the file cannot be written. */
export async function printReports(measured: readonly Measured[], options: ReportOptions, io: Io): Promise<void> {
  if (options.save !== undefined) {
    await save(options.save, oneOrAll(measured.map(({ report, details }) => ({ ...report, details }))));
  }
  if (options.json === true) io.stdout.write(`${JSON.stringify(oneOrAll(measured.map(({ report }) => report)))}\n`);
  else for (const { report } of measured) io.stdout.write(`\n${describe(report)}\n${reportTable(report)}\n`);
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

async function save(path: string, value: unknown): Promise<void> {
  try {
    await writeFile(path, `${JSON.stringify(value, null, 1)}\n`);
  } catch (error) {
    throw new AudioError(`--save ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function describe({ bench, machine, settings }: Report): string {
  const { cpu, cores, loadavg, node } = machine;
  const chosen = Object.entries(settings).map(([name, value]) => `${name} ${String(value)}`);
  return `bench ${bench}: ${cpu}, ${cores} cores, load ${loadavg.toFixed(1)}, node ${node}\n${chosen.join(' · ')}`;
}
