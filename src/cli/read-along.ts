/** `parley captions` and `parley translate`: what is said, for others to read or hear while the speaker goes on. */
import { Option, type Command } from 'commander';
import { createAssistant } from '../assistant.js';
import type { Assistant } from '../assistant/assistant.js';
import type { EngineName } from '../assistant/models.js';
import { readVersion } from '../assistant/version.js';
import { AudioError } from '../audio/audio-error.js';
import { findEchoCancellingSource } from '../audio/devices.js';
import { chooseEchoWay } from '../audio/echo/choice.js';
import type { Speaker } from '../audio/speaker.js';
import type { LoadedConfig } from '../config/load.js';
import type { Settings } from '../config/schema.js';
import { readAlong, type Reader } from '../modes/read-along.js';
import { VoiceOver } from '../modes/voice-over.js';
import { openStore } from '../models/store.js';
import { createCaptionPrinter, type CaptionPrinter } from './caption-printer.js';
import { addConfigOptions, loadFromOptions, type ConfigOptions } from './config.js';
import { withSet } from './engine.js';
import { processIo, type Io } from './io.js';
import { chooseLiveInput, openLiveInput, type LiveInput } from './live-input.js';
import { createProgressReporter } from './model-progress.js';
import { openOutput } from './output.js';
import { openCaptionOutlets } from './caption-outlets.js';
import { followSettings } from './reload.js';
import { runCommand } from './run.js';
import { openWatching, type Watching } from './watching.js';

interface ReadAlongOptions extends ConfigOptions {
  readonly input?: string[];
  readonly output?: string;
  readonly to?: string;
  readonly speak?: boolean;
  readonly language?: string;
  readonly port?: string;
  readonly srt?: string;
  readonly vtt?: string;
  readonly textFile?: string;
  readonly json?: boolean;
}

const inputOption = (): Option =>
  new Option('--input <mic|-|FILE...>', 'the microphone, sound files in real time, or a pipe');

/** `parley captions`. */
export function registerCaptionsCommand(program: Command): void {
  const command = program
    .command('captions')
    .description('live captions: on the screen, as a page for OBS, as SRT, VTT or text files')
    .addOption(inputOption())
    .option('--language <code>', 'spoken language, or auto')
    .option('--to <code>', 'translate into this language as well');
  addCaptionOptions(command).action((options: ReadAlongOptions) => run('captions', options));
}

/** `parley translate`. */
export function registerTranslateCommand(program: Command): void {
  const command = program
    .command('translate')
    .description('live translation, sentence by sentence while the speaker goes on; spoken if wished')
    .addOption(inputOption())
    .option('--language <code>', 'spoken language; auto unless told')
    .option('--to <code>', 'the language that is wanted; en unless told')
    .option('--speak', 'say it as well')
    .addOption(
      new Option('--output <speaker|FILE.wav|none>', 'where it is said, over the original where that is a file'),
    );
  addCaptionOptions(command).action((options: ReadAlongOptions) => run('translation', options));
}

function addCaptionOptions(command: Command): Command {
  return addConfigOptions(
    command
      .option('--port <number>', 'of the page and the feed; off for none')
      .option('--srt <file>', 'write subtitles as it goes')
      .option('--vtt <file>', 'the same as WebVTT')
      .option('--text-file <file>', 'the last lines, for a text source')
      .option('--json', 'print one segment a line'),
  );
}

async function run(mode: 'captions' | 'translation', options: ReadAlongOptions): Promise<void> {
  await runCommand(processIo, (signal) => startReading(mode, options, { io: processIo, signal }));
}

/** Resolves with the exit code. */
export async function startReading(
  mode: 'captions' | 'translation',
  options: ReadAlongOptions,
  { io, signal }: Pick<Job, 'io' | 'signal'>,
): Promise<number> {
  const config = await loadFromOptions(settingsOf(mode, options), mode);
  return read(mode, { options, config, io, signal });
}

/** What the command's own options set. */
function settingsOf(mode: 'captions' | 'translation', options: ReadAlongOptions): ConfigOptions {
  const isTranslated = mode === 'translation' || options.to !== undefined;
  const sets: readonly (readonly [string, string | undefined])[] = [
    ['stt.language', options.language],
    ['translation.enabled', isTranslated ? 'true' : undefined],
    ['translation.to', options.to],
    ['translation.speak', options.speak === true ? 'true' : undefined],
    ['captions.port', options.port],
    ['captions.srt', options.srt],
    ['captions.vtt', options.vtt],
    ['captions.text_file', options.textFile],
  ];
  return sets.reduce<ConfigOptions>((laid, [key, value]) => withSet(laid, key, value), options);
}

