/** `parley transcribe`: writes down what is said in files, as text, JSON lines or subtitles. */
import { Option, type Command } from 'commander';
import type { Assistant } from '../assistant/assistant.js';
import { AudioError } from '../audio/audio-error.js';
import { mediaDurationMs } from '../audio/media.js';
import { EngineError } from '../models/host/error.js';
import { addConfigOptions, type ConfigOptions } from './config.js';
import { withEngine, withSet } from './engine.js';
import { exitCodes, printable, processIo, type Io } from './io.js';
import { runCommand, UsageError } from './run.js';
import { mediaFrames, openInput, parseRaw, Scratch, type Input } from './transcribe-input.js';
import { createMeter, describeSpeed, type Meter } from './transcribe-meter.js';
import { formatOfName, formats, type FormatName } from './transcripts/format.js';
import { OutputError, planTargets, TargetFile } from './transcripts/target.js';
import { shortTime } from './transcripts/time.js';

export interface TranscribeOptions extends ConfigOptions {
  readonly model?: string;
  readonly language?: string;
  readonly translate?: boolean;
  readonly json?: boolean;
  readonly partials?: boolean;
  readonly format?: FormatName;
  readonly words?: boolean;
  readonly out?: string;
  readonly force?: boolean;
  readonly follow?: boolean;
  readonly raw?: string;
  readonly diarise?: boolean;
  readonly diarize?: boolean;
}

export function registerTranscribeCommand(program: Command): void {
  const command = program
    .command('transcribe')
    .description('write down what is said in files')
    .argument('<files...>', 'WAV files, whatever else ffmpeg reads, or - for standard input')
    .option('--model <id>', 'speech model: an id of the catalog or a folder')
    .option('--language <code>', 'language spoken: a code such as en, or auto')
    .option('--translate', 'say it in English; needs a multilingual model')
    .addOption(new Option('--format <name>', 'form of the transcript').choices(Object.keys(formats)))
    .option('--json', 'the same as --format json: one object a line, with the time of each word')
    .option('--partials', 'with JSON: what was understood on the way, too; hears the files in real time')
    .option('--words', 'with vtt: the time of each word inside the cues')
    .option('-o, --out <path>', 'write to this file, or one file for each input into this folder')
    .option('--force', 'with -o: overwrite transcripts that exist')
    .option('--follow', 'go on with a file that still grows, or a pipe; Ctrl-C ends it, and all of it is written down')
    .option('--raw <rate>', 'sound without a header, 16-bit PCM: samples a second, 44100x2 for two channels')
    .addOption(new Option('--diarise').hideHelp())
    .addOption(new Option('--diarize').hideHelp());
  addConfigOptions(command).action(async (files: string[], options: TranscribeOptions) => {
    await runCommand(processIo, (signal) => transcribeFiles(files, options, { io: processIo, signal }));
  });
}

/** What the whole command shares. */
interface Job {
  readonly io: Io;
  /** Ends the work. */
  readonly signal: AbortSignal;
  readonly options: TranscribeOptions;
  readonly format: FormatName;
  /** By input, as the user named it; without them all goes to standard output. */
  readonly targets: ReadonlyMap<string, string>;
  readonly shared: boolean;
}

async function transcribeFiles(
  files: readonly string[],
  options: TranscribeOptions,
  { io, signal }: Pick<Job, 'io' | 'signal'>,
): Promise<number> {
  checkStreams(files, options);
  const format = chooseFormat(files, options);
  const targets = await chooseTargets(files, format, options);
  // Ctrl-C ends a file that is followed, not the work on it; a second one ends that, too.
  const until = options.follow === true ? signal : undefined;
  const working = until === undefined ? signal : new AbortController().signal;
  const job: Job = { io, signal: working, options, format, targets, shared: files.length > 1 && targets.size === 0 };
  const raw = options.raw === undefined ? undefined : parseRaw(options.raw);
  const scratch = new Scratch();
  // A closed pipe is found where it is written to; as an event it would end the process.
  io.stdout.on('error', () => undefined);
  try {
    const inputs: Input[] = [];
    for (const file of files) {
      await orSay(job, async () => inputs.push(await openInput(file, { scratch, signal, until, raw })));
    }
    let written = 0;
    if (inputs.length > 0) {
      await withEngine('stt', settingsOf(options), job, async (assistant) => {
        const meter = createMeter({ stream: io.stderr, now: () => assistant.clock.now() });
        for (const input of inputs) {
          if (await orSay(job, () => transcribeFile(input, assistant, meter, job))) written += 1;
        }
      });
    }
    return written === files.length ? exitCodes.fine : exitCodes.failed;
  } finally {
    await scratch.remove();
  }
}

