/** `parley bench latency`: what each stage adds to an answer, over recordings spoken to the whole assistant. */
import { Option, type Command } from 'commander';
import { benchLatency } from '../../scripts/profile/latency/bench.js';
import { withPreset, type LoadedConfig } from '../config/load.js';
import { printReports, toCount, type Measured, type ReportOptions } from './bench-report.js';
import { afresh, chooseSpoken, SPOKEN_KINDS, type SpokenOptions } from './bench-spoken.js';
import { addConfigOptions, loadFromOptions, type ConfigOptions } from './config.js';
import { printable, processIo, type Io } from './io.js';
import { createProgressReporter } from './model-progress.js';
import { describeTimings } from './printer.js';
import { runCommand } from './run.js';

interface LatencyOptions extends ConfigOptions, ReportOptions, SpokenOptions {
  readonly rounds: number;
  readonly allPresets?: boolean;
}

/** @param version of the program, for the report */
export function registerLatencyBench(bench: Command, version: string): void {
  const command = bench
    .command('latency')
    .description('what each stage adds to an answer, over recordings spoken to the whole assistant')
    .option('--manifest <FILE.jsonl>', 'recordings: JSON lines of file, text, lang, kind (also PARLEY_SPEECH)')
    .option('--kind <kind...>', 'clips of these kinds', SPOKEN_KINDS)
    .addOption(new Option('--clips <n>', 'at most this many clips, spread over the manifest').argParser(toCount))
    .addOption(new Option('--rounds <n>', 'times that everything is said').default(1).argParser(toCount))
    .option('--all-presets', 'every preset, one after the other')
    .option('--save <FILE.json>', 'also write the report, with every turn')
    .option('--json', 'the report as one JSON object on the last line');
  addConfigOptions(command).action(async (options: LatencyOptions) => {
    await runCommand(processIo, (signal) => measure(options, { io: processIo, version, signal }));
  });
}

interface Surroundings {
  readonly io: Io;
  readonly version: string;
  readonly signal: AbortSignal;
}

async function measure(options: LatencyOptions, around: Surroundings): Promise<number> {
  const config = await loadFromOptions({ ...options, set: [...afresh, ...(options.set ?? [])] });
  const paths = chooseSpoken(options).map(({ path }) => path);
  const presets = options.allPresets === true ? config.presets : [config.preset];
  const measured: Measured[] = [];
  for (const preset of presets)
    measured.push(await measureOne(withPreset(config, preset), { ...around, paths, rounds: options.rounds }));
  await printReports(measured, options, around.io);
  // Where every turn failed there are no figures: that is no success.
  return measured.every(({ report }) => report.rows.some(({ name }) => name === 'total')) ? 0 : 1;
}

async function measureOne(
  config: LoadedConfig,
  { io, version, signal, paths, rounds }: Surroundings & { readonly paths: readonly string[]; readonly rounds: number },
): Promise<Measured> {
  const progress = createProgressReporter(io);
  const say = (line: string): void => {
    io.stderr.write(`${printable(line)}\n`);
  };
  say(`preset ${config.preset}: ${paths.length} recordings, ${rounds} times, in real time …`);
  return benchLatency(config, {
    ...{ version, paths, rounds, signal, onFetch: progress.onEvent, onNotice: say },
    onTurn: ({ transcript, reply, timings }) => {
      say(`  ${transcript} → ${reply} (${describeTimings(timings)})`);
    },
  }).finally(progress.stop);
}
