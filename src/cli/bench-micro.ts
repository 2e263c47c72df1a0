/** `parley bench micro`: what the smallest steps cost, held against their targets, and the bytes that each allocates. */
import { InvalidArgumentError, Option, type Command } from 'commander';
import { benchMicro, microNames } from '../../scripts/profile/micro/bench.js';
import { printReports, toCount, type ReportOptions } from './bench-report.js';
import { samplePaths } from './input.js';
import { processIo } from './io.js';
import { runCommand } from './run.js';

interface MicroOptions extends ReportOptions {
  readonly only?: string[];
  readonly time: number;
}

const TIME_MS = 500;

/** @param version of the program, for the report */
export function registerMicroBench(bench: Command, version: string): void {
  bench
    .command('micro')
    .description('the smallest steps, each alone: time, target and allocations of one')
    .addOption(new Option('--only <name...>', `these alone: ${microNames.join(', ')}`).argParser(gatherNames))
    .addOption(new Option('--time <ms>', 'each is repeated for so long').default(TIME_MS).argParser(toCount))
    .option('--save <FILE.json>', 'also write the report')
    .option('--json', 'the report as one JSON object on the last line')
    .action(async ({ only, time, ...options }: MicroOptions) => {
      await runCommand(processIo, async (signal) => {
        const measured = await benchMicro({
          ...{ version, only, timeMs: time, signal, recordings: samplePaths() },
          onProgress: (line) => {
            processIo.stderr.write(`${line}\n`);
          },
        });
        await printReports([measured], options, processIo);
        return 0;
      });
    });
}

function gatherNames(name: string, before: readonly string[] = []): readonly string[] {
  if (microNames.includes(name)) return [...before, name];
  throw new InvalidArgumentError(`wanted one of ${microNames.join(', ')}`);
}
