/** How the end of a turn is found: what is known of a pause, and how long it must last. */

/** What is known of a pause while it lasts. */
export interface PauseEvidence {
  /** Silence so far, in ms from the end of the last frame that was a voice. */
  readonly silenceMs: number;
  /** Everything heard in this turn up to the pause; undefined until the recogniser has read all of it. */
  readonly text: string | undefined;
  /** Of the text, ISO 639-1. */
  readonly language: string;
  /** What the turn model made of the sound, most recent last; empty until it has answered. */
  readonly sounds: readonly SoundVerdict[];
  /** Voice of this turn so far, in ms, pauses included. */
  readonly speechMs: number;
}

export interface SoundVerdict {
  /** Probability, 0…1, that the speaker has finished. */
  readonly finished: number;
  /** Silence that the model had heard. */
  readonly silenceMs: number;
}

/** How long the silence of this pause must be, by all that is known of it now. More evidence may change it either way. */
export interface Wait {
  readonly ms: number;
  /** In plain words, weightiest first: they answer "why did it wait?". At least one. */
  readonly reasons: readonly string[];
}

/** Decides from evidence alone: the same evidence gives the same wait until something is learned. Pure but for `learn`. */
export interface EndpointPolicy {
  /** Silences (ms, rising) at which the turn model is asked. */
  readonly askSoundAtMs: readonly number[];
  decide(evidence: PauseEvidence): Wait;
  /** A pause is over: the user went on after `ms` of silence inside a turn. */
  learnPause(ms: number): void;
}

/** The turn model: hears whether a speaker has finished. */
export interface TurnListener {
  /**
   * @param samples mono at 16 kHz: the turn so far (its last seconds suffice), the pause included
   * @returns probability, 0…1. Rejects with the signal's reason once it aborts.
   */
  judge(samples: Float32Array, signal: AbortSignal): Promise<number>;
}

/** What a session needs to find the end of a turn. */
export interface Endpointing {
  readonly policy: EndpointPolicy;
  /** Without it, words and habit decide alone. */
  readonly listener?: TurnListener | undefined;
}
