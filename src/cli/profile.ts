/** `parley profile`: recordings in real time through a mode and its preset; milliseconds and share of each stage, and the total. */
import { open, writeFile } from 'node:fs/promises';
import { Option, type Command } from 'commander';
import { describeFiles } from '../audio/file-source.js';
import { addConfigOptions, loadFromOptions, type ConfigOptions } from './config.js';
import { samplePaths } from './input.js';
import { processIo, type Io } from './io.js';
import { createProgressReporter } from './model-progress.js';
import { describeTimings } from './printer.js';
import { foreignSpeech, profileMode } from './profile-mode.js';
import { runCommand, UsageError } from './run.js';
import { withPreset, type LoadedConfig } from '../config/load.js';
import { modeNames, type ModeName } from '../config/runtime.js';
import { conditions, describeRun, type Condition } from '../../scripts/profile/conditions.js';
import { reportMarkdown } from '../../scripts/profile/html/markdown.js';
import { reportPage } from '../../scripts/profile/html/page.js';
import { profilePreset } from '../../scripts/profile/profile.js';
import { reportTable } from '../../scripts/profile/report-table.js';
import type { Report } from '../../scripts/profile/summary.js';
import { presetTable, profileTable } from '../../scripts/profile/table.js';

interface ProfileOptions extends ConfigOptions {
  readonly mode?: ModeName;
  readonly allPresets?: boolean;
  readonly input?: string[];
  readonly rounds: number;
  readonly under: readonly Condition[];
  readonly html?: string;
  readonly markdown?: string;
  readonly json?: boolean;
}

/** @param version of the program, for the report */
export function registerProfileCommand(program: Command, version: string): void {
  const command = program
    .command('profile')
    .description('where the milliseconds of a turn go, stage by stage')
    .addOption(new Option('--mode <mode>', 'what is profiled; pipeline.mode unless told').choices(modeNames))
    .option('--all-presets', 'every preset, one after the other, and side by side')
    .option(
      '--input <FILE.wav...>',
      'recordings to speak; the sample conversation, or speech to translate, unless told',
    )
    .addOption(new Option('--rounds <n>', 'times that all recordings are spoken').default(3).argParser(toRounds))
    .addOption(
      new Option(
        '--under <conditions...>',
        'warm; cold: each recording is the first after a start; load: all cores wanted',
      )
        .choices(conditions)
        .default(['warm']),
    )
    .option('--html <FILE>', 'also as one page with charts, for a browser')
    .option('--markdown <FILE>', 'also as Markdown')
    .option('--json', 'the report as one JSON object on the last line');
  addConfigOptions(command).action(async (options: ProfileOptions) => {
    await runCommand(processIo, (signal) => profile(options, { io: processIo, version, signal }));
  });
}

function toRounds(text: string): number {
  const rounds = Number(text);
  return Number.isInteger(rounds) && rounds > 0 ? rounds : 1;
}

export interface Surroundings {
  readonly io: Io;
  readonly version: string;
  readonly signal: AbortSignal;
}

async function profile(options: ProfileOptions, surroundings: Surroundings): Promise<number> {
  const { io } = surroundings;
  const config = await loadFromOptions(options, options.mode);
  const { mode } = config.settings.pipeline;
  const paths = options.input ?? (mode === 'translation' ? foreignSpeech() : samplePaths());
  await describeFiles(paths);
  for (const name of ['html', 'markdown'] as const) await requireWritable(name, options[name]);
  const presets = options.allPresets === true ? config.presets : [config.preset];
  const under = mode === 'assistant' ? options.under : refuseConditions(options.under, mode);
  const reports: Report[] = [];
  for (const preset of presets)
    for (const condition of under) {
      const rounds = { ...surroundings, rounds: options.rounds, condition };
      const chosen = withPreset(config, preset);
      const report = await (mode === 'assistant'
        ? profileOne(chosen, paths, rounds)
        : profileMode(mode, { config: chosen, paths }, rounds));
      reports.push(report);
      if (options.json === true) continue;
      const table = mode === 'assistant' ? profileTable(report.rows) : reportTable(report);
      const name = mode === 'assistant' ? describeRun(report) : `${preset}, mode ${mode}`;
      io.stdout.write(`\npreset ${name}\n${table}\n`);
    }
  await writeReports(reports, { ...options, mode }, io);
  const hidden = reports.some(({ facts }) => Number(facts['drafts']) > 0);
  if (options.json === true) io.stdout.write(`${JSON.stringify(reports.length === 1 ? reports[0] : reports)}\n`);
  else if (reports.length > 1) io.stdout.write(`\n${presetTable(reports)}\n`);
  if (hidden && options.json !== true) {
    io.stdout.write(
      'What a draft had ready at the endpoint counts as 0; --set turn.drafts=off shows every stage alone.\n',
    );
  }
  // What was never heard to its end has no figures: that is no success.
  return reports.every((report) => report.rows.some(({ name }) => name === (report.parts?.of ?? 'total'))) ? 0 : 1;
}

/** The other modes are measured with loads of their own. */
function refuseConditions(under: readonly Condition[], mode: ModeName): readonly Condition[] {
  if (under.some((condition) => condition !== 'warm')) {
    throw new UsageError(`--under: got ${under.join(' ')}, wanted warm in mode ${mode}; bench ${mode} knows others`);
  }
  return under;
}

/** Before minutes are spent on what could not be kept. */
async function requireWritable(name: 'html' | 'markdown', path: string | undefined): Promise<void> {
  if (path === undefined) return;
  try {
    await (await open(path, 'a')).close();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--${name}: ${path} cannot be written (${why}); name a file in a folder that is there`);
  }
}

async function writeReports(
  reports: readonly Report[],
  { html, markdown, mode }: Pick<ProfileOptions, 'html' | 'markdown'> & { readonly mode: ModeName },
  io: Io,
): Promise<void> {
  const title = mode === 'assistant' ? 'Voice to voice, stage by stage' : `Mode ${mode}, stage by stage`;
  const command = `parley ${process.argv.slice(2).join(' ')}`;
  if (html !== undefined) await writeOut(html, await reportPage({ title, reports, at: new Date(), command }), io);
  if (markdown !== undefined) await writeOut(markdown, reportMarkdown(title, reports), io);
}

async function writeOut(path: string, text: string, io: Io): Promise<void> {
  await writeFile(path, text);
  io.stderr.write(`${path} written\n`);
}

async function profileOne(
  config: LoadedConfig,
  paths: readonly string[],
  { io, version, signal, rounds, condition }: Surroundings & { readonly rounds: number; readonly condition: Condition },
): Promise<Report> {
  const progress = createProgressReporter(io);
  io.stderr.write(
    `preset ${config.preset}, ${condition}: ${paths.length} recordings, ${rounds} times, in real time …\n`,
  );
  return profilePreset(config, version, {
    ...{ paths, rounds, condition, signal, onFetch: progress.onEvent },
    onNotice: (text) => {
      io.stderr.write(`${text}\n`);
    },
    onTurn: (turn) => {
      io.stderr.write(`  ${turn.transcript} → ${turn.reply} (${describeTimings(turn.timings)})\n`);
    },
  }).finally(progress.stop);
}
