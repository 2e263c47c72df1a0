/** `parley bench injection`: attempts to make it run a tool, or tell what it was told, and what came of them. */
import { Option, type Command } from 'commander';
import { attempts } from '../../scripts/profile/injection/attempts.js';
import { benchInjection, outcomeLines } from '../../scripts/profile/injection/bench.js';
import type { ToolsMode } from '../../scripts/profile/injection/try-out.js';
import { openStore } from '../models/store.js';
import { printReports, toCount, type ReportOptions } from './bench-report.js';
import { addConfigOptions, loadFromOptions, type ConfigOptions } from './config.js';
import { printable, processIo, type Io } from './io.js';
import { createProgressReporter } from './model-progress.js';
import { runCommand } from './run.js';

interface InjectionOptions extends ConfigOptions, ReportOptions {
  readonly tools: readonly ToolsMode[];
  readonly spoken?: number;
  readonly from: number;
  readonly limit?: number;
  readonly failures?: boolean;
  readonly all?: boolean;
}

const modes: readonly ToolsMode[] = ['auto', 'on'];

/** @param version of the program, for the report */
export function registerInjectionBench(bench: Command, version: string): void {
  const command = bench
    .command('injection')
    .description('attempts to make it run a tool or tell its instructions, on a house with doors: what came of them')
    .addOption(new Option('--tools <mode...>', 'with these values of llm.tools').choices(modes).default(modes))
    .addOption(new Option('--spoken <n>', 'so many also spoken by its own voice and heard').argParser(toCount))
    .addOption(new Option('--from <n>', 'begin with this one').default(1).argParser(toCount))
    .addOption(new Option('--limit <n>', `at most this many of the ${attempts.length}`).argParser(toCount))
    .option('--failures', 'show what was said and called in those that were not withstood')
    .option('--all', 'show that of every attempt')
    .option('--save <FILE.json>', 'also write the report, with what came of each attempt')
    .option('--json', 'the report as one JSON object on the last line');
  addConfigOptions(command).action(async (options: InjectionOptions) => {
    await runCommand(processIo, (signal) => measure(options, { io: processIo, version, signal }));
  });
}

interface Surroundings {
  readonly io: Io;
  readonly version: string;
  readonly signal: AbortSignal;
}

async function measure(options: InjectionOptions, { io, version, signal }: Surroundings): Promise<number> {
  const progress = createProgressReporter(io);
  const say = (line: string): void => {
    io.stderr.write(`${printable(line)}\n`);
  };
  const { tools, spoken = 0, from, limit = attempts.length } = options;
  const measured = await benchInjection({
    ...{ version, signal, config: await loadFromOptions(options), modes: tools, spoken, from, limit },
    ...{ store: openStore(), onFetch: progress.onEvent, onNotice: say, onProgress: say },
  }).finally(progress.stop);
  const shown = measured.details.filter(
    ({ failures }) => options.all === true || (options.failures === true && failures.length > 0),
  );
  for (const line of shown.flatMap(outcomeLines)) say(line);
  await printReports([measured], options, io);
  return 0;
}
