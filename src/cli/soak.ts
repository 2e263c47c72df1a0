/** `parley soak`: long runs, and whether anything is left behind by each turn of them. */
import { InvalidArgumentError, Option, type Command } from 'commander';
import { canaryKinds, type CanaryKind } from '../../scripts/profile/soak/canary.js';
import { soakForReal } from '../../scripts/profile/soak/real.js';
import { soakVirtually, type Soaked } from '../../scripts/profile/soak/virtual.js';
import { describeFiles } from '../audio/file-source.js';
import { baselineFile } from './bench-baselines.js';
import { printReports, toCount, type ReportOptions } from './bench-report.js';
import { addConfigOptions, loadFromOptions, type ConfigOptions } from './config.js';
import { samplePaths } from './input.js';
import { exitCodes, printable, processIo, type Io } from './io.js';
import { createProgressReporter } from './model-progress.js';
import { describeTimings } from './printer.js';
import { runCommand, UsageError } from './run.js';

interface SoakOptions extends ConfigOptions, ReportOptions {
  readonly virtual?: boolean;
  readonly turns?: number;
  readonly hours?: number;
  readonly input?: string[];
  readonly canary?: CanaryKind;
}

const TURNS = 1_000_000;
/** Fewer leave no time to tell growth from warming up. */
const LEAST_TURNS = 2000;

/** @param version of the program, for the report */
export function registerSoakCommand(program: Command, version: string): void {
  const command = program
    .command('soak')
    .description('long runs: whether turns leave memory, handles or listeners behind')
    .option('--virtual', 'the turn engine with scripted stages, in virtual time')
    .addOption(new Option('--turns <n>', `turns in virtual time (${TURNS})`).argParser(toTurns))
    .addOption(new Option('--hours <n>', 'instead: recordings to the whole assistant, in real time').argParser(toHours))
    .option('--input <FILE.wav...>', 'recordings to speak; the sample conversation unless told')
    .addOption(
      new Option('--canary <kind>', 'with --virtual: leak a few hundred bytes each turn, which must be found').choices(
        canaryKinds,
      ),
    )
    .option('--save <NAME|FILE.json>', 'also write the report')
    .option('--json', 'the report as one JSON object on the last line');
  addConfigOptions(command).action(async (options: SoakOptions) => {
    await runCommand(processIo, (signal) => soak(options, { io: processIo, version, signal }));
  });
}

interface Surroundings {
  readonly io: Io;
  readonly version: string;
  readonly signal: AbortSignal;
}

async function soak(options: SoakOptions, { io, version, signal }: Surroundings): Promise<number> {
  const { virtual = false, hours, turns, canary, save } = options;
  if (virtual === (hours !== undefined))
    throw new UsageError('parley soak: wanted either --virtual or --hours N, such as --hours 8');
  if (hours !== undefined && (turns !== undefined || canary !== undefined))
    throw new UsageError('--turns and --canary are for --virtual: not with --hours');
  const file = save === undefined ? undefined : baselineFile('soak', save);
  const soaked =
    hours === undefined
      ? await soakTurns(options, { io, version, signal })
      : await soakHours({ ...options, hours }, { io, version, signal });
  await printReports(
    [soaked],
    { ...(options.json === true ? { json: true } : {}), ...(file === undefined ? {} : { save: file }) },
    io,
  );
  return judge(soaked, io);
}

function judge({ leaks, report }: Soaked, io: Io): number {
  const growth = report.facts['growth'];
  if (Array.isArray(growth) && growth.length === 0) {
    io.stderr.write('too short to tell what grows: soak for longer\n');
    return exitCodes.failed;
  }
  io.stderr.write(leaks.length === 0 ? 'nothing grows\n' : `leak: ${leaks.join(', ')} grow with every turn\n`);
  return leaks.length === 0 ? exitCodes.fine : exitCodes.failed;
}

function soakTurns({ turns = TURNS, canary }: SoakOptions, { io, version, signal }: Surroundings): Promise<Soaked> {
  const startMs = performance.now();
  return soakVirtually({
    ...{ version, turns, canary, signal },
    onProgress: (done) => {
      const seconds = Math.round((performance.now() - startMs) / 1000);
      io.stderr.write(`${done} of ${turns} turns, ${seconds} s\n`);
    },
  });
}

async function soakHours(
  options: SoakOptions & { readonly hours: number },
  { io, version, signal }: Surroundings,
): Promise<Soaked> {
  const { hours } = options;
  const config = await loadFromOptions(options);
  const paths = options.input ?? samplePaths();
  await describeFiles(paths);
  const progress = createProgressReporter(io);
  const say = (line: string): void => {
    io.stderr.write(`${printable(line)}\n`);
  };
  say(`preset ${config.preset}: ${paths.length} recordings, round and round, for ${hours} hours …`);
  return soakForReal({
    ...{ version, config, hours, paths, signal, onFetch: progress.onEvent, onNotice: say },
    onTurn: (turn) => {
      say(`  ${turn.transcript} → ${turn.reply} (${describeTimings(turn.timings)})`);
    },
  }).finally(progress.stop);
}

function toTurns(text: string): number {
  const turns = toCount(text);
  if (turns >= LEAST_TURNS) return turns;
  throw new InvalidArgumentError(`wanted ${LEAST_TURNS} or more: in fewer nobody can tell growth from warming up`);
}

function toHours(text: string): number {
  const hours = Number(text);
  if (text.trim() !== '' && hours > 0 && hours <= 1000) return hours;
  throw new InvalidArgumentError('wanted hours above 0, such as 8 or 0.5');
}
