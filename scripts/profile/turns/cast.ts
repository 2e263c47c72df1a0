/** What is said in a bench of turns: recordings of a manifest, and hesitations made from them. */
import { systemClock } from '../../../src/pipeline/clock.js';
import { makeHesitations } from './hesitations.js';
import type { SpokenClip } from './manifest.js';
import type { Side } from './side.js';
import { readUtterance, type Ear, type Utterance } from './utterance.js';

export interface Cast {
  /** Said as they are. */
  readonly clips: readonly SpokenClip[];
  /** Utterances with a pause inside, made of these and of sentences that the voice says. */
  readonly hesitations?: { readonly clips: readonly SpokenClip[]; readonly count: number } | undefined;
}

/** Recordings first, so that a change of order changes nothing for them. */
export async function assemble({ clips, hesitations }: Cast, side: Side, signal: AbortSignal): Promise<Utterance[]> {
  const ear = earOf(side, signal);
  const plain: Utterance[] = [];
  for (const clip of clips) plain.push(await readUtterance(clip, ear));
  if (hesitations === undefined) return plain;
  return [...plain, ...(await makeHesitations(hesitations, { side, ear, signal }))];
}

export function earOf({ assistant }: Side, signal: AbortSignal): Ear {
  const { vad, turn } = assistant.config.settings;
  const probe = { mark: () => undefined, count: () => undefined };
  return {
    // Only the probabilities count: which settings turn them into speech does not matter.
    vad: { ...vad, max_utterance_ms: turn.max_utterance_ms },
    scope: { id: 'bench', signal, clock: systemClock, probe },
  };
}
