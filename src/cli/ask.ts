/** `parley ask`: one question in writing, answered in writing. */
import type { Command } from 'commander';
import { addConfigOptions, type ConfigOptions } from './config.js';
import { withEngine } from './engine.js';
import { printable, processIo, type Io } from './io.js';
import { runCommand } from './run.js';

export function registerAskCommand(program: Command): void {
  const ask = program.command('ask').description('one question in writing').argument('<text...>', 'the question');
  addConfigOptions(ask).action(async (text: string[], options: ConfigOptions) => {
    await runCommand(processIo, (signal) => askText(text.join(' '), options, processIo, signal));
  });
}

async function askText(text: string, options: ConfigOptions, io: Io, signal: AbortSignal): Promise<number> {
  await withEngine('llm', options, { io, signal }, async (assistant) => {
    for await (const delta of assistant.ask(text, signal)) io.stdout.write(printable(delta.text));
    io.stdout.write('\n');
  });
  return 0;
}
