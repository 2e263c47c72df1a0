/** What each way to save work saves: the same turns with each of them left out. */
import { fullTuning, type Effort, type Tuning } from '../../../src/models/whisper/effort.js';
import { toUnits } from '../wer/english.js';
import { ErrorCount } from '../wer/errors.js';
import { stream, type RunSettings } from './clip-run.js';
import { readClip, type Clip } from './clips.js';
import { openRecognizer, type Recognizer, type RecognizerOptions } from './recognizer.js';
import { formsOf } from './utterance.js';

/** Means over utterances. */
export interface Variant {
  /** `none`, one of the switches, or `all`. */
  readonly off: string;
  readonly utterances: number;
  readonly encoderRuns: number;
  readonly encoderPositions: number;
  readonly encoderMs: number;
  readonly decoderRuns: number;
  readonly decoderTokens: number;
  readonly decoderMs: number;
  readonly melMs: number;
  readonly finalMs: number;
  readonly wer: number | null;
}

/** Everything on, each switch off in turn, everything off. */
export function variants(): readonly (readonly [string, Tuning])[] {
  const names = Object.keys(fullTuning) as (keyof Tuning)[];
  return [
    ['none', fullTuning],
    ...names.map((name): [string, Tuning] => [name, { ...fullTuning, [name]: false }]),
    ['all', { tail: false, reuse: false, draft: false, cache: false }],
  ];
}

class Sum {
  readonly off: string;
  readonly recognizer: Recognizer;
  readonly #efforts: Effort[] = [];
  readonly #errors = new ErrorCount();
  #finalMs = 0;

  constructor(off: string, recognizer: Recognizer) {
    this.off = off;
    this.recognizer = recognizer;
  }

  add({ text, lang }: Clip, heard: string, { effort, finalMs }: { effort: Effort; finalMs: number }): void {
    this.#efforts.push(effort);
    this.#finalMs += finalMs;
    if (text !== null) this.#errors.add(toUnits(text, lang ?? 'en'), toUnits(heard, lang ?? 'en'));
  }

  variant(): Variant {
    const utterances = this.#efforts.length;
    const mean = (key: keyof Effort): number =>
      this.#efforts.reduce((sum, effort) => sum + effort[key], 0) / Math.max(1, utterances);
    return {
      ...{ off: this.off, utterances, melMs: mean('melMs'), finalMs: this.#finalMs / Math.max(1, utterances) },
      ...{ encoderRuns: mean('encoderRuns'), encoderPositions: mean('encoderPositions'), encoderMs: mean('encoderMs') },
      ...{ decoderRuns: mean('decoderRuns'), decoderTokens: mean('decoderTokens'), decoderMs: mean('decoderMs') },
      wer: this.#errors.rate ?? null,
    };
  }
}

/** Every variant hears a clip before any hears the next one: what else the machine does hits all of them. */
export async function ablate(
  clips: readonly Clip[],
  options: RecognizerOptions,
  run: RunSettings,
  onClip: (clip: Clip) => void,
): Promise<readonly Variant[]> {
  const sums: Sum[] = [];
  try {
    for (const [off, tuning] of variants()) {
      sums.push(new Sum(off, await openRecognizer({ ...options, tuning }, 'here', run.signal)));
    }
    for (const clip of clips) {
      const { turn: utterance } = await formsOf(run.detector, await readClip(clip), run.settings);
      if (utterance === undefined) continue;
      for (const sum of sums) {
        const { hearing, effort } = await stream(sum.recognizer, utterance, run);
        sum.add(clip, hearing.final.message.text, { effort, finalMs: hearing.finalMs });
      }
      onClip(clip);
    }
    return sums.map((sum) => sum.variant());
  } finally {
    for (const { recognizer } of sums) await recognizer.close();
  }
}