interface Job {
  readonly options: ReadAlongOptions;
  readonly config: LoadedConfig;
  readonly io: Io;
  readonly signal: AbortSignal;
}

async function read(mode: 'captions' | 'translation', job: Job): Promise<number> {
  const { options, config, io, signal } = job;
  const { settings } = config;
  const input = await chooseLiveInput(options.input ?? [], settings, signal);
  const printer = createCaptionPrinter({
    ...{ io, now: () => performance.now(), json: options.json === true },
    showsLanguage: settings.stt.language === 'auto' || settings.translation.enabled,
    hidesOriginal: false,
  });
  const onNotice = (line: string): void => {
    printer.note(line);
  };
  const outlets = await openCaptionOutlets(settings.captions, { onNotice });
  const progress = createProgressReporter(io);
  const engines = ({ translation }: Settings): EngineName[] => [
    ...(['stt', 'translator'] as const),
    ...(translation.speak ? (['tts'] as const) : []),
  ];
  if (options.json !== true) io.stdout.write(`Parley ${mode}, preset ${config.preset}. Loading …\n`);
  let assistant: Assistant | undefined;
  let watching: Watching | undefined;
  try {
    watching = await openWatching({ settings: settings.metrics, version: readVersion(), onNotice });
    assistant = await createAssistant(
      { config, store: openStore(), engines, onFetch: progress.onEvent, onNotice },
      signal,
    ).finally(progress.stop);
    if (options.json !== true) introduce(assistant, [...outlets.lines, ...watching.lines], io);
    watching.follow(assistant.watch);
    const stopFollowing = followSettings(assistant, onNotice);
    await listen(assistant, input, { ...job, printer, readers: outlets.readers }).finally(stopFollowing);
  } finally {
    await outlets.close();
    await watching?.close();
    await assistant?.close();
  }
  return 0;
}

function introduce(assistant: Assistant, lines: readonly string[], io: Io): void {
  const { translation, stt } = assistant.config.settings;
  const into = translation.enabled ? `, into ${translation.to}` : '';
  io.stdout.write(`  hears ${stt.language === 'auto' ? 'any language' : stt.language}${into}. Ctrl-C ends.\n`);
  for (const line of lines) io.stdout.write(`  ${line}\n`);
}

interface Listening extends Job {
  readonly printer: CaptionPrinter;
  readonly readers: readonly Reader[];
}

async function listen(assistant: Assistant, input: LiveInput, job: Listening): Promise<void> {
  const { config, options, signal, printer } = job;
  const { translation } = config.settings;
  const onNotice = (line: string): void => {
    printer.note(line);
  };
  const isSpoken = translation.enabled && translation.speak;
  const speaker = await openVoice(assistant, isSpoken ? (options.output ?? 'speaker') : 'none', onNotice);
  const kind = input.kind === 'microphone' ? 'microphone' : 'file';
  const { echo_cancellation: setting, device } = config.settings.audio.input;
  const isHeard = isSpoken && speaker.name !== 'file' && speaker.name !== 'none';
  const way = await chooseEchoWay({ setting, input: kind, device, isHeard, findSource: findEchoCancellingSource });
  const heard = input.kind === 'microphone' && way.kind === 'system' ? { ...input, device: way.device } : input;
  try {
    const frames = openLiveInput(heard, assistant, signal, onNotice);
    const ears = await assistant.reading.ears({ frames, speaker, hearsSpeaker: way.kind === 'software' });
    const playsOriginal = kind === 'file';
    const voice = isSpoken
      ? new VoiceOver({ assistant, speaker: ears.speaker, playsOriginal, duckDb: translation.duck_db, onNotice })
      : undefined;
    const readers = [{ take: printer.push.bind(printer) }, ...job.readers, ...(voice === undefined ? [] : [voice])];
    const parts = { assistant, readers, isTranslated: translation.enabled, onNotice, captions: { vad: ears.vad } };
    const told = readAlong({ ...parts, frames: voice?.hear(ears.frames, signal) ?? ears.frames }, signal);
    await Promise.all([told.finally(() => voice?.finish()), voice?.run(signal)]);
  } catch (error) {
    // Ctrl-C is how it ends.
    if (!signal.aborted) throw error;
  } finally {
    await speaker.close();
  }
}

async function openVoice(assistant: Assistant, name: string, onNotice: (line: string) => void): Promise<Speaker> {
  const { clock } = assistant;
  const options = { settings: () => assistant.config.settings, clock, startMs: clock.now(), onNotice };
  try {
    return await openOutput({ ...options, name });
  } catch (error) {
    if (!(error instanceof AudioError)) throw error;
    throw new AudioError(`${error.message}; --output FILE.wav writes it to a file`);
  }
}
