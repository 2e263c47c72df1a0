/** `parley start`: the assistant itself. */
import { Option, type Command } from 'commander';
import { stageRows } from '../../scripts/profile/stages.js';
import { profileTable } from '../../scripts/profile/table.js';
import { createAssistant } from '../assistant.js';
import type { Assistant } from '../assistant/assistant.js';
import type { EngineName } from '../assistant/models.js';
import { readVersion } from '../assistant/version.js';
import { findEchoCancellingSource } from '../audio/devices.js';
import { chooseEchoWay, type EchoWay } from '../audio/echo/choice.js';
import { describeFiles } from '../audio/file-source.js';
import { withMode } from '../config/load.js';
import type { ModeName } from '../config/runtime.js';
import type { Settings } from '../config/schema.js';
import { openStore } from '../models/store.js';
import type { SessionEvent } from '../pipeline/events.js';
import type { TurnReport } from '../pipeline/report.js';
import { addConfigOptions, loadFromOptions, type ConfigOptions } from './config.js';
import { chooseInput, openInput, type Input } from './input.js';
import { processIo, type Io } from './io.js';
import { followKeys, followTalkSignal, keyHelp, type KeyCommand } from './keys.js';
import { createProgressReporter } from './model-progress.js';
import { openOutput, openOutputOrFile } from './output.js';
import { humanPrinter, jsonPrinter } from './printer.js';
import { followSettings } from './reload.js';
import { runCommand, UsageError } from './run.js';
import { openWatching } from './watching.js';

interface StartOptions extends ConfigOptions {
  readonly input?: string[];
  readonly output?: string;
  readonly json?: boolean;
  readonly trace?: string;
}

/** Where replies go when the machine cannot play them. */
const REPLY_FILE = 'parley-replies.wav';
const LONG_INPUT_MINUTES = 5;

export function registerStartCommand(program: Command): void {
  const command = program
    .command('start')
    .description('the assistant: speak, and hear an answer')
    .addOption(new Option('--input <mic|FILE.wav...>', 'the microphone, or WAV files fed in real time'))
    .addOption(
      new Option('--output <speaker|FILE.wav|none>', 'the loudspeaker, a WAV file on the time line of the input'),
    )
    .option('--json', 'print one event a line')
    .option(
      '--trace <FILE>',
      'write when what went on in each turn: for chrome://tracing, or .jsonl for a turn a line',
    );
  addConfigOptions(command).action(async (options: StartOptions) => {
    await runCommand(processIo, (signal) => start(options, processIo, signal));
  });
}

async function start(options: StartOptions, io: Io, signal: AbortSignal): Promise<number> {
  const loaded = await loadFromOptions(options);
  const { mode } = loaded.settings.pipeline;
  if (mode !== 'assistant') {
    if (options.trace !== undefined) throw new UsageError(`--trace: turns are traced, and mode ${mode} has none`);
    return startMode(mode, options, io, signal);
  }
  const config = withMode(loaded, mode);
  const names = options.input ?? [];
  if (names.length > 1 && names.includes('mic')) {
    throw new UsageError(`--input: got ${names.join(' ')}, wanted either mic or WAV files`);
  }
  const input = await chooseInput(names, config.settings, signal);
  const print = options.json === true ? jsonPrinter(io) : humanPrinter(io);
  const progress = createProgressReporter(io);
  let outcome = 0;
  const turns: TurnReport[] = [];
  const onEvent = (event: SessionEvent): void => {
    if (event.type === 'turn' && event.outcome.kind === 'failed') outcome = 1;
    if (event.type === 'turn' && input.kind === 'sample') turns.push(event);
    watching.take(event);
    print(event);
  };
  const onNotice = (text: string): void => {
    print({ type: 'notice', text, atMs: performance.now() });
  };
  if (input.kind === 'files') await warnOfLength(input.paths, onNotice);
  const watching = await openWatching({
    ...{ settings: config.settings.metrics, version: readVersion(), onNotice },
    ...(options.trace === undefined ? {} : { traceFile: options.trace }),
  });
  if (options.json !== true) io.stdout.write(`Parley, preset ${config.preset}. Loading …\n`);
  try {
    const assistant = await createAssistant(
      { config, store: openStore(), onFetch: progress.onEvent, onNotice, onEvent },
      signal,
    ).finally(progress.stop);
    watching.follow(assistant.watch);
    const stopFollowing = followSettings(assistant, onNotice);
    try {
      if (options.json !== true) await introduce(assistant, input, { io, signal, lines: watching.lines });
      await converse(assistant, input, options.output, { signal, onNotice });
      if (input.kind === 'sample' && options.json !== true) io.stdout.write(`\n${profileTable(stageRows(turns))}\n`);
    } finally {
      stopFollowing();
      await assistant.close();
    }
  } finally {
    await watching.close();
  }
  // A conversation with the microphone ends when it is told to; what failed in it was said when it failed.
  return input.kind === 'microphone' ? 0 : outcome;
}

