/** `--against` of every benchmark: a report kept before, or another version of the program, run in turn with this one. */
import { InvalidArgumentError, Option, type Command } from 'commander';
import { compareInTurn, LEAST_IN_TURN, LEAST_OF_SAVED } from '../../scripts/profile/compare/comparison.js';
import { runInTurn } from '../../scripts/profile/compare/in-turn.js';
import { comparisonTable } from '../../scripts/profile/compare/table.js';
import { buildVersion, copyBuild, findCommit, type Place } from '../../scripts/profile/compare/version.js';
import { packageRoot } from '../models/catalog.js';
import { baselineFile, readBaseline } from './bench-baselines.js';
import { toCount, type Against } from './bench-report.js';
import { exitCodes, processIo, type Io } from './io.js';
import { runCommand, UsageError } from './run.js';

interface CompareOptions {
  readonly against?: string;
  readonly pairs: number;
  readonly least?: number;
  readonly save?: string;
  readonly json?: boolean;
}

const PAIRS = 10;
const GIT = 'git:';
/** Options of the comparison itself, which its runs are not given; true for those with a value. */
const ownOptions = new Map([
  ['--against', true],
  ['--pairs', true],
  ['--least', true],
  ['--json', false],
]);

/** Adds the options to every benchmark that is registered by now. */
export function addComparing(bench: Command): void {
  for (const command of bench.commands) {
    command
      .option(
        '--against <NAME|FILE|VERSION>',
        'compare with a report kept by --save, or with a version of git, in turn',
      )
      .addOption(new Option('--pairs <n>', 'runs of each version of git').default(PAIRS).argParser(toCount))
      .addOption(new Option('--least <percent>', 'differences up to this do not matter').argParser(toShare));
    const save = command.options.find(({ long }) => long === '--save');
    if (save !== undefined) {
      save.flags = '--save <NAME|FILE.json>';
      save.description = `${save.description}; a name is kept for --against`;
    }
  }
  // The options are read by now and the work has not begun: what it reads from them can still be settled.
  bench.hook('preAction', async (_, command) => {
    const work = await settle(command).catch(fail);
    if (work !== undefined) command.action(() => runCommand(processIo, work));
  });
  bench.hook('postAction', (_, command) => {
    const against: unknown = command.getOptionValue('against');
    if (isAgainst(against) && against.isWorse) process.exitCode = exitCodes.failed;
  });
}

type Work = (signal: AbortSignal) => Promise<number>;

/** Names become files and reports; a version of git is the command's work instead of its own. */
async function settle(command: Command): Promise<Work | undefined> {
  const bench = command.name();
  const { against, save, least, pairs, json }: CompareOptions = command.opts();
  if (save !== undefined) command.setOptionValue('save', baselineFile(bench, save));
  if (against === undefined) return undefined;
  const saved = against.startsWith(GIT) ? undefined : readBaseline(bench, against);
  const commit = await findCommit(packageRoot(), against.replace(GIT, ''));
  if (saved === undefined) {
    if (commit === undefined) throw unknownVersion(bench, against);
    if (save !== undefined) throw new UsageError('--save keeps one report: not with --against a version of git');
    const versions = { commit, against, least: least ?? LEAST_IN_TURN, pairs, json: json === true };
    return (signal) => compareVersions(versions, processIo, signal);
  }
  if (commit !== undefined && !against.includes('/'))
    throw new UsageError(`--against ${against} is a kept report and a version: write ${GIT}${against} or the file`);
  const value: Against = { name: against, report: saved, least: least ?? LEAST_OF_SAVED, isWorse: false };
  command.setOptionValue('against', value);
  return undefined;
}

function fail(error: unknown): Work {
  return () => Promise.reject(error instanceof Error ? error : new Error(String(error)));
}

interface Versions {
  readonly commit: string;
  readonly against: string;
  readonly least: number;
  readonly pairs: number;
  readonly json: boolean;
}

async function compareVersions(versions: Versions, io: Io, signal: AbortSignal): Promise<number> {
  const { commit, against, least, pairs, json } = versions;
  const onProgress = (line: string): void => {
    io.stderr.write(`${line}\n`);
  };
  const root = packageRoot();
  const places: Place[] = [];
  try {
    const before = await buildVersion(commit, { root, signal, onProgress });
    places.push(before);
    const after = await copyBuild(root);
    places.push(after);
    const folders = { before: before.folder, after: after.folder };
    const args = argumentsOfRuns(process.argv.slice(2));
    const measured = await runInTurn({ ...folders, args, pairs, signal, onProgress });
    const comparison = compareInTurn(measured, { against: `${against} (${commit.slice(0, 10)})`, least });
    io.stdout.write(json ? `${JSON.stringify(comparison)}\n` : `\n${comparisonTable(comparison)}\n`);
    return comparison.worse.length === 0 ? exitCodes.fine : exitCodes.failed;
  } finally {
    for (const { remove } of places) await remove();
  }
}

/** The command line without the options of the comparison. */
export function argumentsOfRuns(args: readonly string[]): string[] {
  const rest: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    const takesValue = ownOptions.get(arg.split('=')[0] ?? '');
    if (takesValue === undefined) rest.push(arg);
    else if (takesValue && !arg.includes('=')) i += 1;
  }
  return rest;
}

function isAgainst(value: unknown): value is Against {
  return typeof value === 'object' && value !== null && 'isWorse' in value;
}

function unknownVersion(bench: string, against: string): UsageError {
  return new UsageError(
    `--against ${against}: no report of bench ${bench} is kept under that name, no such file, and no such version in ` +
      `git; keep one with parley bench ${bench} --save ${against}`,
  );
}

function toShare(text: string): number {
  const percent = Number(text.replace(/\s*%$/, ''));
  if (text.trim() !== '' && percent >= 0 && percent < 1000) return percent / 100;
  throw new InvalidArgumentError('wanted percent from 0 on, such as 3');
}
