/** `parley bench answers`: recordings through the whole voice loop: what was heard, answered, by what, and how soon. */
import { Option, type Command } from 'commander';
import { benchAnswers, chooseClips } from '../../scripts/profile/answers/bench.js';
import { findManifest } from '../../scripts/profile/stt/clips.js';
import { packageRoot } from '../models/catalog.js';
import { openStore } from '../models/store.js';
import { printReports, toCount, type ReportOptions } from './bench-report.js';
import { addConfigOptions, loadFromOptions, type ConfigOptions } from './config.js';
import { printable, processIo, type Io } from './io.js';
import { createProgressReporter } from './model-progress.js';
import { runCommand, UsageError } from './run.js';

interface AnswersOptions extends ConfigOptions, ReportOptions {
  readonly kind: readonly string[];
  readonly from: number;
  readonly limit: number;
  readonly hear?: number;
  readonly keep?: string;
}

/** What people ask an assistant first, then what they only say. */
const KINDS = ['question', 'command', 'conversation', 'read'];
const LONGEST_SECONDS = 9;
const LIMIT = 40;

/** @param version of the program, for the report */
export function registerAnswersBench(bench: Command, version: string): void {
  const command = bench
    .command('answers')
    .description('recordings through the whole voice loop: what was heard and answered, by what, how soon')
    .argument('[speech]', 'recordings: a manifest (JSON lines of file, text, kind, eos_ms) or its folder')
    .option('--kind <kind...>', 'clips of these kinds, in this order', KINDS)
    .addOption(new Option('--from <n>', 'begin with this clip').default(1).argParser(toCount))
    .addOption(new Option('--limit <n>', 'at most this many clips').default(LIMIT).argParser(toCount))
    .addOption(new Option('--hear <ms>', 'leave answers so long after their first sound').argParser(toCount))
    .option('--keep <FOLDER>', 'keep the recordings of the loudspeaker')
    .option('--save <FILE.json>', 'also write the report')
    .option('--json', 'the report as one JSON object on the last line');
  addConfigOptions(command).action(async (speech: string | undefined, options: AnswersOptions) => {
    await runCommand(processIo, (signal) => measure(speech, options, { io: processIo, version, signal }));
  });
}

interface Surroundings {
  readonly io: Io;
  readonly version: string;
  readonly signal: AbortSignal;
}

async function measure(
  speech: string | undefined,
  options: AnswersOptions,
  { io, version, signal }: Surroundings,
): Promise<number> {
  const { kind: kinds, from, limit, hear, keep } = options;
  const manifest = findManifest(speech, packageRoot());
  const clips = await chooseClips(manifest, { kinds, from, limit, longestSeconds: LONGEST_SECONDS });
  if (clips.length === 0)
    throw new UsageError(`${manifest} has no English clip number ${from} of kind ${kinds.join(', ')}; choose others`);
  const progress = createProgressReporter(io);
  const say = (line: string): void => {
    io.stderr.write(`${printable(line)}\n`);
  };
  // Nothing said before is remembered: every recording stands for itself.
  const set = ['nlp.context_manager.max_history=0', ...(options.set ?? [])];
  const measured = await benchAnswers({
    ...{ version, signal, clips, keep, hearMs: hear, config: await loadFromOptions({ ...options, set }) },
    ...{ store: openStore(), onFetch: progress.onEvent, onNotice: say, onProgress: say },
  }).finally(progress.stop);
  for (const { n, kind, said, heard, answered, source, voiceToVoiceMs } of measured.details) {
    const delay = voiceToVoiceMs === undefined ? 'no answer' : `${voiceToVoiceMs} ms`;
    say(`${from + n - 1}. [${kind}] ${said === '' ? '?' : said} | heard: ${heard} | ${source}, ${delay}: ${answered}`);
  }
  await printReports([measured], options, io);
  return 0;
}
