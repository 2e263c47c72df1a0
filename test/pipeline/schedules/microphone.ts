/** The user and their microphone: words that lie at known samples, heard by a detector that follows the contract. */
import type { SpeechEvent } from '../../../src/pipeline/messages.js';
import { RATE_HZ } from './ledger-speaker.js';
import type { StepClock } from '../../../scripts/profile/step-clock.js';

export const FRAME = 40;
/** Frames of voice in a word. */
const WORD_FRAMES = 3;
/** The detector: voice of so many frames is no click; silence of so many ends it; longer voice is ended by force. */
const LEAST_FRAMES = 3;
const REDEMPTION_FRAMES = 8;
const MOST_FRAMES = 60;
/** Sample values repeat after this many. */
const PERIOD = 2 ** 20;

export interface SpokenWord {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly kind: 'plain' | 'stop' | 'hum' | 'echo';
  /** When it began. */
  readonly atMs: number;
}

export interface Voice {
  readonly atMs: number;
  readonly start: number;
  end: number;
}

/** The value of a sample tells where it lies. */
export function micSample(position: number): number {
  return ((position % PERIOD) + PERIOD) / (2 * PERIOD);
}

export class Microphone {
  readonly words: SpokenWord[] = [];
  /** Stretches that were lost on the way. */
  readonly gaps: { readonly start: number; readonly end: number }[] = [];
  /** Stretches of voice without a pause. */
  readonly voices: Voice[] = [];
  readonly #clock: StepClock;
  readonly #send: (event: SpeechEvent) => void;
  #position: number;
  #speaking = false;
  #paused = false;
  #confirmed = false;
  /** Something in it was confirmed. */
  #isSpeech = false;
  #frames = 0;
  #voiced = 0;
  #silent = 0;
  #lastVoiced = 0;

  constructor(clock: StepClock, origin: number, send: (event: SpeechEvent) => void) {
    this.#clock = clock;
    this.#position = origin;
    this.#send = send;
  }

  /** Where the stream is. */
  get end(): number {
    return this.#position;
  }

  async say(text: string, kind: SpokenWord['kind']): Promise<void> {
    const start = this.#position;
    const end = start + WORD_FRAMES * FRAME;
    this.words.push({ text, kind, start, end, atMs: this.#clock.now() });
    await this.voice(WORD_FRAMES);
  }

  async voice(frames: number): Promise<void> {
    for (let i = 0; i < frames; i += 1) await this.#frame(true, FRAME);
  }

  async hush(frames: number, samples = FRAME): Promise<void> {
    for (let i = 0; i < frames; i += 1) await this.#frame(false, samples);
  }

  lose(samples: number): void {
    this.gaps.push({ start: this.#position, end: this.#position + samples });
    this.#position += samples;
  }

  async #frame(isVoice: boolean, count: number): Promise<void> {
    await this.#clock.advance((count / RATE_HZ) * 1000);
    const startSample = this.#position;
    const samples = Float32Array.from({ length: count }, (_, i) => micSample(startSample + i));
    this.#position += count;
    this.#send({
      ...{ kind: 'frame', speechProbability: isVoice ? 1 : 0 },
      frame: { samples, sampleRateHz: RATE_HZ, startSample },
    });
    for (const event of this.#detect(isVoice, startSample)) this.#send(event);
    await this.#clock.advance(0);
  }

  #detect(isVoice: boolean, startSample: number): SpeechEvent[] {
    const events: SpeechEvent[] = [];
    if (isVoice && !this.#speaking) {
      this.#speaking = true;
      this.#paused = false;
      this.#confirmed = this.#isSpeech = false;
      this.#frames = this.#voiced = this.#silent = 0;
      events.push({ kind: 'speech-start', atSample: startSample });
    }
    if (!this.#speaking) return events;
    this.#frames += 1;
    if (isVoice) events.push(...this.#onVoiced(startSample));
    else {
      this.#silent += 1;
      if (!this.#paused) events.push({ kind: 'speech-pause', atSample: startSample });
      this.#paused = true;
    }
    return [...events, ...this.#finish()];
  }

  #onVoiced(startSample: number): SpeechEvent[] {
    const events: SpeechEvent[] = [];
    this.#silent = 0;
    const voice = this.voices.at(-1);
    if (this.#frames > 1 && !this.#paused && voice !== undefined) voice.end = this.#position;
    else this.voices.push({ atMs: this.#clock.now(), start: startSample, end: this.#position });
    this.#lastVoiced = this.#position;
    if (this.#paused) {
      events.push({ kind: 'speech-resume', atSample: startSample });
      if (this.#isSpeech) this.#voiced = 0;
      this.#confirmed = false;
    }
    this.#paused = false;
    this.#voiced += 1;
    if (!this.#confirmed && this.#voiced >= LEAST_FRAMES) {
      this.#confirmed = this.#isSpeech = true;
      events.push({ kind: 'speech-confirmed', atSample: this.#position });
    }
    return events;
  }

  #finish(): SpeechEvent[] {
    const isOver = this.#silent >= REDEMPTION_FRAMES;
    const forced = this.#frames >= MOST_FRAMES;
    if (!isOver && !forced) return [];
    this.#speaking = false;
    if (isOver && !this.#isSpeech) return [{ kind: 'misfire' }];
    return [{ kind: 'speech-end', lastSpeechSample: this.#lastVoiced, forced: forced && !isOver }];
  }
}
