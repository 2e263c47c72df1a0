/** Reports that are kept under a name, to be compared with later. */
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { mergeReports } from '../../scripts/profile/compare/in-turn.js';
import type { Report } from '../../scripts/profile/summary.js';
import { dataFolder } from '../assistant/data-folder.js';
import { AudioError } from '../audio/audio-error.js';
import { UsageError } from './run.js';

/** What may be a file's name everywhere, and no way out of the folder. */
const plainName = /^[A-Za-z0-9][\w.+-]{0,99}$/;

/** The file that is meant: a path or a name that ends in .json is one, anything else a name in the user's data folder. */
export function baselineFile(bench: string, name: string): string {
  if (name.includes('/') || name.endsWith('.json')) return resolve(name);
  if (!plainName.test(name))
    throw new UsageError(`--save ${name}: wanted letters, digits, dots and dashes, or a path that ends in .json`);
  return join(dataFolder(), 'baselines', bench, `${name}.json`);
}

/** The report that is kept there; undefined when there is none. Throws UsageError when it is something else. */
export function readBaseline(bench: string, name: string): Report | undefined {
  const isPath = name.includes('/') || name.endsWith('.json');
  if (!isPath && !plainName.test(name)) return undefined;
  const path = baselineFile(bench, name);
  if (!existsSync(path)) return undefined;
  const report = parseReport(path);
  if (report.bench === bench || (bench === 'profile' && report.bench === 'latency')) return report;
  throw new UsageError(`${path} is a report of bench ${report.bench}, not of bench ${bench}: name another one`);
}

/** Throws AudioError when it cannot be written. */
export async function writeBaseline(path: string, value: unknown): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, `${JSON.stringify(value, null, 1)}\n`);
  } catch (error) {
    throw new AudioError(`--save ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function parseReport(path: string): Report {
  try {
    return mergeReports(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    throw new UsageError(`${path} is no report of a benchmark: make one with parley bench NAME --save ${path}`);
  }
}
