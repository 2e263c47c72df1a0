/** What every engine of translation looks like to the stage. */
import type { Caption, Translation } from '../../pipeline/captions.js';
import type { Clock } from '../../pipeline/stage.js';
import type { Glossary } from './glossary.js';

export type TranslatorName = Exclude<Translation['source'], 'cache' | 'none'>;

/** A committed caption, and what its translation was, as soon as there is one. */
export interface Said {
  readonly caption: Caption;
  translation: string | undefined;
}

/** Sound on the line of time of the input: 16 kHz mono. */
export interface HeardSound {
  readonly samples: Float32Array;
  readonly startMs: number;
}

/** A caption that wants a translation. */
export interface Task {
  readonly caption: Caption;
  /** The captions right before it, oldest first. */
  readonly before: readonly Said[];
  /** Where its translator asked for sound and some of it is still there. */
  readonly sound: HeardSound | undefined;
}

export interface TranslateRequest {
  /** ISO 639-1. */
  readonly to: string;
  readonly glossary: Glossary;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/** What came of one task: its translation, or one line about why there is none. */
export type Outcome = { readonly text: string } | { readonly reason: string };

export interface Translator {
  readonly name: TranslatorName;
  /** The model behind it: translations of one are not taken for those of another. */
  readonly model: string;
  /** Most captions of one call. */
  readonly most: number;
  /** A call that takes longer is given up. */
  readonly timeoutMs: number;
  /** Which sound it wants to hear of a caption; absent where the text will do. */
  hears?(caption: Caption, before: readonly Said[]): { readonly fromMs: number; readonly toMs: number };
  /** Why it cannot translate between these languages, in one line; undefined where it can. */
  refuses(from: string, request: TranslateRequest): Promise<string | undefined>;
  /** Load and one dummy run. */
  warmUp?(signal: AbortSignal): Promise<void>;
  /**
   * One outcome for each task, in their order. The tasks follow each other and are in one language. Throws where the
   * engine cannot be used at all, in one line, or the signal's reason.
   */
  translate(tasks: readonly Task[], request: TranslateRequest): Promise<readonly Outcome[]>;
}
