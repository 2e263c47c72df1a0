/** `parley bench nlp`: how much of what people say the skills understand, as written and through a noisy microphone. */
import { Option, type Command } from 'commander';
import { benchNlp } from '../../scripts/profile/nlp/bench.js';
import { failureLines, familyLines } from '../../scripts/profile/nlp/failures.js';
import { installedSkills } from '../../scripts/profile/nlp/skills.js';
import { readTable } from '../../scripts/profile/nlp/table.js';
import { printReports, toCount, type ReportOptions } from './bench-report.js';
import { printable, processIo, type Io } from './io.js';
import { runCommand } from './run.js';

interface NlpOptions extends ReportOptions {
  readonly failures: number;
  readonly families?: boolean;
}

/** What the table calls the assistant. */
const NAMES = ['Parley'];

/** @param version of the program, for the report */
export function registerNlpBench(bench: Command, version: string): void {
  bench
    .command('nlp')
    .description('understanding: intents and slots right, clean and noisy, time, and what needs the language model')
    .addOption(new Option('--failures <n>', 'show at most this many that failed').default(20).argParser(toCount))
    .option('--families', 'also how each kind of request fares')
    .option('--save <FILE.json>', 'also write the report, with what was understood of each that is not held back')
    .option('--json', 'the report as one JSON object on the last line')
    .action(async (options: NlpOptions) => {
      await runCommand(processIo, (signal) => measure(options, { io: processIo, version, signal }));
    });
}

interface Surroundings {
  readonly io: Io;
  readonly version: string;
  readonly signal: AbortSignal;
}

async function measure(options: NlpOptions, { io, version, signal }: Surroundings): Promise<number> {
  const measured = benchNlp({ version, table: readTable(), names: NAMES, skills: installedSkills(), signal });
  // Whoever sees what is held back makes rules for it.
  const details = measured.details.filter(({ said }) => said.half === 'dev');
  const families = options.families === true ? familyLines(measured.details) : [];
  for (const line of [...families, ...failureLines(measured.details, options.failures)])
    io.stderr.write(`${printable(line)}\n`);
  await printReports([{ ...measured, details }], options, io);
  return 0;
}
