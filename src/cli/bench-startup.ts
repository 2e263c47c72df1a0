/** `parley bench startup`: from the start of the process to the moment it listens, cold and warm, step by step. */
import { Option, type Command } from 'commander';
import { benchStartup } from '../../scripts/profile/startup/bench.js';
import { printReports, toCount, type Measured, type ReportOptions } from './bench-report.js';
import { configArgs, presetsToMeasure, type PresetOptions } from './bench-presets.js';
import { addConfigOptions, type ConfigOptions } from './config.js';
import { printable, processIo, type Io } from './io.js';
import { runCommand } from './run.js';

interface StartupOptions extends ConfigOptions, ReportOptions, PresetOptions {
  readonly runs: number;
  readonly cold: number;
}

const RUNS = 5;

/** @param version of the program, for the report */
export function registerStartupBench(bench: Command, version: string): void {
  const command = bench
    .command('startup')
    .description('from the start of the process until it listens: cold, warm, and where the time goes')
    .option('--all-presets', 'every preset, one after the other')
    .addOption(new Option('--runs <n>', 'warm starts').default(RUNS).argParser(toCount))
    .addOption(new Option('--cold <n>', 'starts with nothing kept beside the models').default(1).argParser(toCount))
    .option('--save <FILE.json>', 'also write the report, with every start')
    .option('--json', 'the report as one JSON object on the last line');
  addConfigOptions(command).action(async (options: StartupOptions) => {
    await runCommand(processIo, (signal) => measure(options, { io: processIo, version, signal }));
  });
}

interface Surroundings {
  readonly io: Io;
  readonly version: string;
  readonly signal: AbortSignal;
}

async function measure(options: StartupOptions, { io, version, signal }: Surroundings): Promise<number> {
  const measured: Measured[] = [];
  for (const preset of await presetsToMeasure(options, { io, signal })) {
    measured.push(
      await benchStartup({
        ...{ version, preset, cold: options.cold, warm: options.runs, signal },
        configArgs: configArgs(options),
        onProgress: (line) => {
          io.stderr.write(`${printable(line)}\n`);
        },
      }),
    );
  }
  await printReports(measured, options, io);
  return 0;
}
