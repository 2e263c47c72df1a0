/** The commands for words in writing: `say` speaks them, `ask` answers them. */
import type { Command } from 'commander';
import type { Assistant } from '../assistant/assistant.js';
import { createWavWriter } from '../audio/wav-writer.js';
import { addConfigOptions, type ConfigOptions } from './config.js';
import { withEngine, withSet } from './engine.js';
import { printable, processIo, type Io } from './io.js';
import { openOutput } from './output.js';
import { runCommand } from './run.js';

interface SayOptions extends ConfigOptions {
  readonly voice?: string;
  readonly out?: string;
}

export function registerWordCommands(program: Command): void {
  const say = program
    .command('say')
    .description('speak a text')
    .argument('<text...>', 'what to say')
    .option('--voice <id>', 'voice: an id of the catalog or a path')
    .option('-o, --out <FILE.wav>', 'write a WAV file instead of speaking');
  addConfigOptions(say).action(async (text: string[], options: SayOptions) => {
    await runCommand(processIo, (signal) => sayText(text.join(' '), options, processIo, signal));
  });
  const ask = program.command('ask').description('one question in writing').argument('<text...>', 'the question');
  addConfigOptions(ask).action(async (text: string[], options: ConfigOptions) => {
    await runCommand(processIo, (signal) => askText(text.join(' '), options, processIo, signal));
  });
}

async function sayText(text: string, options: SayOptions, io: Io, signal: AbortSignal): Promise<number> {
  await withEngine('tts', withSet(options, 'tts.voice', options.voice), { io, signal }, async (assistant) => {
    if (options.out === undefined) await speak(assistant, text, io, signal);
    else await writeSpeech(assistant, text, options.out, signal);
  });
  return 0;
}

async function writeSpeech(assistant: Assistant, text: string, path: string, signal: AbortSignal): Promise<void> {
  let writer: Awaited<ReturnType<typeof createWavWriter>> | undefined;
  try {
    for await (const spoken of assistant.say(text, signal)) {
      if (spoken.kind !== 'audio') continue;
      writer ??= await createWavWriter(path, spoken.frame.sampleRateHz);
      await writer.write(spoken.frame.samples);
    }
  } finally {
    await writer?.close();
  }
}

async function speak(assistant: Assistant, text: string, io: Io, signal: AbortSignal): Promise<void> {
  const { clock } = assistant;
  const speaker = await openOutput({
    ...{ name: 'speaker', settings: () => assistant.config.settings, clock, startMs: clock.now() },
    onNotice: (notice) => io.stderr.write(`${notice}\n`),
  });
  try {
    let playout: ReturnType<typeof speaker.begin> | undefined;
    for await (const spoken of assistant.say(text, signal)) {
      if (spoken.kind !== 'audio') continue;
      playout ??= speaker.begin({ sampleRateHz: spoken.frame.sampleRateHz });
      await playout.write(spoken.frame.samples);
    }
    await playout?.end();
  } finally {
    await speaker.close();
  }
}

async function askText(text: string, options: ConfigOptions, io: Io, signal: AbortSignal): Promise<number> {
  await withEngine('llm', options, { io, signal }, async (assistant) => {
    for await (const delta of assistant.ask(text, signal)) io.stdout.write(printable(delta.text));
    io.stdout.write('\n');
  });
  return 0;
}
