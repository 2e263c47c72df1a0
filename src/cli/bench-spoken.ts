/** The recordings that are spoken to the whole assistant, as the options of a benchmark choose them. */
import { findManifest } from '../../scripts/profile/stt/clips.js';
import { readSpeech, type SpokenClip } from '../../scripts/profile/turns/manifest.js';
import { packageRoot } from '../models/catalog.js';
import { UsageError } from './run.js';

export interface SpokenOptions {
  readonly manifest?: string;
  readonly kind: readonly string[];
  /** At most this many, spread over the manifest. */
  readonly clips?: number;
}

/** What people ask an assistant. */
export const SPOKEN_KINDS: string[] = ['question', 'command'];

/** Everything is worked out anew: nothing is answered or spoken from what was kept, nothing said before changes an answer. */
export const afresh: readonly string[] = [
  'response_generation.cache.enabled=false',
  'tts.cache.enabled=false',
  'nlp.context_manager.max_history=0',
];

/** Throws AudioError for a manifest that is none, UsageError where nothing in it fits. */
export function chooseSpoken({ manifest, kind, clips: limit }: SpokenOptions): readonly SpokenClip[] {
  const path = findManifest(manifest, packageRoot());
  const clips = readSpeech(path, { language: 'en', kinds: kind, limit });
  if (clips.length > 0) return clips;
  throw new UsageError(`${path} has no English clips of kind ${kind.join(', ')}; choose others with --kind`);
}
