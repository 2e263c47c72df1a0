/** The voice at the microphone, whomever it speaks to: where it began and paused, and whether it may be our own. */
import type { SpeechEvent } from './messages.js';

/** Probability, 0…1, that a stretch of the microphone (in samples) holds our own voice and nobody else's. */
export type EchoLikelihood = (fromSample: number, toSample: number) => number;

/** So much of a voice must be our own for it to open nothing. */
const SURELY_ECHO = 0.6;
/** Looked at: the latest 200 ms at 16 kHz. */
const LOOK_SAMPLES = 3200;

export class VoiceTrack {
  readonly #echoLikelihood: EchoLikelihood | undefined;
  #voice: { readonly from: number; pausedAt: number | undefined; isConfirmed: boolean } | undefined;
  /** What is heard was taken for our own voice. */
  #isEcho = false;

  /** Without a canceller that knows how much of the sound is the reply, words will tell. */
  constructor(echoLikelihood: EchoLikelihood | undefined) {
    this.#echoLikelihood = echoLikelihood;
  }

  /** Where the running voice began; undefined while there is none. */
  get from(): number | undefined {
    return this.#voice?.from;
  }

  /** Where it stopped for now. */
  get pausedAt(): number | undefined {
    return this.#voice?.pausedAt;
  }

  /** It has lasted long enough to be no click. */
  get isConfirmed(): boolean {
    return this.#voice?.isConfirmed ?? false;
  }

  step(event: SpeechEvent): void {
    switch (event.kind) {
      case 'speech-start':
        this.#voice = { from: event.atSample, pausedAt: undefined, isConfirmed: false };
        return;
      case 'speech-resume':
        if (this.#voice !== undefined) this.#voice.pausedAt = undefined;
        return;
      case 'speech-confirmed':
        if (this.#voice !== undefined) this.#voice.isConfirmed = true;
        return;
      case 'speech-pause':
        if (this.#voice !== undefined) this.#voice.pausedAt = event.atSample;
        return;
      case 'speech-end':
      case 'misfire':
        this.#voice = undefined;
        this.#isEcho = false;
        return;
      case 'frame':
    }
  }

  /** Whether the voice that begins is our own; remembered until it is over. */
  isEcho(endSample: number): boolean {
    this.#isEcho = this.#soundsLikeUs(endSample);
    return this.#isEcho;
  }

  /** Somebody speaks behind our own voice: true once, when that is heard. */
  comesForward(endSample: number): boolean {
    if (!this.#isEcho || this.#voice === undefined || this.#voice.pausedAt !== undefined) return false;
    return !this.isEcho(endSample);
  }

  #soundsLikeUs(endSample: number): boolean {
    const from = Math.max(this.#voice?.from ?? 0, endSample - LOOK_SAMPLES);
    return (this.#echoLikelihood?.(from, endSample) ?? 0) >= SURELY_ECHO;
  }
}
