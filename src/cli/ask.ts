/** `parley ask`: questions in writing, answered in writing: one, one a line, or a chat on a terminal. */
import type { Command } from 'commander';
import { createAssistant } from '../assistant.js';
import type { Assistant } from '../assistant/assistant.js';
import { openStore } from '../models/store.js';
import type { Answerer } from './ask-answer.js';
import { runChat } from './ask-chat.js';
import { historyFile } from '../assistant/data-folder.js';
import { History } from './ask-history.js';
import { askLine, askLines, type AskLineOptions } from './ask-lines.js';
import { addConfigOptions, loadFromOptions, type ConfigOptions } from './config.js';
import { exitCodes, printable, processIo, type Io } from './io.js';
import { createProgressReporter } from './model-progress.js';
import { runCommand, UsageError } from './run.js';

interface AskOptions extends ConfigOptions {
  readonly json?: boolean;
  readonly history: boolean;
}

export function registerAskCommand(program: Command): void {
  const ask = program
    .command('ask')
    .description('questions in writing: one, one a line from a pipe, or a chat on a terminal')
    .argument('[text...]', 'the question; without it a chat, or the lines of standard input')
    .option('--json', 'print one JSON object a question')
    .option('--no-history', 'do not keep the questions of a chat for the arrow keys');
  addConfigOptions(ask).action(async (text: string[], options: AskOptions) => {
    await runCommand(processIo, (signal) => answerIn(text, options, { io: processIo, signal }));
  });
}

interface Surroundings {
  readonly io: Io;
  readonly signal: AbortSignal;
}

async function answerIn(text: readonly string[], options: AskOptions, { io, signal }: Surroundings): Promise<number> {
  const question = text.join(' ').trim();
  if (text.length > 0 && question === '') throw new UsageError('ask: got an empty question, wanted some words');
  const lineOptions: AskLineOptions = { io, signal, isJson: options.json === true };
  if (question !== '')
    return withAnswerer(options, { io, signal }, (answerer) =>
      tellingOfAlarms(answerer, io, () => askLine(answerer, question, lineOptions)),
    );
  if (process.stdin.isTTY && process.stdout.isTTY && options.json !== true) return chat(options, { io, signal });
  return withAnswerer(options, { io, signal }, (answerer) =>
    tellingOfAlarms(answerer, io, () => askLines(answerer, process.stdin, lineOptions)),
  );
}

async function chat(options: AskOptions, { io, signal }: Surroundings): Promise<number> {
  // Until the chat has a screen of its own, and behind it.
  const plainly = (line: string): void => {
    io.stderr.write(`${printable(line)}\n`);
  };
  let tell = plainly;
  const onNotice = (line: string): void => {
    tell(line);
  };
  const surroundings = { io, signal, onNotice, onAnnounce: onNotice };
  await withAnswerer(options, surroundings, async (answerer) => {
    const { preset, settings } = answerer.config;
    const isKept = options.history && settings.assistant.memory === 'disk';
    const history = new History({ file: isKept ? historyFile() : undefined, onNotice });
    io.stdout.write(`${settings.assistant.name}, preset ${preset}. /help lists the commands, Ctrl-D ends.\n`);
    await runChat({
      ...{ answerer, history, signal, input: process.stdin, output: process.stdout },
      onScreen: (onScreen) => {
        tell = onScreen;
      },
    }).finally(() => {
      tell = plainly;
    });
  });
  signal.throwIfAborted();
  return exitCodes.fine;
}

/** Who is gone cannot ring. */
async function tellingOfAlarms<T>(answerer: Answerer, io: Io, work: () => Promise<T>): Promise<T> {
  const before = answerer.waiting();
  const result = await work();
  if (answerer.waiting() > before) io.stderr.write('(it rings where parley start or a chat of parley ask runs)\n');
  return result;
}

interface AnswererOptions extends Surroundings {
  readonly onNotice?: (line: string) => void;
  readonly onAnnounce?: (line: string) => void;
}

/** The language model is loaded when a question needs it first. */
async function withAnswerer<T>(
  options: ConfigOptions,
  { io, signal, onNotice, onAnnounce }: AnswererOptions,
  work: (answerer: Answerer) => Promise<T>,
): Promise<T> {
  const config = await loadFromOptions(options);
  const progress = createProgressReporter(io);
  const print = (line: string): void => {
    io.stderr.write(`${line}\n`);
  };
  const assistant = await createAssistant(
    {
      ...{ config, store: openStore(), engines: ['llm'], loads: 'lazily' },
      ...{ onFetch: progress.onEvent, onNotice: onNotice ?? print },
      ...(onAnnounce === undefined ? {} : { onAnnounce }),
    },
    signal,
  );
  try {
    return await work(answererOf(assistant));
  } finally {
    progress.stop();
    await assistant.close();
  }
}

function answererOf(assistant: Assistant): Answerer {
  return {
    get config() {
      return assistant.config;
    },
    skills: () => assistant.writing.skills(),
    waiting: () => assistant.writing.waiting(),
    ask: (text, signal) => assistant.ask(text, signal),
    understand: (text) => assistant.writing.understand(text),
    forget: () => {
      assistant.writing.forget();
    },
    switchPreset: (name, signal) => assistant.switchPreset(name, signal),
  };
}
