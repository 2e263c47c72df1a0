/** `parley bench counts`: what is counted, not timed, beside what was accepted: work, errors, allocations, sizes. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Option, type Command } from 'commander';
import { accept, acceptedFile, countAll, readAccepted, type Count } from '../../scripts/profile/counts/check.js';
import { sources } from '../../scripts/profile/counts/gauges.js';
import { describeMachine } from '../../scripts/profile/summary.js';
import { packageRoot } from '../models/catalog.js';
import { printReports, type ReportOptions } from './bench-report.js';
import { exitCodes, processIo, type Io } from './io.js';
import { runCommand, UsageError } from './run.js';

interface CountsOptions extends ReportOptions {
  readonly only?: readonly string[];
  readonly update?: boolean;
}

/** @param version of the program, for the report */
export function registerCountsBench(bench: Command, version: string): void {
  bench
    .command('counts')
    .description(
      'for developers: work, errors, allocations and sizes beside what was accepted, the same on any machine',
    )
    .addOption(new Option('--only <source...>', 'these alone').choices(sources.map(({ name }) => name)))
    .option('--update', `accept what is counted now: writes ${acceptedFile}`)
    .option('--save <FILE.json>', 'also write the report')
    .option('--json', 'the report as one JSON object on the last line')
    .action(async (options: CountsOptions) => {
      await runCommand(processIo, (signal) => check(options, { io: processIo, version, signal }));
    });
}

interface Surroundings {
  readonly io: Io;
  readonly version: string;
  readonly signal: AbortSignal;
}

async function check(options: CountsOptions, { io, version, signal }: Surroundings): Promise<number> {
  const root = packageRoot();
  if (!existsSync(join(root, acceptedFile)))
    throw new UsageError(`bench counts compares with ${acceptedFile}, which only a checkout of the sources has`);
  const accepted = readAccepted(root);
  const chosen = sources.filter(({ name }) => options.only?.includes(name) ?? true);
  const counts = await countAll(chosen, accepted, { root, signal });
  const facts = Object.fromEntries(counts.map(({ name, after }) => [name, after]));
  const report = { bench: 'counts', version, machine: describeMachine(), settings: {}, rows: [], facts };
  await printReports([{ report, details: counts }], options, io);
  if (options.update === true) {
    accept(root, accepted, counts);
    return exitCodes.fine;
  }
  const changed = counts.filter(({ verdict }) => verdict !== 'same');
  for (const count of changed) io.stderr.write(`${describe(count)}\n`);
  if (changed.length > 0) io.stderr.write('if that is meant: npx parley bench counts --update, and commit the file\n');
  const isFine = changed.every(({ verdict }) => verdict === 'better');
  return isFine ? exitCodes.fine : exitCodes.failed;
}

function describe({ name, before, after, bound, verdict }: Count): string {
  if (before === undefined || bound === undefined) return `${name}: ${after}, and nothing was accepted yet`;
  return `${name}: ${before} → ${after}, ${verdict}${verdict === 'worse' ? ` (up to ${Number(bound.toPrecision(6))} passes)` : ''}`;
}
