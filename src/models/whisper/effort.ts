/** What recognition has cost so far, counted where the work is done. */

/** Sums since the model was loaded. */
export interface Effort {
  /** Runs of the encoder, positions (20 ms each) that they computed, and their time. */
  encoderRuns: number;
  encoderPositions: number;
  /** Positions of those runs' windows that were known already, from earlier runs over the same sound. */
  encoderKept: number;
  encoderMs: number;
  /** Runs of the decoder, tokens fed to them, and their time. */
  decoderRuns: number;
  decoderTokens: number;
  decoderMs: number;
  /** Time spent on log-mel frames. */
  melMs: number;
  /** Tokens offered as drafts, and those that stood. */
  draftTokens: number;
  draftAccepted: number;
  /** Looks at the language of a sound: each would take an encoder run of its own, were it not for the one of the words. */
  languageLooks: number;
  /** Times that only silence had come since the last text, which stands then. */
  quietLooks: number;
  /** Sounds whose encoding was still at hand, and those that had to be encoded. */
  cacheHits: number;
  cacheMisses: number;
  /** Texts that were decoded once more with hints in mind, and those that became another text by it. */
  hintedLooks: number;
  hintedTexts: number;
  /** Short windows that went in circles and were decoded again in the model's own window. */
  fullWindows: number;
  /** Texts that ended because the decoder repeated itself or ran out of its budget. */
  loops: number;
}

export function createEffort(): Effort {
  return {
    encoderRuns: 0,
    encoderPositions: 0,
    encoderKept: 0,
    encoderMs: 0,
    decoderRuns: 0,
    decoderTokens: 0,
    decoderMs: 0,
    melMs: 0,
    draftTokens: 0,
    draftAccepted: 0,
    languageLooks: 0,
    quietLooks: 0,
    cacheHits: 0,
    cacheMisses: 0,
    hintedLooks: 0,
    hintedTexts: 0,
    fullWindows: 0,
    loops: 0,
  };
}

/** What saves work, each of which can be left out to see what it saves. All are on unless told otherwise. */
export interface Tuning {
  /** A short window with cached silence behind it; else Whisper's whole 30 s every time. */
  readonly tail: boolean;
  /** Positions of the encoder that were computed before and lie far from the end are kept. */
  readonly reuse: boolean;
  /** The text before is checked in one pass; else every token is decoded on its own. */
  readonly draft: boolean;
  /** Encodings of whole sounds are kept for a second look. */
  readonly cache: boolean;
}

export const fullTuning: Tuning = { tail: true, reuse: true, draft: true, cache: true };
