/** `parley bench captions`: somebody talks without end; how far behind the captions are, what they lose and cost. */
import { InvalidArgumentError, Option, type Command } from 'commander';
import { benchCaptions, type CaptionsBenchOptions } from '../../scripts/profile/captions/bench.js';
import { findModels } from '../../scripts/profile/live/models.js';
import { chooseClips, findManifest, readManifest, type Clip } from '../../scripts/profile/stt/clips.js';
import { packageRoot } from '../models/catalog.js';
import { openStore } from '../models/store.js';
import { printReports, toCount, type ReportOptions } from './bench-report.js';
import { addConfigOptions, loadFromOptions, type ConfigOptions } from './config.js';
import { printable, processIo, type Io } from './io.js';
import { createProgressReporter } from './model-progress.js';
import { runCommand, UsageError } from './run.js';

interface CaptionsOptions extends ConfigOptions, ReportOptions {
  readonly manifest?: string;
  readonly hours?: number;
  readonly minutes?: number;
  readonly languages: string;
  readonly kind: string[];
  readonly gap: number;
  readonly virtual?: boolean;
  readonly burn?: number;
  readonly cut?: CaptionsBenchOptions['places'];
}

const MINUTE_MS = 60_000;
const USUAL_MINUTES = 2;
/** Between two sentences of somebody in a hurry. */
const GAP_MS = 200;

/** @param version of the program, for the report */
export function registerCaptionsBench(bench: Command, version: string): void {
  const command = bench
    .command('captions')
    .description('live captions of speech without end: lag, retractions, words lost, memory, encoder runs saved')
    .option('--manifest <FILE.jsonl>', 'recordings: JSON lines of file, text, lang, kind (also PARLEY_SPEECH)')
    .addOption(new Option('--hours <n>', 'length of the speech; clips are said again and again').argParser(toLength))
    .addOption(new Option('--minutes <n>', `the same in minutes (${USUAL_MINUTES})`).argParser(toLength))
    .option('--languages <codes>', 'clips turn about between these, by commas: en,de,fr,en', 'en')
    .option('--kind <kind...>', 'clips of these kinds', ['read', 'conversation', 'multi'])
    .addOption(new Option('--gap <ms>', 'silence between clips').default(GAP_MS).argParser(toLength))
    .option('--virtual', 'as fast as the recogniser reads: for memory and losses; lags are left out')
    .addOption(new Option('--burn <n>', 'other processes that want a core each').argParser(toCount))
    .addOption(
      new Option(
        '--cut <bridged,enough>',
        'silence that is bridged, and length from which a pause parts segments, in ms',
      ).argParser(toPlaces),
    )
    .option('--save <FILE.json>', 'also write the report, with every caption and the lag of every word')
    .option('--json', 'the report as one JSON object on the last line');
  addConfigOptions(command).action(async (options: CaptionsOptions) => {
    await runCommand(processIo, (signal) => benchSpeech(options, { io: processIo, version, signal }));
  });
}

interface Surroundings {
  readonly io: Io;
  readonly version: string;
  readonly signal: AbortSignal;
}

async function benchSpeech(options: CaptionsOptions, { io, version, signal }: Surroundings): Promise<number> {
  const languages = options.languages.split(',').map((code) => code.trim());
  const mixed = new Set(languages).size > 1;
  const language = mixed ? 'auto' : (languages[0] ?? 'en');
  const sets = [`stt.language=${language}`, ...(options.set ?? [])];
  const { settings } = await loadFromOptions({ ...options, set: sets }, 'captions');
  const progress = createProgressReporter(io);
  const { stt } = await findModels(settings, {
    ...{ store: openStore(), onEvent: progress.onEvent, signal, translates: false },
  }).finally(progress.stop);
  const measured = await benchCaptions({
    ...{ version, settings, signal, model: stt },
    clips: chooseSpeech(options, languages),
    lengthMs:
      (options.hours ?? 0) * 60 * MINUTE_MS + (options.minutes ?? (options.hours ? 0 : USUAL_MINUTES)) * MINUTE_MS,
    ...{ gapMs: options.gap, isRealTime: options.virtual !== true, burners: options.burn ?? 0, places: options.cut },
    onProgress: (line) => {
      io.stderr.write(`${printable(line)}\n`);
    },
  });
  await printReports([measured], options, io);
  return 0;
}

/** One clip of each language in turn. Where words are counted, only clips whose words are known. */
function chooseSpeech({ manifest, kind }: CaptionsOptions, languages: readonly string[]): Clip[] {
  const path = findManifest(manifest, packageRoot());
  const all = readManifest(path);
  const byLanguage = languages.map((language) => {
    const clips = chooseClips(all, { language, kinds: kind }).filter(({ lang }) => lang !== null);
    const written = clips.filter(({ text }) => text !== null);
    return languages.length === 1 && written.length > 0 ? written : clips;
  });
  const missing = languages.find((_, i) => byLanguage[i]?.length === 0);
  if (missing !== undefined) {
    throw new UsageError(
      `${path} has no clips of language ${missing} and kind ${kind.join(', ')}; choose others with --kind`,
    );
  }
  const rounds = Math.max(...byLanguage.map((clips) => clips.length));
  return Array.from({ length: rounds }, (_, round) =>
    byLanguage.map((clips) => clips[round % clips.length]).filter((clip) => clip !== undefined),
  ).flat();
}

function toPlaces(text: string): CaptionsBenchOptions['places'] {
  const [bridgedMs = NaN, enoughMs = NaN, ...rest] = text.split(',').map(Number);
  if (bridgedMs >= 0 && enoughMs >= 0 && rest.length === 0) return { bridgedMs, enoughMs };
  throw new InvalidArgumentError('wanted two numbers of ms: 200,1500');
}

function toLength(text: string): number {
  const length = Number(text);
  if (Number.isFinite(length) && length >= 0) return length;
  throw new InvalidArgumentError('wanted a number from 0 on');
}
