/** The parts of `parley bench turns` that are measured instead of conversations: barge-in, echo, pauses. */
import { InvalidArgumentError } from 'commander';
import { benchBargeIn } from '../../scripts/profile/turns/barge-bench.js';
import { benchEchoLoop } from '../../scripts/profile/turns/echo/loop-bench.js';
import { shortestSeconds } from '../../scripts/profile/turns/echo/loop-users.js';
import { readSpeech } from '../../scripts/profile/turns/manifest.js';
import { benchPauses } from '../../scripts/profile/turns/pauses/bench.js';
import type { SideParts } from '../../scripts/profile/turns/side.js';
import { chooseClips, findManifest, readManifest } from '../../scripts/profile/stt/clips.js';
import type { LoadedConfig } from '../config/load.js';
import { packageRoot } from '../models/catalog.js';
import { openStore } from '../models/store.js';
import { toCount, type Measured } from './bench-report.js';
import { loadFromOptions } from './config.js';
import { printable, type Io } from './io.js';
import { createProgressReporter } from './model-progress.js';

export interface PartOptions {
  readonly kind?: string[];
  readonly limit?: number;
  readonly keep?: string;
}

export interface Surroundings {
  readonly io: Io;
  readonly version: string;
  readonly signal: AbortSignal;
}

/** One part: the manifest's recordings, the settings, and where progress is told. */
export type PartBench = (part: Part) => Promise<Measured>;

interface Part extends SideParts {
  readonly manifest: string;
  readonly config: LoadedConfig;
  readonly version: string;
  readonly options: PartOptions;
  readonly onProgress: (line: string) => void;
}

const otherVoices = ['en-us', 'en-gb-scotland'];
/** Kinds of recordings that people say to an assistant. */
export const spoken = ['question', 'command'];
/** Two minutes in each room. */
export const ECHO_SECONDS = 120;

/** Parses the seconds of `--echo`. */
export function toEchoSeconds(text: string): number {
  const seconds = toCount(text);
  if (seconds >= shortestSeconds) return seconds;
  throw new InvalidArgumentError(`wanted ${shortestSeconds} or more: sooner nobody speaks over the replies`);
}

/** People over an echo say no more than this many different things. */
const MOST_COMMANDS = 12;

export async function measurePart(
  bench: PartBench,
  about: { readonly speech: string | undefined; readonly config: LoadedConfig; readonly options: PartOptions },
  { io, version, signal }: Surroundings,
): Promise<Measured> {
  const { speech, config, options } = about;
  const progress = createProgressReporter(io);
  const say = (line: string): void => {
    io.stderr.write(`${printable(line)}\n`);
  };
  const manifest = findManifest(speech, packageRoot());
  const side: SideParts = { store: openStore(), signal, onFetch: progress.onEvent, onNotice: say };
  return bench({ ...side, manifest, config, version, options, onProgress: say }).finally(progress.stop);
}

/** Replies that are spoken over. Voices of other people are espeak's: they need no weights. */
export const bargeInPart: PartBench = async ({ manifest, options, ...part }) => {
  const voices = [];
  for (const name of otherVoices)
    voices.push({ name, config: await loadFromOptions({ set: ['tts.engine=espeak', `tts.espeak.voice=${name}`] }) });
  return benchBargeIn({
    ...{ ...part, voices, keep: options.keep, limit: options.limit },
    commands: readSpeech(manifest, { language: 'en', kinds: options.kind ?? spoken }),
    noises: readSpeech(manifest, { kinds: ['noise'] }),
  });
};

/** A microphone that hears the loudspeaker. */
export function echoPart(seconds: number): PartBench {
  return ({ manifest, options, ...part }) => {
    const limit = Math.min(MOST_COMMANDS, options.limit ?? Infinity);
    const commands = readSpeech(manifest, { language: 'en', kinds: options.kind ?? ['command'], limit });
    return benchEchoLoop({ ...part, seconds, commands });
  };
}

/** What ends a turn, and when. */
export const pausesPart: PartBench = ({ manifest, options, ...part }) => {
  const { kind: kinds, limit } = options;
  return benchPauses({ ...part, clips: chooseClips(readManifest(manifest), { language: 'en', kinds, limit }) });
};
