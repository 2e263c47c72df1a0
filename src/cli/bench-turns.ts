/** `parley bench turns`: conversations, in real or virtual time: how soon it answers, whom it cuts off, and what stops it. */
import { writeFile } from 'node:fs/promises';
import { Option, type Command } from 'commander';
import { benchTurns, type TurnsBenchOptions } from '../../scripts/profile/turns/bench.js';
import { assemble, type Cast } from '../../scripts/profile/turns/cast.js';
import { readSpeech, type SpokenClip } from '../../scripts/profile/turns/manifest.js';
import { printWaterfall, type Waterfall } from '../../scripts/profile/turns/waterfall.js';
import { findManifest } from '../../scripts/profile/stt/clips.js';
import { AudioError } from '../audio/audio-error.js';
import { packageRoot } from '../models/catalog.js';
import { openStore } from '../models/store.js';
import { printReports, toCount, type ReportOptions } from './bench-report.js';
import {
  bargeInPart,
  ECHO_SECONDS,
  echoPart,
  measurePart,
  pausesPart,
  spoken,
  toEchoSeconds,
  type PartBench,
  type Surroundings,
} from './bench-turns-parts.js';
import { addConfigOptions, loadFromOptions, type ConfigOptions } from './config.js';
import { printable, processIo } from './io.js';
import { createProgressReporter } from './model-progress.js';
import { runCommand, UsageError } from './run.js';

interface TurnsOptions extends ConfigOptions, ReportOptions {
  readonly kind?: string[];
  readonly limit?: number;
  readonly runs: number;
  readonly hear?: number;
  readonly without?: (keyof typeof withouts)[];
  readonly compare?: string[];
  readonly hesitations?: number | true;
  readonly bargeIn?: boolean;
  readonly echo?: number | true;
  readonly pauses?: boolean;
  readonly virtual?: boolean;
  readonly waterfalls?: string;
  readonly keep?: string;
}

/** What a side that goes without something is set to. */
const withouts = {
  drafts: ['turn.drafts=off'],
  model: ['turn.model=none'],
  semantic: ['turn.detection=silence'],
} as const;
const HESITATIONS = 40;
/** Recordings that hesitations are cut from. */
const cuttable = ['question', 'command', 'conversation', 'read'];

/** @param version of the program, for the report */
export function registerTurnsBench(bench: Command, version: string): void {
  const command = bench
    .command('turns')
    .description('conversations in real time: voice to voice, cut-offs, missed ends, drafts')
    .argument('[speech]', 'recordings: a manifest (JSON lines of file, text, kind, eos_ms) or its folder')
    .option('--kind <kind...>', 'clips of these kinds; questions and commands unless told', undefined)
    .addOption(new Option('--limit <n>', 'at most this many clips, spread over the manifest').argParser(toCount))
    .addOption(new Option('--runs <n>', 'times that everything is said').default(1).argParser(toCount))
    .addOption(new Option('--hear <ms>', 'leave replies so long after their first sound').argParser(toCount))
    .addOption(
      new Option('--without <part...>', 'also measured without this, turn about').choices(Object.keys(withouts)),
    )
    .option('--compare <key=value...>', 'also measured with this setting (several: with commas), turn about')
    .addOption(
      new Option(
        '--hesitations [n]',
        `also utterances with a pause inside (${HESITATIONS}); with --kind none these alone`,
      ).argParser(toCount),
    )
    .option('--virtual', 'in less than real time: the waiting is left out, so that delays are estimates')
    .option('--barge-in', 'instead: commands, coughs and nods over replies')
    .addOption(
      new Option(
        '--echo [seconds]',
        `instead: a microphone that hears the loudspeaker, so long in each room (${ECHO_SECONDS})`,
      ).argParser(toEchoSeconds),
    )
    .option('--pauses', 'instead: what each policy makes of silences in recordings, and how soon it ends turns')
    .option('--waterfalls <FILE>', 'write what happened in the ten worst turns, as text, or as JSON for a .json name')
    .option('--keep <FOLDER>', 'keep the recordings of the loudspeaker')
    .option('--save <FILE.json>', 'also write the report, with the figures of each turn')
    .option('--json', 'the report as one JSON object on the last line');
  addConfigOptions(command).action(async (speech: string | undefined, options: TurnsOptions) => {
    await runCommand(processIo, async (signal) => {
      const around = { io: processIo, version, signal };
      const part = choosePart(options);
      if (part === undefined) return measure(speech, options, around);
      const [{ config }] = await loadSides(options);
      await printReports([await measurePart(part, { speech, config, options }, around)], options, processIo);
      return 0;
    });
  });
}

