/** What plays replies: the loudspeaker, a file, or nothing. */

/** A loudspeaker. At most one reply sounds at a time: beginning one stops the one before. */
export interface Speaker {
  /** What plays: `paplay`, `file`, `none`, … */
  readonly name: string;
  /** Rate of the device or file. Replies of another rate are resampled. */
  readonly sampleRateHz: number;
  /** Makes ready for one reply. Makes no sound yet. What decorates a speaker hands `options` on as they are. */
  begin(options?: PlayoutOptions): Playout;
  /** Silence, then everything is released. Legal any number of times. */
  close(): Promise<void>;
}

export interface PlayoutOptions {
  /** Rate of the reply's samples; the speaker's own unless told. */
  readonly sampleRateHz?: number;
  /** The first samples rise from silence for so long: for a reply that goes on in the middle of a sound. */
  readonly fadeInMs?: number;
}

/** Whether a change of level reaches all that is not yet heard, or only what is written from now on. */
export type Reach = 'at-once' | 'later';

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
  /**
   * Moves the level (factor, 0…1; 1 when the playout begins) along a ramp from what is heard now. The samples, their
   * order and their number stay as they are. A device that has taken samples cannot always change them: it says `later`,
   * and who needs the change now stops this playout and begins another with the first sample that was not heard.
   */
  setGain(gain: number, rampMs: number): Reach;
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
