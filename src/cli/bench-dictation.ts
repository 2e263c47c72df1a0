/** `parley bench dictation`: what is typed for phrases with spoken marks and commands that our voices say. */
import { Option, type Command } from 'commander';
import { benchDictation, speakers, type DictatedPhrase, type Speaker } from '../../scripts/profile/dictation/bench.js';
import { openStore } from '../models/store.js';
import { printReports, toCount, type ReportOptions } from './bench-report.js';
import { addConfigOptions, loadFromOptions, type ConfigOptions } from './config.js';
import { printable, processIo, type Io } from './io.js';
import { runCommand } from './run.js';

interface DictationOptions extends ConfigOptions, ReportOptions {
  readonly voice: Speaker[];
  readonly model: string;
  readonly limit?: number;
  readonly all?: boolean;
}

/** @param version of the program, for the report */
export function registerDictationBench(bench: Command, version: string): void {
  const command = bench
    .command('dictation')
    .description('dictation: fifty phrases with spoken marks and commands, said, heard and typed')
    .addOption(new Option('--voice <name...>', 'who says them').choices(speakers).default(['joe', 'michael']))
    .option('--model <id>', 'speech model that listens', 'whisper-base')
    .addOption(new Option('--limit <n>', 'at most this many phrases').argParser(toCount))
    .option('--all', 'show what became of every phrase, held back or not')
    .option('--save <FILE.json>', 'also write the report, with every phrase')
    .option('--json', 'the report as one JSON object on the last line');
  addConfigOptions(command).action(async (options: DictationOptions) => {
    await runCommand(processIo, (signal) => measure(options, { io: processIo, version, signal }));
  });
}

interface Surroundings {
  readonly io: Io;
  readonly version: string;
  readonly signal: AbortSignal;
}

async function measure(options: DictationOptions, { io, version, signal }: Surroundings): Promise<number> {
  const config = await loadFromOptions(options);
  const store = openStore();
  const measured = await benchDictation({
    ...{ version, config, signal, voices: options.voice, model: options.model, limit: options.limit },
    folderOf: (id) => store.folderOf(id),
    onPhrase: (result) => {
      // Whoever sees what is held back makes rules for it.
      if (options.all === true || result.half === 'dev') io.stderr.write(`${printable(describe(result))}\n`);
    },
  });
  await printReports([measured], options, io);
  return 0;
}

function describe({ voice, said, heard, typed, wanted, isRight }: DictatedPhrase): string {
  const shown = `${voice}: ${said.join(' | ')} → ${heard.join(' | ')} → ${JSON.stringify(typed)}`;
  return isRight
    ? `right  ${shown}`
    : `wrong  ${shown}, wanted ${wanted.map((text) => JSON.stringify(text)).join(' or ')}`;
}
