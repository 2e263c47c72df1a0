/** `parley bench throughput`: conversations that one machine holds at once on shared models, and what bounds it. */
import { Option, type Command } from 'commander';
import { benchThroughput } from '../../scripts/profile/throughput/bench.js';
import { openStore } from '../models/store.js';
import { printReports, toCount, type ReportOptions } from './bench-report.js';
import { afresh, chooseSpoken, SPOKEN_KINDS, type SpokenOptions } from './bench-spoken.js';
import { addConfigOptions, loadFromOptions, type ConfigOptions } from './config.js';
import { printable, processIo, type Io } from './io.js';
import { createProgressReporter } from './model-progress.js';
import { runCommand } from './run.js';

interface ThroughputOptions extends ConfigOptions, ReportOptions, SpokenOptions {
  readonly seconds: number;
  readonly most: number;
  readonly limit: number;
}

const SECONDS = 60;
const MOST = 8;
const LIMIT_MS = 1000;
const CLIPS = 12;

/** @param version of the program, for the report */
export function registerThroughputBench(bench: Command, version: string): void {
  const command = bench
    .command('throughput')
    .description('conversations held at once with answers within a second, utterances a second, what bounds them')
    .option('--manifest <FILE.jsonl>', 'recordings: JSON lines of file, text, lang, kind (also PARLEY_SPEECH)')
    .option('--kind <kind...>', 'clips of these kinds', SPOKEN_KINDS)
    .addOption(new Option('--clips <n>', 'what each says, in turn').default(CLIPS).argParser(toCount))
    .addOption(
      new Option('--seconds <n>', 'each number of them is held so long, or until all said everything')
        .default(SECONDS)
        .argParser(toCount),
    )
    .addOption(new Option('--most <n>', 'no more conversations than this').default(MOST).argParser(toCount))
    .addOption(new Option('--limit <ms>', 'P95 of voice to voice that is enough').default(LIMIT_MS).argParser(toCount))
    .option('--save <FILE.json>', 'also write the report, with every utterance')
    .option('--json', 'the report as one JSON object on the last line');
  addConfigOptions(command).action(async (options: ThroughputOptions) => {
    await runCommand(processIo, (signal) => measure(options, { io: processIo, version, signal }));
  });
}

interface Surroundings {
  readonly io: Io;
  readonly version: string;
  readonly signal: AbortSignal;
}

async function measure(options: ThroughputOptions, { io, version, signal }: Surroundings): Promise<number> {
  const progress = createProgressReporter(io);
  const say = (line: string): void => {
    io.stderr.write(`${printable(line)}\n`);
  };
  const measured = await benchThroughput({
    ...{ version, signal, store: openStore(), seconds: options.seconds },
    ...{ most: options.most, limitMs: options.limit },
    clips: chooseSpoken(options),
    config: await loadFromOptions({ ...options, set: [...afresh, ...(options.set ?? [])] }),
    ...{ onFetch: progress.onEvent, onNotice: say, onProgress: say },
  }).finally(progress.stop);
  await printReports([measured], options, io);
  return 0;
}
