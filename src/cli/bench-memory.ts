/** `parley bench memory`: memory and processor time while idle, while talking, at the peak and at rest. */
import { Option, type Command } from 'commander';
import { benchMemory } from '../../scripts/profile/memory/bench.js';
import { describeFiles } from '../audio/file-source.js';
import { printReports, toCount, type Measured, type ReportOptions } from './bench-report.js';
import { configArgs, presetsToMeasure, type PresetOptions } from './bench-presets.js';
import { addConfigOptions, type ConfigOptions } from './config.js';
import { samplePaths } from './input.js';
import { printable, processIo, type Io } from './io.js';
import { runCommand } from './run.js';

interface MemoryOptions extends ConfigOptions, ReportOptions, PresetOptions {
  readonly input?: string[];
  readonly quiet: number;
}

const QUIET_SECONDS = 30;

/** @param version of the program, for the report */
export function registerMemoryBench(bench: Command, version: string): void {
  const command = bench
    .command('memory')
    .description('memory and processor time of all processes: idle, talking, at the peak, at rest')
    .option('--all-presets', 'every preset, one after the other')
    .option(
      '--input <FILE.wav...>',
      'recordings to speak, the last one after the rest; the sample conversation unless told',
    )
    .addOption(new Option('--quiet <seconds>', 'quiet that is watched').default(QUIET_SECONDS).argParser(toCount))
    .option('--save <FILE.json>', 'also write the report, with every look')
    .option('--json', 'the report as one JSON object on the last line');
  addConfigOptions(command).action(async (options: MemoryOptions) => {
    await runCommand(processIo, (signal) => measure(options, { io: processIo, version, signal }));
  });
}

interface Surroundings {
  readonly io: Io;
  readonly version: string;
  readonly signal: AbortSignal;
}

async function measure(options: MemoryOptions, { io, version, signal }: Surroundings): Promise<number> {
  const recordings = options.input ?? samplePaths();
  await describeFiles(recordings);
  const measured: Measured[] = [];
  for (const preset of await presetsToMeasure(options, { io, signal })) {
    measured.push(
      await benchMemory({
        ...{ version, preset, recordings, quietSeconds: options.quiet, signal },
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