/** The file says what this installation is for; the other modes' own commands know more options. */
async function startMode(mode: ModeName, options: StartOptions, io: Io, signal: AbortSignal): Promise<number> {
  const { output, ...rest } = options;
  if (mode === 'dictation') return (await import('./dictate-run.js')).startDictation(rest, io, signal);
  const { startReading } = await import('./read-along.js');
  const spoken = output === undefined ? rest : { ...rest, output };
  return startReading(mode === 'captions' ? mode : 'translation', spoken, { io, signal });
}

/** Files are spoken in real time: who feeds hours should know another way. */
async function warnOfLength(paths: readonly string[], onNotice: (text: string) => void): Promise<void> {
  const infos = await describeFiles(paths);
  const minutes = infos.reduce((sum, { totalSamples, sampleRateHz }) => sum + totalSamples / sampleRateHz, 0) / 60;
  if (minutes < LONG_INPUT_MINUTES) return;
  onNotice(
    `${paths.join(' ')}: ${Math.round(minutes)} minutes, fed in real time; parley transcribe reads files as fast as it can`,
  );
}

interface Introduction {
  readonly io: Io;
  readonly signal: AbortSignal;
  /** More to say. */
  readonly lines: readonly string[];
}

async function introduce(assistant: Assistant, input: Input, { io, signal, lines }: Introduction): Promise<void> {
  const { engines, notes } = await assistant.describe(signal);
  const name = (engine: EngineName): string => engines.get(engine) ?? 'nothing';
  io.stdout.write(`  hears with ${name('stt')}, thinks with ${name('llm')}, speaks with ${name('tts')}\n`);
  for (const note of [...notes, ...lines]) io.stdout.write(`  ${note}\n`);
  if (input.kind === 'microphone' && process.stdin.isTTY) io.stdout.write(`  ${keyHelp}\n`);
  if (input.kind === 'sample') {
    io.stdout.write(`  ${input.why}\n  No microphone, so here is a short sample conversation:\n`);
  }
}

/** Who takes the assistant's own voice out of what it hears. */
function echoWay(input: Input, settings: Settings, isHeard: boolean): Promise<EchoWay> {
  const { echo_cancellation: setting, device } = settings.audio.input;
  const kind = input.kind === 'microphone' ? 'microphone' : 'file';
  return chooseEchoWay({ setting, input: kind, device, isHeard, findSource: findEchoCancellingSource });
}

/** Keys of the terminal, and the signal that stands for one. Returns how to stop. */
function followPresses(assistant: Assistant): () => void {
  const events = { talk: 'key-tap', mute: 'mute-toggle', sleep: 'sleep-toggle' } as const;
  const onCommand = (command: KeyCommand): void => {
    // As Ctrl-C: a second one ends the program at once.
    if (command === 'quit') process.kill(process.pid, 'SIGINT');
    else assistant.attend(events[command]);
  };
  const stops = [followKeys(process.stdin, onCommand), followTalkSignal(onCommand)];
  return () => {
    for (const stop of stops) stop();
  };
}

interface Surroundings {
  readonly signal: AbortSignal;
  readonly onNotice: (text: string) => void;
}

async function converse(
  assistant: Assistant,
  input: Input,
  output: string | undefined,
  { signal, onNotice }: Surroundings,
): Promise<void> {
  const { clock } = assistant;
  const options = { settings: () => assistant.config.settings, clock, startMs: clock.now(), onNotice };
  // Without a microphone this is a demonstration: its replies must be found somewhere. Who asked for a speaker gets the error.
  const speaker =
    output === undefined && input.kind === 'sample'
      ? await openOutputOrFile({ ...options, name: 'speaker' }, REPLY_FILE)
      : await openOutput({ ...options, name: output ?? 'speaker' });
  const way = await echoWay(input, assistant.config.settings, (output ?? 'speaker') === 'speaker');
  const heard = input.kind === 'microphone' && way.kind === 'system' ? { ...input, device: way.device } : input;
  const letGo = input.kind === 'microphone' ? followPresses(assistant) : undefined;
  try {
    const frames = openInput(heard, assistant, signal, onNotice);
    await assistant.listen(frames, speaker, signal, { hearsSpeaker: way.kind === 'software' });
  } finally {
    letGo?.();
    await speaker.close();
  }
}
