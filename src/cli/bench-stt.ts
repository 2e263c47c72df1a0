/** `parley bench stt`: the recogniser over a manifest of speech: errors, delays, cost, and a peer on the same clips. */
import { Option, type Command } from 'commander';
import { benchStt, type Part, type SttBenchOptions } from '../../scripts/profile/stt/bench.js';
import { hintSources, type HintSource } from '../../scripts/profile/stt/hinted.js';
import { chooseClips, findManifest, readManifest, type Clip } from '../../scripts/profile/stt/clips.js';
import { preferences } from '../assistant/models.js';
import { packageRoot } from '../models/catalog.js';
import { ensurePreferred } from '../models/fetch-preferred.js';
import { openStore } from '../models/store.js';
import { printReports, toCount, type Measured, type ReportOptions } from './bench-report.js';
import { addConfigOptions, loadFromOptions, type ConfigOptions } from './config.js';
import { printable, processIo, type Io } from './io.js';
import { createProgressReporter } from './model-progress.js';
import { runCommand, UsageError } from './run.js';

interface SttOptions extends ConfigOptions, ReportOptions {
  readonly manifest?: string;
  readonly model?: string[];
  readonly threads?: number;
  readonly language: string;
  readonly limit?: number;
  readonly kind?: string[];
  readonly compare?: string;
  readonly python?: string;
  readonly reference: boolean;
  readonly realtime?: boolean;
  readonly ablate?: boolean;
  readonly sessions?: number;
  readonly clipsEach: number;
  readonly langId?: boolean;
  readonly hints?: HintSource;
}

/** @param version of the program, for the report */
export function registerSttBench(bench: Command, version: string): void {
  const command = bench
    .command('stt')
    .description('speech recognition: word errors, delays, cost, and a peer on the same clips')
    .option('--manifest <FILE.jsonl>', 'recordings: JSON lines of file, text, lang, kind (also PARLEY_SPEECH)')
    .option('--model <id...>', 'speech models, one report each: ids of the catalog or folders')
    .addOption(new Option('--threads <n>', 'threads of the recogniser').argParser(toCount))
    .option('--language <code>', 'language of the clips, or all', 'en')
    .addOption(new Option('--limit <n>', 'at most this many clips, spread over the manifest').argParser(toCount))
    .option('--kind <kind...>', 'only clips of these kinds')
    .option(
      '--compare <peer>',
      'faster-whisper, or a command that reads file names and prints {"file","text","ms"} lines',
    )
    .option('--python <path>', 'interpreter that has faster-whisper (also PARLEY_PYTHON)')
    .option('--no-reference', "leave out Whisper's full window")
    .option('--realtime', 'speak the clips in real time to the inference host, as a microphone would')
    .option('--save <FILE.json>', 'also write the report, with the figures of each clip')
    .option('--json', 'the report as one JSON object on the last line');
  addParts(command);
  addConfigOptions(command).action(async (options: SttOptions) => {
    await runCommand(processIo, (signal) => benchModels(options, { io: processIo, version, signal }));
  });
}

/** Special runs; the clips one by one are measured when none of them is asked for. */
function addParts(command: Command): void {
  command
    .option('--ablate', 'instead: what each way to save work saves')
    .addOption(new Option('--sessions <n>', 'instead: this many users at once, in real time').argParser(toCount))
    .addOption(new Option('--clips-each <n>', 'clips of each of those users').default(3).argParser(toCount))
    .option('--lang-id', 'instead: find the language of the clips that are not English')
    .addOption(
      new Option('--hints [whose]', 'instead: what hints change, those of the installed skills or of dictation')
        .choices(hintSources)
        .preset('skills'),
    );
}

interface Surroundings {
  readonly io: Io;
  readonly version: string;
  readonly signal: AbortSignal;
}

async function benchModels(options: SttOptions, { io, version, signal }: Surroundings): Promise<number> {
  const config = await loadFromOptions(options);
  const { settings } = config;
  const clips = selectClips(options);
  const common = {
    ...{ version, settings, signal, parts: partsOf(options), reference: options.reference },
    threads: options.threads ?? settings.stt.optimization.num_workers,
    language: options.language === 'all' ? 'auto' : options.language,
    pace: options.realtime === true ? 'real-time' : 'lockstep',
    ...(options.compare === undefined ? {} : { compare: { command: options.compare, python: pythonOf(options) } }),
    onProgress: (line: string) => {
      io.stderr.write(`${printable(line)}\n`);
    },
  } as const satisfies Omit<SttBenchOptions, 'model'>;
  const measured: Measured[] = [];
  const models = options.model?.map((ref) => [ref]) ?? [preferences(settings).stt];
  for (const refs of models) {
    const model = await locateModel(refs, { io, signal });
    common.onProgress(`${model.name}: ${clips.length} clips`);
    measured.push(await benchStt(clips, { ...common, model }));
  }
  await printReports(measured, options, io);
  return 0;
}

function selectClips(options: SttOptions): Clip[] {
  const manifest = findManifest(options.manifest, packageRoot());
  const language = options.language === 'all' || options.langId === true ? undefined : options.language;
  const clips = chooseClips(readManifest(manifest), { language, kinds: options.kind, limit: options.limit });
  if (clips.length > 0) return clips;
  throw new UsageError(
    `${manifest} has no clips of language ${options.language}${options.kind === undefined ? '' : ` and kind ${options.kind.join(', ')}`}; choose others with --language and --kind`,
  );
}

function partsOf({ ablate, sessions, clipsEach, langId, hints }: SttOptions): readonly Part[] {
  const parts: Part[] = [
    ...(ablate === true ? [{ kind: 'ablation' } as const] : []),
    ...(sessions === undefined ? [] : [{ kind: 'sessions', sessions, clipsEach } as const]),
    ...(langId === true ? [{ kind: 'languages' } as const] : []),
    ...(hints === undefined ? [] : [{ kind: 'hints', whose: hints } as const]),
  ];
  return parts.length > 0 ? parts : [{ kind: 'clips' }];
}

function pythonOf({ python }: SttOptions): string {
  return python ?? process.env['PARLEY_PYTHON'] ?? 'python3';
}

async function locateModel(
  refs: readonly string[],
  { io, signal }: Pick<Surroundings, 'io' | 'signal'>,
): Promise<{ name: string; folder: string }> {
  const progress = createProgressReporter(io);
  const [location] = await ensurePreferred([refs], { store: openStore(), onEvent: progress.onEvent, signal }).finally(
    progress.stop,
  );
  if (location === undefined) throw new UsageError('--model: name at least one model');
  return { name: location.ref, folder: location.folder };
}
