/** The models of the wake words that the settings name. */
import { join } from 'node:path';
import { ConfigError } from '../config/problem.js';
import type { Settings } from '../config/schema.js';
import { ensureModels } from '../models/fetch.js';
import type { EnsureOptions } from '../models/fetch-events.js';
import type { InferenceHost } from '../models/host/contract.js';
import type { WakeHit, WakeListener } from '../pipeline/wake.js';
import { EngineWakeListener } from '../stages/wake/listener.js';
import { wordOfFile } from '../stages/wake/words.js';

/** What all words' models read. */
const FEATURES = 'openwakeword-features';

export interface WakeModels {
  /** Where `openwakeword-features` lies. */
  readonly featuresFolder: string;
  /** In the order of `wake.words`. */
  readonly words: readonly WakeWordFile[];
}

export interface WakeWordFile {
  /** As it is spoken, e.g. `hey jarvis`. */
  readonly word: string;
  readonly file: string;
}

/** Whether these settings listen for wake words at all: if not, no model of theirs is read or fetched. */
export function listensForWords({ mode, from_sleep }: Settings['wake']): boolean {
  return mode === 'word' || (mode === 'always' && from_sleep === 'word');
}

/** Undefined where no word is listened for. Throws ModelError, or ConfigError for thresholds that do not fit. */
export async function findWakeModels(
  settings: Settings['wake'],
  options: EnsureOptions,
): Promise<WakeModels | undefined> {
  if (!listensForWords(settings)) return undefined;
  const { words, threshold } = settings;
  if (typeof threshold !== 'number' && threshold.length !== words.length) {
    const wanted = `one number, or a list of ${words.length} as wake.words has`;
    throw new ConfigError([`wake.threshold: got a list of ${threshold.length}, wanted ${wanted}`]);
  }
  const [, ...found] = await ensureModels([FEATURES, ...words], options);
  return {
    featuresFolder: options.store.folderOf(FEATURES),
    words: found.map(({ folder, files, ref }) => {
      const file = files.find((name) => name.endsWith('.onnx')) ?? files[0] ?? join(folder, ref);
      return { word: wordOfFile(file), file };
    }),
  };
}

export interface WakeEvents {
  readonly onHit: (hit: WakeHit) => void;
  /** The engine failed; it is tried again a few seconds later. */
  readonly onFault: (error: Error) => void;
}

/** Listens for the words that were found, with the engine `wake` of the host. */
export function createWakeListener(
  host: InferenceHost,
  { words }: WakeModels,
  settings: Settings['wake'],
  events: WakeEvents,
): WakeListener {
  const { threshold, cooldown_ms } = settings;
  const thresholdOf = (index: number): number => (typeof threshold === 'number' ? threshold : (threshold[index] ?? 1));
  return new EngineWakeListener({
    ...events,
    engine: host.engine('wake'),
    words: words.map(({ word }, index) => ({ word, threshold: thresholdOf(index) })),
    cooldownMs: cooldown_ms,
  });
}
