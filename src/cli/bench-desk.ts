/** `parley bench dictation --desk`: from the hotkey to the text in the window, on a desktop of its own. */
import { benchDesk } from '../../scripts/profile/dictation/desk/bench.js';
import { isRight, type Dictated } from '../../scripts/profile/dictation/desk/rows.js';
import { DeskError, missingDesk } from '../../scripts/profile/dictation/desk/tools.js';
import { ensureModels } from '../models/fetch.js';
import { openStore } from '../models/store.js';
import type { DictationOptions, Surroundings } from './bench-dictation.js';
import { printReports } from './bench-report.js';
import { loadFromOptions, type ConfigOptions } from './config.js';
import { exitCodes, printable } from './io.js';
import { createProgressReporter } from './model-progress.js';
import { UsageError } from './run.js';

const MODELS = ['whisper-tiny.en', 'whisper-base'];
/** Utterances of each length. */
const EACH = 6;
const VOICE_MODELS = { joe: 'piper-en_US-joe-medium', emma: 'kokoro-82m-int8', michael: 'kokoro-82m-int8' } as const;

/** Resolves with the exit code: 1 where nothing arrived, or the desk cannot be set up. */
export async function measureDesk(options: DictationOptions, { io, version, signal }: Surroundings): Promise<number> {
  const missing = missingDesk();
  if (missing !== undefined) {
    io.stderr.write(`${missing}\n`);
    return exitCodes.failed;
  }
  const { settings } = await loadFromOptions(options, 'dictation');
  const { hotkey } = settings.dictation;
  if (hotkey === 'none')
    throw new UsageError('dictation.hotkey: got none, --desk wants one to hold, as Ctrl+Alt+Space');
  const [speaker = 'joe', ...others] = options.voice ?? [];
  if (others.length > 0) throw new UsageError(`--voice: got ${options.voice?.join(' ')}, --desk wants one of them`);
  const models = options.model ?? MODELS;
  const store = openStore();
  const progress = createProgressReporter(io);
  const wanted = [...models, ...(speaker === 'espeak' ? [] : [VOICE_MODELS[speaker]])];
  await ensureModels(wanted, { store, onEvent: progress.onEvent, signal }).finally(progress.stop);
  try {
    const measured = await benchDesk({
      ...{ version, hotkey, speaker, models, each: options.limit ?? EACH, signal, args: ownArgs(options) },
      folderOf: (id) => store.folderOf(id),
      onDictated: (model, dictated) => io.stderr.write(`${printable(`${model}: ${describe(dictated)}`)}\n`),
    });
    await printReports(measured, options, io);
    return measured.every(({ report }) => Number(report.facts['arrived']) > 0) ? exitCodes.fine : exitCodes.failed;
  } catch (error) {
    if (!(error instanceof DeskError)) throw error;
    io.stderr.write(`${error.message}\n`);
    return exitCodes.failed;
  }
}

/** The settings that the user chose hold for the program that is measured as well. */
function ownArgs({ config, preset, set = [] }: ConfigOptions): string[] {
  return [
    ...(config === undefined ? [] : ['--config', config]),
    ...(preset === undefined ? [] : ['--preset', preset]),
    ...set.flatMap((each) => ['--set', each]),
  ];
}

function describe(dictated: Dictated): string {
  const { utterance, pieces, releasedMs } = dictated;
  const text = pieces.map((piece) => piece.text).join('');
  const last = pieces.at(-1);
  const after = last === undefined ? '' : `, ${Math.round(last.atMs - releasedMs)} ms behind the release`;
  return `${isRight(dictated) ? 'right' : 'wrong'}  ${utterance.text} → ${JSON.stringify(text)}${after}`;
}
