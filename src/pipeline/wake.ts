/** How a wake word is heard: the contract between a session and what listens for words. */
import type { AudioFrame } from '../audio/frame.js';

/** A wake word was heard. Positions are samples of the microphone's stream. */
export interface WakeHit {
  /** As it is spoken, e.g. `hey jarvis`. */
  readonly word: string;
  /** Where the word begins, as well as can be told; an error of 0.3 s is common, 0.6 s the worst seen. */
  readonly startSample: number;
  /** Up to where the stream had been heard when the word was recognised: at the median 0.1 s behind its end. */
  readonly endSample: number;
  /** 0…1. */
  readonly score: number;
}

/** Listens beside a session. What it hears comes back later, through the callback that its maker was given. */
export interface WakeListener {
  /**
   * Takes every frame of the microphone's stream, in order. Never waits.
   * @param speechProbability what the voice detector made of the frame, 0…1
   * @param wanted whether a word would mean anything now; where it would not, nothing is computed
   */
  hear(frame: AudioFrame, speechProbability: number, wanted: boolean): void;
  /** Stops listening. Legal any number of times. */
  close(): void;
}
