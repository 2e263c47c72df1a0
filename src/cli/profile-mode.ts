/** `parley profile` of dictation, captions and live translation, and what they are let hear. */
import { modeProfiles, type ProfiledMode } from '../../scripts/profile/modes/profile.js';
import { findManifest, readManifest, type Clip } from '../../scripts/profile/stt/clips.js';
import type { Report } from '../../scripts/profile/summary.js';
import { AudioError } from '../audio/audio-error.js';
import type { LoadedConfig } from '../config/load.js';
import { packageRoot } from '../models/catalog.js';
import { openStore } from '../models/store.js';
import { printable } from './io.js';
import { createProgressReporter } from './model-progress.js';
import type { Surroundings } from './profile.js';
import { UsageError } from './run.js';

/** One clip of each; with whisper-base these can be followed. */
const FOREIGN = ['es', 'fr', 'pt'];
const KINDS = ['read', 'question', 'conversation'];

export async function profileMode(
  mode: ProfiledMode,
  { config, paths }: { readonly config: LoadedConfig; readonly paths: readonly string[] },
  { io, version, signal, rounds }: Surroundings & { readonly rounds: number },
): Promise<Report> {
  const progress = createProgressReporter(io);
  const onProgress = (line: string): void => {
    io.stderr.write(`${printable(line)}\n`);
  };
  onProgress(`${mode}, preset ${config.preset}: ${paths.length} recordings, ${rounds} times, in real time …`);
  const fetching = { store: openStore(), onEvent: progress.onEvent };
  return modeProfiles[mode]({ config, version, paths, rounds, fetching, signal, onProgress }).finally(progress.stop);
}

/** Recordings in languages that are to be translated. Throws UsageError where there are none. */
export function foreignSpeech(): string[] {
  const all = readClips();
  const chosen = FOREIGN.flatMap((language) => {
    const clip = all.find(({ lang, kind }) => lang === language && KINDS.includes(kind));
    return clip === undefined ? [] : [clip.path];
  });
  if (chosen.length > 0) return chosen;
  throw new UsageError(
    `--mode translation: no recordings in ${FOREIGN.join(', ')}; name some with --input FILE.wav, or a manifest of them with PARLEY_SPEECH`,
  );
}

function readClips(): readonly Clip[] {
  try {
    return readManifest(findManifest(undefined, packageRoot()));
  } catch (error) {
    if (error instanceof AudioError && process.env['PARLEY_SPEECH'] === undefined) return [];
    throw error;
  }
}
