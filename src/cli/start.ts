/** `parley start`: the assistant itself. */
import { Option, type Command } from 'commander';
import { stageRows } from '../../scripts/profile/stages.js';
import { profileTable } from '../../scripts/profile/table.js';
import { createAssistant } from '../assistant.js';
import type { Assistant } from '../assistant/assistant.js';
import type { EngineName } from '../assistant/models.js';
import type { AssistantOptions } from '../assistant/options.js';
import { readVersion } from '../assistant/version.js';
import { describeFiles } from '../audio/file-source.js';
import { withMode, type LoadedConfig } from '../config/load.js';
import type { ModeName } from '../config/runtime.js';
import { openStore } from '../models/store.js';
import type { SessionEvent } from '../pipeline/events.js';
import type { TurnReport } from '../pipeline/report.js';
import { addConfigOptions, loadFromOptions, type ConfigOptions } from './config.js';
import { converse } from './converse.js';
import { chooseInput, type Input } from './input.js';
import { processIo, type Io } from './io.js';
import { keyHelp } from './keys.js';
import { createProgressReporter } from './model-progress.js';
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
  if (mode === 'assistant') return startAssistant(withMode(loaded, mode), options, { io, signal });
  if (options.trace !== undefined) throw new UsageError(`--trace: turns are traced, and mode ${mode} has none`);
  return startMode(mode, options, io, signal);
}

interface Place {
  readonly io: Io;
  readonly signal: AbortSignal;
}

async function startAssistant(config: LoadedConfig, options: StartOptions, { io, signal }: Place): Promise<number> {
  const input = await chooseInput(namesOf(options), config.settings, signal);
  const isRead = options.json !== true;
  const print = isRead ? humanPrinter(io) : jsonPrinter(io);
  const onNotice = (text: string): void => {
    print({ type: 'notice', text, atMs: performance.now() });
  };
  if (input.kind === 'files') await warnOfLength(input.paths, onNotice);
  const watching = await openWatching({
    ...{ settings: config.settings.metrics, version: readVersion(), onNotice },
    ...(options.trace === undefined ? {} : { traceFile: options.trace }),
  });
  const turns: TurnReport[] = [];
  let failed = 0;
  const onEvent = (event: SessionEvent): void => {
    if (event.type === 'turn' && input.kind === 'sample') turns.push(event);
    if (event.type === 'turn' && event.outcome.kind === 'failed') failed += 1;
    watching.take(event);
    print(event);
  };
  if (isRead) io.stdout.write(`Parley, preset ${config.preset}. Loading …\n`);
  try {
    const assistant = await load({ config, onNotice, onEvent }, { io, signal });
    watching.follow(assistant.watch);
    const stopFollowing = followSettings(assistant, onNotice);
    try {
      if (isRead) await introduce(assistant, input, { io, signal, lines: watching.lines });
      await converse(assistant, input, options.output, { signal, onNotice });
      if (isRead && input.kind === 'sample') io.stdout.write(`\n${profileTable(stageRows(turns))}\n`);
    } finally {
      stopFollowing();
      await assistant.close();
    }
  } finally {
    await watching.close();
  }
  // A conversation with the microphone ends when it is told to; what failed in it was said when it failed.
  return failed > 0 && input.kind !== 'microphone' ? 1 : 0;
}

/** What `--input` said: nothing, `mic` or WAV files. Throws UsageError for both at once. */
function namesOf({ input: names = [] }: StartOptions): readonly string[] {
  if (names.length > 1 && names.includes('mic'))
    throw new UsageError(`--input: got ${names.join(' ')}, wanted either mic or WAV files`);
  return names;
}

async function load(options: Omit<AssistantOptions, 'store'>, { io, signal }: Place): Promise<Assistant> {
  const progress = createProgressReporter(io);
  return createAssistant({ ...options, store: openStore(), onFetch: progress.onEvent }, signal).finally(progress.stop);
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

interface Introduction extends Place {
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