/** What is wrong with one file is one line, and the others go on. True when all went well. */
async function orSay({ io, signal }: Job, work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    const known = error instanceof AudioError || error instanceof EngineError || error instanceof OutputError;
    if (!known || signal.aborted) throw error;
    io.stderr.write(`${printable(error.message)}\n`);
    return false;
  }
}

async function transcribeFile(input: Input, assistant: Assistant, meter: Meter, job: Job): Promise<void> {
  const { io, signal, options, format, targets, shared } = job;
  const { file, media } = input;
  const target = targets.get(file);
  const output = target === undefined ? undefined : new TargetFile(target);
  const writer = formats[format].open({ file, shared, words: options.words === true });
  const say = (line: string): void => {
    meter.aside(() => io.stderr.write(`${printable(line)}\n`));
  };
  const write = async (text: string): Promise<void> => {
    if (output !== undefined) await output.write(text);
    else if (text !== '') meter.aside(() => io.stdout.write(text));
    // `| head` has what it wanted.
    if (output === undefined && !io.stdout.writable) throw new OutputError('standard output: its reader has closed it');
  };
  const startedMs = assistant.clock.now();
  let readMs = 0;
  let words = 0;
  meter.start(media.label, await mediaDurationMs(media, signal));
  try {
    const pace = options.partials === true ? assistant.clock : undefined;
    const frames = mediaFrames(media, { signal, pace, onDamage: say, onRead: (ms) => (readMs = ms) });
    for await (const segment of assistant.reading.transcribe(frames, signal, meter.update)) {
      if (segment.kind === 'segment') words += segment.words.length;
      await write(writer.push(segment));
    }
    if (readMs === 0) throw new AudioError(`${media.label}: no sound in it`);
    await write(writer.finish());
    await output?.commit();
  } finally {
    meter.stop();
    await output?.discard();
  }
  const tookMs = assistant.clock.now() - startedMs;
  const found = words === 0 ? 'no speech in it' : `${words} words`;
  const speed = `${describeSpeed(readMs / tookMs)} × real time`;
  say(`${media.label}: ${shortTime(readMs)}, ${found}, ${speed}${target === undefined ? '' : ` → ${target}`}`);
}

/** Throws UsageError for what cannot be heard that way. */
function checkStreams(files: readonly string[], { follow, diarise, diarize, partials }: TranscribeOptions): void {
  if (diarise === true || diarize === true) {
    throw new UsageError('--diarise: telling speakers apart is out of scope; leave it out to get all of the words');
  }
  if (follow !== true) return;
  if (files.length > 1) throw new UsageError(`--follow: ${files.length} files, and the first never ends; name one`);
  if (partials === true) throw new UsageError('--follow: does not go with --partials, which sets its own pace');
}

/** Throws UsageError for options that cannot be meant together. */
function chooseFormat(
  files: readonly string[],
  { format, json, partials, words, out, force }: TranscribeOptions,
): FormatName {
  if (json === true && format !== undefined && format !== 'json') {
    throw new UsageError(`--json: does not go with --format ${format}; leave one of them out`);
  }
  const chosen = json === true ? 'json' : (format ?? formatOfName(out ?? '') ?? 'text');
  if (partials === true && chosen !== 'json') throw new UsageError('--partials: only JSON shows them; add --json');
  if (words === true && chosen !== 'vtt' && chosen !== 'json') {
    throw new UsageError(`--words: ${chosen} has no place for the times of words; take --format vtt or --json`);
  }
  if (force === true && out === undefined) throw new UsageError('--force: nothing to overwrite without -o');
  if (files.length > 1 && out === undefined && !formats[chosen].joinable) {
    throw new UsageError(`--format ${chosen}: ${files.length} files do not fit into one output; name a folder with -o`);
  }
  if (files.filter((file) => file === '-').length > 1) throw new UsageError('-: standard input can be read only once');
  return chosen;
}

async function chooseTargets(
  files: readonly string[],
  format: FormatName,
  { out, force = false }: TranscribeOptions,
): Promise<ReadonlyMap<string, string>> {
  if (out === undefined) return new Map();
  const targets = await planTargets(files, { out, force, extension: formats[format].extension });
  return new Map(files.map((file, i) => [file, targets[i] ?? out]));
}

/** Partial results cost more than half of the time: whoever does not see them does not pay for them. */
function settingsOf(options: TranscribeOptions): ConfigOptions {
  const partials = String(options.partials === true);
  const sets: readonly (readonly [string, string | undefined])[] = [
    ['stt.model', options.model],
    ['stt.language', options.language],
    ['stt.task', options.translate === true ? 'translate' : undefined],
    ['stt.streaming', partials],
    ['stt.partial_results', partials],
  ];
  return sets.reduce<ConfigOptions>((laid, [key, value]) => withSet(laid, key, value), options);
}
