/** The user's side of a turn: sound in, words out. */
import type { AudioFrame } from '../audio/frame.js';
import { untilAborted } from './abort.js';
import { observe } from './chain.js';
import { Channel } from './channel.js';
import type { Emit } from './events.js';
import type { FinalTranscript, PartialTranscript, Transcript, UtteranceEvent } from './messages.js';
import type { Scope, Stage } from './stage.js';

/** Frames a turn holds for a recogniser that is behind: longer than any utterance. */
const AUDIO_QUEUE = 8192;

export interface HearingOptions {
  readonly recognizer: Stage<UtteranceEvent, Transcript>;
  /** Of the turn. */
  readonly scope: Scope;
  /** Words of a turn that was cut off before it was answered; they come first. */
  readonly carried: Promise<string>;
  readonly emit: Emit;
  readonly onPartial: (partial: PartialTranscript) => void;
}

export class Hearing {
  readonly #options: HearingOptions;
  readonly #audio: Channel<UtteranceEvent>;
  #audioMs = 0;
  #transcript = '';
  #partials = 0;
  #lastPartial = '';

  constructor(options: HearingOptions) {
    this.#options = options;
    const { signal } = options.scope;
    this.#audio = new Channel({ capacity: AUDIO_QUEUE, overflow: 'drop-oldest', signal });
  }

  /** Length of the user's audio. */
  get audioMs(): number {
    return this.#audioMs;
  }

  /** What was said, once it is final. */
  get transcript(): string {
    return this.#transcript;
  }

  /** How many partials brought other words. */
  get partials(): number {
    return this.#partials;
  }

  hear(frame: AudioFrame): void {
    this.#audioMs += (frame.samples.length / frame.sampleRateHz) * 1000;
    this.#audio.offer({ kind: 'audio', frame });
  }

  pause(): void {
    this.#audio.offer({ kind: 'pause' });
  }

  /** The user has finished. */
  end(): void {
    this.#audio.end();
  }

  /** The words, once they are final. Throws what the recogniser throws, or the signal's reason. */
  async recognize(): Promise<FinalTranscript> {
    const { recognizer, scope, carried } = this.#options;
    let final: FinalTranscript = { kind: 'final', text: '', language: '', words: [] };
    for await (const transcript of observe(recognizer, this.#audio, scope)) {
      if (transcript.kind === 'final') final = transcript;
      else this.#onPartial(transcript);
    }
    const before = await untilAborted(carried, scope.signal);
    this.#transcript = [before, final.text].filter((part) => part !== '').join(' ');
    return { ...final, text: this.#transcript };
  }

  #onPartial(partial: PartialTranscript): void {
    const { text, stable } = partial;
    // A pause is told by the recogniser even when it brings no new words.
    if (text !== this.#lastPartial) {
      this.#partials += 1;
      this.#options.emit({ type: 'partial', turn: this.#options.scope.id, text, stable });
    }
    this.#lastPartial = text;
    this.#options.onPartial(partial);
  }
}
