/** Everything that crosses from one stage to the next, in the order in which it flows. */
import type { AudioFrame } from '../audio/frame.js';

// ── microphone → vad → session ───────────────────────────────────────────────────────────────────────────────────

/** What the voice activity detector says about the microphone's stream. Every sample of the stream is in one `frame`. */
export type SpeechEvent =
  | { readonly kind: 'frame'; readonly frame: AudioFrame; readonly speechProbability: number }
  /** Speech began with the frame that starts at `atSample` (the last `frame` event). */
  | { readonly kind: 'speech-start'; readonly atSample: number }
  /** The speech has lasted `min_speech_duration_ms` since it began, or since it came back: this is no cough. */
  | { readonly kind: 'speech-confirmed'; readonly atSample: number }
  /** The first frame that fell below the threshold inside speech. */
  | { readonly kind: 'speech-pause'; readonly atSample: number }
  /** The voice came back before the pause became an end. */
  | { readonly kind: 'speech-resume'; readonly atSample: number }
  /** Redemption is over, or the speech grew longer than a turn may (`forced`). The voice ended at `lastSpeechSample`. */
  | { readonly kind: 'speech-end'; readonly lastSpeechSample: number; readonly forced: boolean }
  /** What began was too short to be speech. */
  | { readonly kind: 'misfire' };

// ── session → stt ────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * One turn's audio, contiguous from the pre-roll on. The end of the stream counts as a commit, unless there is
 * nothing new to say since the last one.
 */
export type UtteranceEvent =
  | { readonly kind: 'audio'; readonly frame: AudioFrame }
  /** The voice has just paused: a good moment to decode all there is, so that the endpoint finds it done. */
  | { readonly kind: 'pause' }
  /** Somebody speaks over the reply, since `backMs` ago: what was read before stays, and this is read by itself. */
  | { readonly kind: 'aside'; readonly backMs: number }
  /** The turn is taken: say what was heard. Audio behind it takes the turn back, and belongs to the same utterance. */
  | {
      readonly kind: 'commit';
      /** No voice was heard since the last `pause`: what was read there is all. */
      readonly isQuiet: boolean;
    };

// ── stt → response ───────────────────────────────────────────────────────────────────────────────────────────────

export interface Word {
  readonly text: string;
  /** From the start of the utterance's audio. */
  readonly startMs: number;
  readonly endMs: number;
  /** Spoken, ISO 639-1; where the recogniser had to find it out. */
  readonly language?: string;
}

/** Text so far. `text` begins with `stable`, and `stable` only ever grows within a turn. */
export interface PartialTranscript {
  readonly kind: 'partial';
  /** Rises by one with each partial of the turn. */
  readonly revision: number;
  readonly text: string;
  readonly stable: string;
  /** ISO 639-1. */
  readonly language: string;
  /** The voice has paused and every sound of it is in `text`: a good moment to begin an answer. */
  readonly atPause: boolean;
  /** How much of the utterance's audio the text covers, in ms from its start. */
  readonly heardMs: number;
  /** Of the text; from recognisers that know when each was said. */
  readonly words?: readonly Word[];
}

/** All the words of the turn up to a commit. Empty text means that nothing was said. */
export interface FinalTranscript {
  readonly kind: 'final';
  readonly text: string;
  /** Of the text, ISO 639-1, e.g. `en`. */
  readonly language: string;
  /** What was spoken, where the text is a translation of it. */
  readonly spoken?: string;
  readonly words: readonly Word[];
}

/** Finals answer the commits in order; behind a final the same utterance may go on. Every run yields at least one. */
export type Transcript = PartialTranscript | FinalTranscript;

// ── response → split ─────────────────────────────────────────────────────────────────────────────────────────────

/** Who answered: a built-in skill, the response cache, the language model, or an apology for a fault. */
export type ReplySource = 'skill' | 'cache' | 'llm' | 'fallback';

/** A piece of the reply as it is made. Concatenated, the deltas of a turn are the reply. */
export interface ReplyDelta {
  readonly text: string;
  readonly source: ReplySource;
}

// ── split → tts ──────────────────────────────────────────────────────────────────────────────────────────────────

/** How a stretch is spoken where it differs from the settings. */
export interface Delivery {
  /** Factor on the speaking rate of the settings. */
  readonly speed?: number;
  /** Factor on every sample; 1 leaves it as it is. */
  readonly volume?: number;
  /** Factor on the liveliness of the settings. */
  readonly variation?: number;
  /** Which speaker of a voice with several, by number or by name. */
  readonly speaker?: number | string;
  /** How words of this stretch are said, on top of the settings' lexicon: other words, or IPA between slashes. */
  readonly lexicon?: Readonly<Record<string, string>>;
}

/** A stretch of the reply that is spoken in one breath. Concatenated, the sentences of a turn are the reply. */
export interface Sentence {
  /** 0, 1, 2 … within the reply. */
  readonly index: number;
  /** As written, spaces and all. */
  readonly text: string;
  readonly delivery?: Delivery;
  /** Silence behind it, beyond the breath that the voice takes anyway. */
  readonly pauseAfterMs?: number;
}

// ── tts → player ─────────────────────────────────────────────────────────────────────────────────────────────────

/** Spoken audio, in order. Each sentence ends with exactly one `sentence-end`, even when nothing in it can be said. */
export type SpokenAudio =
  | { readonly kind: 'audio'; readonly sentence: Sentence; readonly frame: AudioFrame }
  /** Word ends (see below) as soon as they are known, long before all of the sound is; a later message replaces it. */
  | { readonly kind: 'words'; readonly sentence: Sentence; readonly wordEnds: readonly number[] }
  /** `wordEnds`: for each word of the written text, the sample (within the sentence) at which its sound is over. */
  | {
      readonly kind: 'sentence-end';
      readonly sentence: Sentence;
      readonly samples: number;
      readonly wordEnds: readonly number[];
    };
