/** `parley bench llm`: first token and speed of the language model, what of a conversation is kept, and its hand with tools. */
import { Option, type Command } from 'commander';
import { benchLlm } from '../../scripts/profile/llm/bench.js';
import { openStore } from '../models/store.js';
import { printReports, toCount, type ReportOptions } from './bench-report.js';
import { addConfigOptions, loadFromOptions, type ConfigOptions } from './config.js';
import { printable, processIo, type Io } from './io.js';
import { createProgressReporter } from './model-progress.js';
import { runCommand } from './run.js';

interface LlmOptions extends ConfigOptions, ReportOptions {
  readonly model?: string;
  readonly threads?: number;
  readonly context?: number;
  readonly sessions?: number;
  readonly turns: number;
  readonly repeats: number;
  readonly tools?: boolean;
}

/** @param version of the program, for the report */
export function registerLlmBench(bench: Command, version: string): void {
  const command = bench
    .command('llm')
    .description('language model: first token with the prompt kept and cold, speed, a conversation of many turns')
    .option('--model <id>', 'model id or path of a GGUF file')
    .addOption(new Option('--threads <n>', 'threads of the model').argParser(toCount))
    .addOption(new Option('--context <n>', 'context window in tokens').argParser(toCount))
    .addOption(new Option('--sessions <n>', 'conversations kept side by side').argParser(toCount))
    .addOption(new Option('--turns <n>', 'turns of the conversation').default(40).argParser(toCount))
    .addOption(
      new Option('--repeats <n>', 'how often turns 1, 10 and 40 are asked again').default(5).argParser(toCount),
    )
    .option('--tools', 'instead: 40 requests, half of which need one of five tools')
    .option('--save <FILE.json>', 'also write the report')
    .option('--json', 'the report as one JSON object on the last line');
  addConfigOptions(command).action(async (options: LlmOptions) => {
    await runCommand(processIo, (signal) => benchModel(options, { io: processIo, version, signal }));
  });
}

interface Surroundings {
  readonly io: Io;
  readonly version: string;
  readonly signal: AbortSignal;
}

async function benchModel(options: LlmOptions, { io, version, signal }: Surroundings): Promise<number> {
  const progress = createProgressReporter(io);
  const config = await loadFromOptions({ ...options, set: [...(options.set ?? []), ...settingsOf(options)] });
  try {
    const report = await benchLlm({
      ...{ version, config, turns: options.turns, repeats: options.repeats, tools: options.tools === true },
      fetch: { store: openStore(), signal, onEvent: progress.onEvent },
      onProgress: (line) => {
        io.stderr.write(`${printable(line)}\n`);
      },
    });
    await printReports([{ report }], options, io);
  } finally {
    progress.stop();
  }
  return 0;
}

/** The options as the settings that they stand for. */
function settingsOf({ model, threads, context, sessions }: LlmOptions): string[] {
  const keys = { model, threads, context_tokens: context, sessions };
  return Object.entries(keys).flatMap(([key, value]) => (value === undefined ? [] : [`llm.${key}=${value}`]));
}
