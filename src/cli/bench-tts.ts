/** `parley bench tts`: how soon a voice is heard, what it costs, how well it is understood, and whether it runs dry. */
import { Option, type Command } from 'commander';
import { benchTts } from '../../scripts/profile/tts/bench.js';
import { parts, type Part, type TtsBenchOptions } from '../../scripts/profile/tts/part.js';
import { voiceEngineNames } from '../config/schema.js';
import { openStore } from '../models/store.js';
import { printReports, toCount, type Measured, type ReportOptions } from './bench-report.js';
import { addConfigOptions, loadFromOptions, type ConfigOptions } from './config.js';
import { printable, processIo, type Io } from './io.js';
import { createProgressReporter } from './model-progress.js';
import { runCommand } from './run.js';

type VoiceEngine = (typeof voiceEngineNames)[number];

interface TtsOptions extends ConfigOptions, ReportOptions {
  readonly engine?: VoiceEngine[];
  readonly voice?: string;
  readonly threads?: number;
  readonly limit?: number;
  readonly compare?: string;
  readonly python?: string;
  readonly snr?: boolean;
  readonly cache?: boolean;
  readonly intelligibility?: boolean;
  readonly gaps?: boolean;
  readonly gapsSeconds: number;
  readonly all?: boolean;
}

/** @param version of the program, for the report */
export function registerTtsBench(bench: Command, version: string): void {
  const command = bench
    .command('tts')
    .description('speech: first sound, cost, memory, gaps and intelligibility, and a peer on the same replies')
    .addOption(new Option('--engine <name...>', 'voice engines, one report each').choices(voiceEngineNames))
    .option('--voice <name>', 'voice of that engine: a Piper voice is an id of the catalog or a path')
    .addOption(new Option('--threads <n>', 'threads of the voice').argParser(toCount))
    .addOption(new Option('--limit <n>', 'at most this many replies of each length, or sentences').argParser(toCount))
    .option(
      '--compare <peer>',
      'piper, or a command that reads {"text"} lines and prints {"firstMs","leadMs","ms","seconds"} lines',
    )
    .option('--python <path>', 'interpreter that has piper-tts (also PARLEY_PYTHON)')
    .option('--save <FILE.json>', 'also write the report, with the figures of each reply')
    .option('--json', 'the report as one JSON object on the last line');
  addParts(command);
  addConfigOptions(command).action(async (options: TtsOptions) => {
    await runCommand(processIo, (signal) => benchVoices(options, { io: processIo, version, signal }));
  });
}

/** First sounds are measured when none of these is asked for. */
function addParts(command: Command): void {
  command
    .option('--snr', 'instead: how like the streamed sound is to the whole run')
    .option('--cache', 'instead: how soon a kept sentence is heard, and the bound of its memory')
    .option('--intelligibility', 'instead: word errors of a recogniser that listens to the voice')
    .option('--gaps', 'instead: play in real time, alone, beside busy cores and beside the language model')
    .addOption(new Option('--gaps-seconds <n>', 'speech played in each of those cases').default(60).argParser(toCount))
    .option('--all', 'all of these, one after the other');
}

interface Surroundings {
  readonly io: Io;
  readonly version: string;
  readonly signal: AbortSignal;
}

async function benchVoices(options: TtsOptions, { io, version, signal }: Surroundings): Promise<number> {
  const progress = createProgressReporter(io);
  const measured: Measured[] = [];
  try {
    for (const engine of options.engine ?? [undefined]) {
      const config = await loadFromOptions({
        ...options,
        set: [...(options.set ?? []), ...settingsOf(options, engine)],
      });
      const bench: TtsBenchOptions = {
        ...{ version, config, parts: partsOf(options), limit: options.limit, gapsSeconds: options.gapsSeconds },
        ...(options.compare === undefined ? {} : { compare: { command: options.compare, python: pythonOf(options) } }),
        fetch: { store: openStore(), signal, onEvent: progress.onEvent },
        onProgress: (line) => {
          io.stderr.write(`${printable(line)}\n`);
        },
      };
      measured.push(await benchTts(bench));
    }
  } finally {
    progress.stop();
  }
  await printReports(measured, options, io);
  return 0;
}

/** The options as the settings that they stand for. */
function settingsOf({ voice, threads }: TtsOptions, engine: VoiceEngine | undefined): string[] {
  const key = engine === undefined || engine === 'piper' ? 'tts.voice' : `tts.${engine}.voice`;
  return [
    ...(engine === undefined ? [] : [`tts.engine=${engine}`]),
    ...(voice === undefined ? [] : [`${key}=${voice}`]),
    ...(threads === undefined ? [] : [`inference.threads=${threads}`]),
    // Every sentence is made anew, whatever was said before.
    'tts.cache.enabled=false',
  ];
}

function partsOf(options: TtsOptions): readonly Part[] {
  if (options.all === true) return parts;
  const { snr, cache, intelligibility, gaps } = options;
  const asked = Object.entries({ snr, cache, intelligibility, gaps }).filter(([, value]) => value === true);
  return asked.length > 0 ? asked.map(([name]) => name as Part) : ['sounds'];
}

function pythonOf({ python }: TtsOptions): string {
  return python ?? process.env['PARLEY_PYTHON'] ?? 'python3';
}
