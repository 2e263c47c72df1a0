/** The user's side of a turn: sound in, words out; and more words when the user goes on after the turn was taken. */
import type { AudioFrame } from '../audio/frame.js';
import { untilAborted } from './abort.js';
import { observe } from './chain.js';
import { Channel } from './channel.js';
import { StageError } from './errors.js';
import type { Emit } from './events.js';
import type { FinalTranscript, PartialTranscript, Transcript, UtteranceEvent } from './messages.js';
import type { Scope, Stage } from './stage.js';

/** Frames a turn holds for a recogniser that is behind: longer than any utterance. */
const AUDIO_QUEUE = 8192;
/** Finals that nobody has asked for yet; each belongs to one commit. */
const FINALS = 64;
/** A voice begins a little before the detector hears it. */
const ONSET_MS = 200;

export interface HearingOptions {
  readonly recognizer: Stage<UtteranceEvent, Transcript>;
  /** Of the turn. */
  readonly scope: Scope;
  readonly emit: Emit;
  readonly onPartial: (partial: PartialTranscript) => void;
  /** Whether `emit` is told of partials; unless told otherwise, yes. */
  readonly showsPartials?: boolean | undefined;
  /** What becomes of every transcript before anybody reads it. */
  readonly clean?: ((transcript: Transcript) => Transcript) | undefined;
}

export class Hearing {
  readonly #options: HearingOptions;
  readonly #audio: Channel<UtteranceEvent>;
  readonly #finals: Channel<FinalTranscript>;
  readonly #nextFinal: AsyncIterator<FinalTranscript>;
  #audioMs = 0;
  #transcript = '';
  #partials = 0;
  #lastPartial = '';
  #isPaused = false;
  /** Times the turn was taken, and finals read: the recogniser answers one with the other, in order. */
  #commits = 0;
  #received = 0;
  #answered = 0;
  /** The words are final until the user goes on. */
  #isFinal = false;

  constructor(options: HearingOptions) {
    this.#options = options;
    const { signal } = options.scope;
    this.#audio = new Channel({ capacity: AUDIO_QUEUE, overflow: 'drop-oldest', signal });
    this.#finals = new Channel({ capacity: FINALS, overflow: 'drop-oldest', signal });
    this.#nextFinal = this.#finals[Symbol.asyncIterator]();
  }

  /** Length of the audio, the user's and what came after it while they might have gone on. */
  get audioMs(): number {
    return this.#audioMs;
  }

  /** What was said, as it was last accepted. */
  get transcript(): string {
    return this.#transcript;
  }

  /** How many partials brought other words. */
  get partials(): number {
    return this.#partials;
  }

  /** Nothing was said since the recogniser was told of a pause. */
  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** Sets the recogniser to work. Its failure comes out of `recognize`. */
  start(): void {
    this.#read().then(
      () => {
        this.#finals.end();
      },
      (error: unknown) => {
        this.#finals.fail(error);
      },
    );
  }

  hear(frame: AudioFrame): void {
    this.#audioMs += (frame.samples.length / frame.sampleRateHz) * 1000;
    this.#audio.offer({ kind: 'audio', frame });
  }

  pause(): void {
    this.#isPaused = true;
    this.#audio.offer({ kind: 'pause' });
  }

  /** The voice goes on. `asideMs`: since so long ago, and over a reply that sounds. */
  resume(asideMs?: number): void {
    this.#isPaused = false;
    if (asideMs !== undefined) this.#audio.offer({ kind: 'aside', backMs: asideMs + ONSET_MS });
  }

  /** The user seems to have finished: all that was heard is asked for. */
  commit(): void {
    this.#isFinal = false;
    this.#commits += 1;
    this.#audio.offer({ kind: 'commit', isQuiet: this.#isPaused });
  }

  /** The user goes on: there are news of their words again. */
  reopen(): void {
    this.#isFinal = false;
  }

  /** Nothing more is heard. */
  end(): void {
    this.#audio.end();
  }

  /**
   * The words at the latest commit, once they are final; answers to commits that were taken back are passed over.
   * Throws what the recogniser throws, or the signal's reason.
   */
  async recognize(): Promise<FinalTranscript> {
    let final: FinalTranscript = { kind: 'final', text: '', language: '', words: [] };
    do {
      const next = await untilAborted(this.#nextFinal.next(), this.#options.scope.signal);
      if (next.done === true) {
        if (this.#answered >= this.#commits) {
          throw new StageError(this.#options.recognizer.name, new Error('it ended before the user did'));
        }
        // Nothing more comes for any of them; who asks again is told that it has ended.
        this.#answered = this.#commits;
        break;
      }
      final = next.value;
      this.#answered += 1;
    } while (this.#answered < this.#commits);
    return final;
  }

  /** These are the words of the turn, until the user goes on. */
  accept({ text }: FinalTranscript): void {
    this.#transcript = text;
    this.#isFinal = true;
  }

  async #read(): Promise<void> {
    const { recognizer, scope, clean } = this.#options;
    for await (const raw of observe(recognizer, this.#audio, scope)) {
      const transcript = clean?.(raw) ?? raw;
      // A recogniser may ignore the signal: its words are nobody's then.
      if (scope.signal.aborted) return;
      if (transcript.kind === 'final') this.#onFinal(transcript);
      else this.#onPartial(transcript);
    }
  }

  /** One that nobody asked for would be taken for the answer to the next commit. */
  #onFinal(final: FinalTranscript): void {
    if (this.#received >= this.#commits) return;
    this.#received += 1;
    this.#finals.offer(final);
  }

  #onPartial(partial: PartialTranscript): void {
    const { text, stable } = partial;
    // A pause is told by the recogniser even when it brings no new words; and what is final has no partials any more.
    if (text !== this.#lastPartial && !this.#isFinal) {
      this.#partials += 1;
      this.#lastPartial = text;
      const { emit, scope, showsPartials = true } = this.#options;
      if (showsPartials) emit({ type: 'partial', turn: scope.id, text, stable });
    }
    this.#options.onPartial(partial);
  }
}
