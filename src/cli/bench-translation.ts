/** `parley bench translation`: people of several languages talk; how far behind the translation is, and what it costs. */
import { InvalidArgumentError, Option, type Command } from 'commander';
import { findModels } from '../../scripts/profile/live/models.js';
import { chooseClips, findManifest, readManifest, type Clip } from '../../scripts/profile/stt/clips.js';
import { benchTranslation } from '../../scripts/profile/translation/bench.js';
import { packageRoot } from '../models/catalog.js';
import { openStore } from '../models/store.js';
import { printReports, toCount, type ReportOptions } from './bench-report.js';
import { addConfigOptions, loadFromOptions, type ConfigOptions } from './config.js';
import { printable, processIo, type Io } from './io.js';
import { createProgressReporter } from './model-progress.js';
import { runCommand, UsageError } from './run.js';

interface TranslationOptions extends ConfigOptions, ReportOptions {
  readonly manifest?: string;
  readonly languages: string;
  readonly clips: number;
  readonly kind: string[];
  readonly minutes?: number;
  readonly gap: number;
  readonly virtual?: boolean;
  readonly quiet?: boolean;
}

const MINUTE_MS = 60_000;
/** Somebody else begins to speak. */
const GAP_MS = 800;
const USUAL_CLIPS = 10;

/** @param version of the program, for the report */
export function registerTranslationBench(bench: Command, version: string): void {
  const command = bench
    .command('translation')
    .description(
      'live translation: from a word to its translation on the screen, sentences a second, memory; the texts',
    )
    .option('--manifest <FILE.jsonl>', 'recordings: JSON lines of file, text, lang, kind (also PARLEY_SPEECH)')
    .option('--languages <codes>', 'clips turn about between these, by commas', 'de,es,fr,it,nl,pt')
    .addOption(new Option('--clips <n>', 'at most so many of them').default(USUAL_CLIPS).argParser(toCount))
    .option('--kind <kind...>', 'clips of these kinds', ['read', 'conversation', 'question', 'multi'])
    .addOption(new Option('--minutes <n>', 'say them again and again for so long').argParser(toLength))
    .addOption(new Option('--gap <ms>', 'silence between clips').default(GAP_MS).argParser(toLength))
    .option('--virtual', 'as fast as the recogniser reads; lags are left out')
    .option('--quiet', 'do not print the translations as they come')
    .option('--save <FILE.json>', 'also write the report, with every caption and its translation')
    .option('--json', 'the report as one JSON object on the last line, with the texts of each clip');
  addConfigOptions(command).action(async (options: TranslationOptions) => {
    await runCommand(processIo, (signal) => benchSpeech(options, { io: processIo, version, signal }));
  });
}

interface Surroundings {
  readonly io: Io;
  readonly version: string;
  readonly signal: AbortSignal;
}

async function benchSpeech(options: TranslationOptions, { io, version, signal }: Surroundings): Promise<number> {
  const languages = [...new Set(options.languages.split(',').map((code) => code.trim()))];
  const language = languages.length === 1 ? languages[0] : 'auto';
  const sets = [`stt.language=${language ?? 'auto'}`, 'stt.model=[whisper-base]', ...(options.set ?? [])];
  const { settings } = await loadFromOptions({ ...options, set: sets });
  const clips = chooseTurnAbout(options, languages);
  const progress = createProgressReporter(io);
  const models = await findModels(settings, {
    ...{ store: openStore(), onEvent: progress.onEvent, signal, translates: true },
  }).finally(progress.stop);
  const measured = await benchTranslation({
    ...{ version, settings, signal, clips, models },
    lengthMs: (options.minutes ?? 0) * MINUTE_MS,
    ...{ gapMs: options.gap, isRealTime: options.virtual !== true, withTexts: options.json === true },
    onProgress: (line) => {
      if (options.quiet !== true) io.stderr.write(`${printable(line)}\n`);
    },
  });
  await printReports([measured], options, io);
  return 0;
}

/** One clip of each language in turn, none of them twice. */
function chooseTurnAbout({ manifest, kind, clips: most }: TranslationOptions, languages: readonly string[]): Clip[] {
  const path = findManifest(manifest, packageRoot());
  const all = readManifest(path);
  const byLanguage = languages.map((language) =>
    chooseClips(all, { language, kinds: kind }).filter(({ lang }) => lang !== null),
  );
  const rounds = Math.max(0, ...byLanguage.map((clips) => clips.length));
  const chosen = Array.from({ length: rounds }, (_, round) => byLanguage.flatMap((clips) => clips[round] ?? [])).flat();
  if (chosen.length > 0) return chosen.slice(0, most);
  throw new UsageError(
    `${path} has no clips of ${languages.join(', ')} and kind ${kind.join(', ')}; choose others with --languages and --kind`,
  );
}

function toLength(text: string): number {
  const length = Number(text);
  if (Number.isFinite(length) && length >= 0) return length;
  throw new InvalidArgumentError('wanted a number from 0 on');
}
