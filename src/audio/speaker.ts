/** What plays replies: the loudspeaker, a file, or nothing. */

/** A loudspeaker. At most one reply sounds at a time: beginning one stops the one before. */
export interface Speaker {
  /** What plays: `paplay`, `file`, `none`, … */
  readonly name: string;
  /** Rate of the device or file. Replies of another rate are resampled. */
  readonly sampleRateHz: number;
  /** Makes ready for one reply, whose samples have `sampleRateHz` (the speaker's own unless told). Makes no sound yet. */
  begin(options?: { readonly sampleRateHz?: number }): Playout;
  /** Silence, then everything is released. Legal any number of times. */
  close(): Promise<void>;
}

/** One reply on its way to the ear. All sample counts are in the reply's own rate. */
export interface Playout {
  /**
   * Adds samples (mono, −1…1). Resolves as soon as no more than the lead (besides the device's own delay) lies ahead
   * of the loudspeaker, by the clock and not by the room in a pipe. After `stop` it resolves at once and plays nothing. Calls must follow one another.
   * Throws an `AudioError` of one line when the player is gone for good.
   */
  write(samples: Float32Array): Promise<void>;
  /** No more samples come. Resolves when the last one was heard, or at once after `stop`. */
  end(): Promise<void>;
  /** Silence now. Returns the samples heard; they never change again. Legal any number of times. */
  stop(): number;
  /** Samples heard so far: estimated from the clock and the player's known delay, never more than were written. */
  heardSamples(): number;
  /** When the first sample was heard, on the speaker's clock. */
  readonly firstSoundAtMs: number | undefined;
  /** How often the loudspeaker ran dry inside the reply. */
  readonly underruns: number;
  /** Silence heard where it ran dry, all together, in ms. */
  readonly gapMs: number;
}

/** What a speaker has to tell besides sound. */
export type SpeakerEvent =
  /** The player ended by itself; another was started and the reply goes on. */
  | { readonly kind: 'player-died'; readonly detail: string }
  /** No player could be kept running; the reply is lost. */
  | { readonly kind: 'player-failed'; readonly detail: string };