/** What is measured instead of conversations. */
function choosePart({ bargeIn, echo, pauses, virtual }: TurnsOptions): PartBench | undefined {
  const parts = [
    ...(bargeIn === true ? [bargeInPart] : []),
    ...(echo === undefined ? [] : [echoPart(echo === true ? ECHO_SECONDS : echo)]),
    ...(pauses === true ? [pausesPart] : []),
  ];
  if (parts.length > 1) throw new UsageError('--barge-in, --echo and --pauses exclude each other: choose one of them');
  if (virtual === true && parts.length > 0)
    throw new UsageError('--virtual is for conversations: not with --barge-in, --echo or --pauses');
  return parts[0];
}

async function measure(
  speech: string | undefined,
  options: TurnsOptions,
  { io, version, signal }: Surroundings,
): Promise<number> {
  const cast = chooseCast(speech, options);
  const sides = await loadSides(options);
  const progress = createProgressReporter(io);
  const say = (line: string): void => {
    io.stderr.write(`${printable(line)}\n`);
  };
  const measured = await benchTurns({
    ...{ version, sides, signal, runs: options.runs, hearMs: options.hear, keep: options.keep },
    isVirtual: options.virtual,
    ...{ store: openStore(), onFetch: progress.onEvent, onNotice: say, onProgress: say },
    utterances: (side) => assemble(cast, side, signal),
  }).finally(progress.stop);
  if (options.waterfalls !== undefined) await writeWaterfalls(options.waterfalls, measured.waterfalls);
  await printReports([measured], options, io);
  return 0;
}

function chooseCast(speech: string | undefined, { kind, limit, hesitations }: TurnsOptions): Cast {
  const manifest = findManifest(speech, packageRoot());
  const clips = readSpeech(manifest, { language: 'en', kinds: kind ?? spoken, limit });
  const count = hesitations === true ? HESITATIONS : hesitations;
  if (clips.length === 0 && count === undefined) throw noClips(manifest, kind ?? spoken);
  if (count === undefined) return { clips };
  const sources: SpokenClip[] = readSpeech(manifest, { language: 'en', kinds: cuttable });
  return { clips, hesitations: { clips: sources, count } };
}

function noClips(manifest: string, kinds: readonly string[]): UsageError {
  return new UsageError(`${manifest} has no English clips of kind ${kinds.join(', ')}; choose others with --kind`);
}

/** Nothing said before is remembered: every turn stands for itself. Your own --set still wins. */
async function loadSides(options: TurnsOptions): Promise<TurnsBenchOptions['sides']> {
  const load = (more: readonly string[]): ReturnType<typeof loadFromOptions> =>
    loadFromOptions({ ...options, set: ['nlp.context_manager.max_history=0', ...(options.set ?? []), ...more] });
  const others = [
    ...(options.without ?? []).map((part) => ({ name: `-without-${part}`, sets: withouts[part] })),
    ...(options.compare ?? []).map((sets) => ({ name: `-${sets}`, sets: sets.split(',') })),
  ];
  const sides = [];
  for (const { name, sets } of others) sides.push({ name, config: await load(sets) });
  return [{ name: '', config: await load([]) }, ...sides];
}

async function writeWaterfalls(path: string, waterfalls: readonly Waterfall[]): Promise<void> {
  const text = path.endsWith('.json')
    ? `${JSON.stringify(waterfalls, null, 1)}\n`
    : waterfalls.map(printWaterfall).join('\n');
  try {
    await writeFile(path, text);
  } catch (error) {
    throw new AudioError(`--waterfalls ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
