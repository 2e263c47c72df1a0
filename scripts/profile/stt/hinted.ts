/** What hints change: each clip read with them and without, one after the other. */
import type { HintPhrases } from '../../../src/models/whisper/hints.js';
import { hintsOf } from '../../../src/skills/hints.js';
import { dictationHints } from '../../../src/stages/dictation/hints.js';
import { installedSkills } from '../nlp/skills.js';
import { summarise, type Row } from '../summary.js';
import { toUnits } from '../wer/english.js';
import { ErrorCount } from '../wer/errors.js';
import { readClip, type Clip } from './clips.js';
import type { Recognizer } from './recognizer.js';

/** Who expects something to be said. */
export const hintSources = ['skills', 'dictation'] as const;
export type HintSource = (typeof hintSources)[number];

export interface HintedEngines {
  readonly hinted: Recognizer;
  readonly unhinted: Recognizer;
}

export interface HintedOptions {
  readonly whose: HintSource;
  readonly signal: AbortSignal;
  readonly onClip: (clip: Clip, found: string) => void;
}

/** As shipped, without words of the user's own. */
const usualDictation: Parameters<typeof dictationHints>[0] = { words: [], commands: true, punctuation: 'both' };

interface Reading {
  readonly text: string;
  readonly ms: number;
}

/** Two engines, so that neither finds the other's work done. */
export async function measureHints(
  clips: readonly Clip[],
  { hinted, unhinted }: HintedEngines,
  { whose, signal, onClip }: HintedOptions,
): Promise<{ readonly rows: readonly Row[]; readonly facts: Readonly<Record<string, unknown>> }> {
  const hints = whose === 'skills' ? hintsOf(installedSkills()) : dictationHints(usualDictation, 'en');
  const read = async (engine: Recognizer, samples: Float32Array, given?: HintPhrases): Promise<Reading> => {
    const startMs = performance.now();
    const { text } = await engine.transcribe(samples, 'en', given);
    return { text, ms: performance.now() - startMs };
  };
  const pairs: { readonly clip: Clip; readonly without: Reading; readonly with: Reading }[] = [];
  for (const clip of clips) {
    signal.throwIfAborted();
    const samples = await readClip(clip);
    const pair = { clip, without: await read(unhinted, samples), with: await read(hinted, samples, hints) };
    pairs.push(pair);
    if (pair.with.text !== pair.without.text) onClip(clip, `"${pair.without.text}" → "${pair.with.text}"`);
  }
  const rate = (which: 'with' | 'without'): number | undefined => {
    const errors = new ErrorCount();
    for (const { clip, [which]: reading } of pairs) {
      if ((clip.text ?? '') !== '') errors.add(toUnits(clip.text ?? '', 'en'), toUnits(reading.text, 'en'));
    }
    return errors.rate;
  };
  const noisy = (which: 'with' | 'without'): number =>
    pairs.filter(({ clip, [which]: reading }) => clip.kind === 'noise' && reading.text !== '').length;
  const spoken = pairs.filter(({ clip }) => clip.kind !== 'noise');
  const { hintedLooks, hintedTexts } = await hinted.effort();
  const rows = (['without', 'with'] as const).map((which) =>
    summarise(
      which === 'with' ? 'hinted' : 'unhinted',
      'ms',
      spoken.map(({ [which]: { ms } }) => ms),
    ),
  );
  return {
    rows: rows.filter((row) => row !== undefined),
    facts: {
      ...{ 'wer.hinted': rate('with'), 'wer.unhinted': rate('without'), hintedLooks, hintedTexts },
      ...{ 'noiseClipsWithText.hinted': noisy('with'), 'noiseClipsWithText.unhinted': noisy('without') },
    },
  };
}
