/** `parley bench dictation`: what is typed for phrases with spoken marks and commands that our voices say. */
import { Option, type Command } from 'commander';
import { benchDictation, type DictatedPhrase } from '../../scripts/profile/dictation/bench.js';
import { speakers, type Speaker } from '../../scripts/profile/dictation/speakers.js';
import { openStore } from '../models/store.js';
import { printReports, toCount, type Measured, type ReportOptions } from './bench-report.js';
import { addConfigOptions, loadFromOptions, type ConfigOptions } from './config.js';
import { printable, processIo, type Io } from './io.js';
import { runCommand } from './run.js';

export interface DictationOptions extends ConfigOptions, ReportOptions {
  readonly voice?: Speaker[];
  readonly model?: string[];
  readonly limit?: number;
  readonly all?: boolean;
  readonly desk?: boolean;
}

/** @param version of the program, for the report */
export function registerDictationBench(bench: Command, version: string): void {
  const command = bench
    .command('dictation')
    .description(
      'dictation: what is typed for phrases with spoken commands, or, at a desk, how soon it is in the window',
    )
    .option('--desk', 'hold the hotkey of a real X11 desktop, speak, and watch a real window: every part in ms')
    .addOption(new Option('--voice <name...>', 'who speaks (joe and michael, at a desk joe alone)').choices(speakers))
    .option('--model <id...>', 'speech models that listen (whisper-base, at a desk whisper-tiny.en too)')
    .addOption(
      new Option('--limit <n>', 'at most so many phrases, at a desk utterances of each length').argParser(toCount),
    )
    .option('--all', 'show what became of every phrase, held back or not')
    .option('--save <FILE.json>', 'also write the report, with every phrase')
    .option('--json', 'the report as one JSON object on the last line');
  addConfigOptions(command).action(async (options: DictationOptions) => {
    const { measureDesk } = await import('./bench-desk.js');
    const measured = options.desk === true ? measureDesk : measure;
    await runCommand(processIo, (signal) => measured(options, { io: processIo, version, signal }));
  });
}

export interface Surroundings {
  readonly io: Io;
  readonly version: string;
  readonly signal: AbortSignal;
}

async function measure(options: DictationOptions, { io, version, signal }: Surroundings): Promise<number> {
  const config = await loadFromOptions(options);
  const store = openStore();
  const measured: Measured[] = [];
  for (const model of options.model ?? ['whisper-base']) {
    const found = await benchDictation({
      ...{ version, config, signal, voices: options.voice ?? ['joe', 'michael'], model, limit: options.limit },
      folderOf: (id) => store.folderOf(id),
      onPhrase: (result) => {
        // Whoever sees what is held back makes rules for it.
        if (options.all === true || result.half === 'dev') io.stderr.write(`${printable(describe(result))}\n`);
      },
    });
    measured.push(found);
  }
  await printReports(measured, options, io);
  return 0;
}

function describe({ voice, said, heard, typed, wanted, isRight }: DictatedPhrase): string {
  const shown = `${voice}: ${said.join(' | ')} → ${heard.join(' | ')} → ${JSON.stringify(typed)}`;
  return isRight
    ? `right  ${shown}`
    : `wrong  ${shown}, wanted ${wanted.map((text) => JSON.stringify(text)).join(' or ')}`;
}
