/** The commands that use one part of the assistant alone: `transcribe`, `say`, `ask`. */
import { basename } from 'node:path';
import type { Command } from 'commander';
import { createAssistant } from '../assistant.js';
import type { Assistant } from '../assistant/assistant.js';
import type { EngineName } from '../assistant/models.js';
import type { AudioFrame } from '../audio/frame.js';
import { Framer } from '../audio/framer.js';
import { createWavWriter } from '../audio/wav-writer.js';
import { describeWav, readWavAt } from '../audio/wav.js';
import { openStore } from '../models/store.js';
import { addConfigOptions, loadFromOptions, type ConfigOptions } from './config.js';
import { printable, processIo, type Io } from './io.js';
import { createProgressReporter } from './model-progress.js';
import { openOutput } from './output.js';
import { runCommand } from './run.js';

const RATE_HZ = 16_000;

interface TranscribeOptions extends ConfigOptions {
  readonly model?: string;
  readonly json?: boolean;
  readonly partials?: boolean;
}

interface SayOptions extends ConfigOptions {
  readonly voice?: string;
  readonly out?: string;
}

export function registerWordCommands(program: Command): void {
  const transcribe = program
    .command('transcribe')
    .description('write down what is said in WAV files')
    .argument('<files...>', 'WAV files of any rate and number of channels')
    .option('--model <id>', 'speech model: an id of the catalog or a folder')
    .option('--json', 'one JSON object a line')
    .option('--partials', 'with --json: what was understood on the way, too');
  addConfigOptions(transcribe).action(async (files: string[], options: TranscribeOptions) => {
    await runCommand(processIo, (signal) => transcribeFiles(files, options, processIo, signal));
  });
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

/** Loads only the engine that the command needs, and closes it whatever happens. */
async function withEngine(
  engine: EngineName,
  options: ConfigOptions,
  { io, signal }: { io: Io; signal: AbortSignal },
  work: (assistant: Assistant) => Promise<void>,
): Promise<number> {
  const config = await loadFromOptions(options);
  const progress = createProgressReporter(io);
  const onNotice = (text: string): void => {
    io.stderr.write(`${text}\n`);
  };
  const assistant = await createAssistant(
    { config, store: openStore(), engines: [engine], onFetch: progress.onEvent, onNotice },
    signal,
  ).finally(progress.stop);
  try {
    await work(assistant);
  } finally {
    await assistant.close();
  }
  return 0;
}

async function transcribeFiles(
  files: readonly string[],
  options: TranscribeOptions,
  io: Io,
  signal: AbortSignal,
): Promise<number> {
  for (const file of files) await describeWav(file);
  return withEngine('stt', withSet(options, 'stt.model', options.model), { io, signal }, async (assistant) => {
    for (const file of files) {
      let found = false;
      for await (const segment of assistant.transcribe(fileFrames(file), signal)) {
        if (segment.kind === 'partial' && !(options.json === true && options.partials === true)) continue;
        found ||= segment.kind === 'segment';
        if (options.json === true) io.stdout.write(`${JSON.stringify({ file, ...segment })}\n`);
        else io.stdout.write(`${files.length > 1 ? `${basename(file)}: ` : ''}${printable(segment.text)}\n`);
      }
      if (!found) io.stderr.write(`${file}: no speech in it\n`);
    }
  });
}

async function* fileFrames(path: string): AsyncGenerator<AudioFrame, void, undefined> {
  const framer = new Framer({ frameSamples: 512, sampleRateHz: RATE_HZ });
  for await (const block of readWavAt(path, RATE_HZ)) yield* framer.push(block);
  const last = framer.flush();
  if (last !== undefined) yield last;
}

async function sayText(text: string, options: SayOptions, io: Io, signal: AbortSignal): Promise<number> {
  return withEngine('tts', withSet(options, 'tts.voice', options.voice), { io, signal }, async (assistant) => {
    if (options.out === undefined) await speak(assistant, text, io, signal);
    else await writeSpeech(assistant, text, options.out, signal);
  });
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
  return withEngine('llm', options, { io, signal }, async (assistant) => {
    for await (const delta of assistant.ask(text, signal)) io.stdout.write(printable(delta.text));
    io.stdout.write('\n');
  });
}

/** A command's own option is a setting that is laid last. */
function withSet(options: ConfigOptions, key: string, value: string | undefined): ConfigOptions {
  return value === undefined ? options : { ...options, set: [...(options.set ?? []), `${key}=${value}`] };
}
