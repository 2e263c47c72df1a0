/** What those who read along see: stretches of speech on their way to text, and text on its way to another language. */
import type { Word } from './messages.js';

/** Why a caption ended where it does. */
export type CaptionEnd = 'sentence' | 'pause' | 'length' | 'language' | 'end';

/**
 * A stretch of speech, mostly a sentence. Captions come in order and never overlap; each is told again while it grows,
 * until it is committed. A committed one is never changed: at most its translation is told behind it.
 */
export interface Caption {
  /** 0, 1, 2 … within the stream. */
  readonly id: number;
  /** What was heard so far; begins with `stable`. */
  readonly text: string;
  /** What no later telling takes back; all of `text` once committed. */
  readonly stable: string;
  /** Spoken, ISO 639-1. */
  readonly language: string;
  readonly committed: boolean;
  /** On the line of time of the input. */
  readonly startMs: number;
  readonly endMs: number;
  /** Of the text; on the line of time of the input. */
  readonly words: readonly Word[];
  /** Why it ended; only when committed. */
  readonly end?: CaptionEnd;
}

export interface Translation {
  readonly text: string;
  /** ISO 639-1. */
  readonly language: string;
  /** Who made it: an engine, the cache, or nobody where the text was in that language already. */
  readonly source: 'whisper' | 'openai' | 'llama' | 'marian' | 'cache' | 'none';
}

/** What a stage behind the recogniser is told, in order. */
export type CaptionEvent =
  | { readonly kind: 'caption'; readonly caption: Caption }
  /** The translation of a committed caption, in the order of the captions. */
  | { readonly kind: 'translation'; readonly id: number; readonly translation: Translation }
  /** A caption could not be translated; its text stands. One line says why. */
  | { readonly kind: 'untranslated'; readonly id: number; readonly reason: string };

/** Sound of the stream that was kept, for those who want to hear a caption again. */
export interface KeptSound {
  /** 16 kHz mono; shorter, or empty, where it is gone already. */
  read(startMs: number, endMs: number): Float32Array;
}
