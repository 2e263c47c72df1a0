/** Cuts a stream into the segments that are recognised one by one: at pauses, with nothing lost and nothing twice. */
import type { AudioFrame } from '../../audio/frame.js';
import { RingBuffer } from '../../audio/ring-buffer.js';
import type { SpeechEvent } from '../../pipeline/messages.js';

export interface Span {
  readonly startSample: number;
  readonly endSample: number;
}

/** Why a segment is over: nobody speaks, it became too long, or the stream has ended. */
export type CutReason = 'pause' | 'length' | 'end';

/** What follows from the detector's events. `speech` is where a voice was. */
export type Piece =
  | { readonly kind: 'open'; readonly startSample: number }
  // These three lie only behind an `open`.
  | { readonly kind: 'audio'; readonly frame: AudioFrame }
  /** The voice has just paused; told only where that is wanted. */
  | { readonly kind: 'pause' }
  | {
      readonly kind: 'close';
      readonly endSample: number;
      readonly speech: readonly Span[];
      readonly reason: CutReason;
    }
  /** Nobody speaks up to here. */
  | { readonly kind: 'quiet'; readonly endSample: number };

export interface CutterOptions {
  readonly sampleRateHz: number;
  /** Audio kept before speech. */
  readonly paddingMs: number;
  /** Where to cut; `forAccuracy` unless told. */
  readonly places?: CutPlaces | undefined;
}

/** Which pauses part segments. */
export interface CutPlaces {
  /** Speech that goes on after a shorter silence belongs to the same segment: its words help to understand the next. */
  readonly bridgedMs: number;
  /** A segment of this length ends at the next end of speech, … */
  readonly enoughMs: number;
  /** … of this length at the first pause, however short, … */
  readonly longMs: number;
  /** … and of this length when the detector ends it by force: a seam without a pause, where no words are likely any more. */
  readonly longestMs: number;
  /** Pauses inside segments are told. */
  readonly pauses: boolean;
  /**
   * A segment is read again behind its last word where so much of it sounds like a voice. Detectors call some silence behind a
   * word speech, and from a snippet of it the recogniser makes words that nobody said.
   */
  readonly unheardMs: number;
}

/** Nobody waits: few seams. */
export const forAccuracy: CutPlaces = {
  ...{ bridgedMs: 500, enoughMs: 5000, longMs: 20_000, longestMs: 120_000, pauses: false, unheardMs: 500 },
};

/** Places may change while a stream is cut: there is room for as much silence to be bridged. */
export const MOST_BRIDGED_MS = 2000;
/** Room for the longest frame, whatever else is kept. */
const SPARE_MS = 500;
/** Probability at which a frame is a voice without doubt. */
const SPEECH = 0.5;

/** A pure state machine. Detectors call 350 ms and more of silence speech, so even their shortest pause parts words. */
export class SegmentCutter {
  readonly #options: CutterOptions;
  readonly #places: CutPlaces;
  readonly #ring: RingBuffer;
  #open: { readonly startSample: number } | undefined;
  /** The detector says that nobody speaks; what comes now is held back until it is known where it belongs. */
  #isHolding = false;
  /** Where the open segment holds a voice. */
  #speech: Span[] = [];
  /** Audio up to here belongs to a segment already. */
  #givenSample = 0;

  constructor(options: CutterOptions) {
    this.#options = options;
    this.#places = options.places ?? forAccuracy;
    this.#ring = new RingBuffer(
      this.#samples(2 * Math.max(this.#places.bridgedMs, MOST_BRIDGED_MS) + options.paddingMs + SPARE_MS),
    );
  }

  step(event: SpeechEvent): Piece[] {
    switch (event.kind) {
      case 'frame':
        if (event.speechProbability >= SPEECH) this.#markSpeech(event.frame);
        return this.#take(event.frame);
      case 'speech-start':
      case 'speech-resume':
        return this.#begin(event.atSample);
      case 'speech-pause':
        return this.#pause();
      case 'speech-end':
        return event.forced ? this.#stop(this.#places.longestMs, 'length') : this.#stop(this.#places.enoughMs, 'pause');
      case 'misfire':
        return this.#stop(this.#places.enoughMs, 'pause');
      case 'speech-confirmed':
        return [];
    }
  }

  /** The stream is over. */
  finish(): Piece[] {
    return this.#close('end');
  }

  #pause(): Piece[] {
    if (this.#open === undefined) return [];
    if (this.#length() >= this.#samples(this.#places.longMs)) return this.#close('pause');
    return this.#places.pauses ? [{ kind: 'pause' }] : [];
  }

  #markSpeech({ startSample, samples }: AudioFrame): void {
    const endSample = startSample + samples.length;
    const last = this.#speech.at(-1);
    if (last?.endSample === startSample) this.#speech[this.#speech.length - 1] = { ...last, endSample };
    else this.#speech.push({ startSample, endSample });
  }

  #take(frame: AudioFrame): Piece[] {
    this.#ring.write(frame.samples);
    if (this.#open === undefined) return [{ kind: 'quiet', endSample: this.#ring.endSample }];
    if (this.#isHolding) {
      const isBridged = this.#ring.endSample - this.#givenSample < this.#samples(this.#places.bridgedMs);
      return isBridged ? [] : this.#close('pause');
    }
    this.#givenSample = this.#ring.endSample;
    return [{ kind: 'audio', frame }];
  }

  #begin(atSample: number): Piece[] {
    if (this.#open !== undefined) {
      this.#isHolding = false;
      return this.#give(this.#givenSample);
    }
    const padded = atSample - this.#samples(this.#options.paddingMs);
    const startSample = Math.max(padded, this.#givenSample, this.#ring.oldestSample);
    this.#open = { startSample };
    this.#speech = this.#speech.filter(({ endSample }) => endSample > startSample);
    return [{ kind: 'open', startSample }, ...this.#give(startSample)];
  }

  /** Hands over what the ring holds from `fromSample` on. */
  #give(fromSample: number): Piece[] {
    this.#givenSample = this.#ring.endSample;
    if (fromSample === this.#givenSample) return [];
    const { samples, startSample } = this.#ring.read(fromSample, this.#givenSample);
    const { sampleRateHz } = this.#options;
    return [{ kind: 'audio', frame: { samples: samples.slice(), sampleRateHz, startSample } }];
  }

  #stop(enoughMs: number, reason: CutReason): Piece[] {
    this.#isHolding = this.#open !== undefined;
    return this.#length() >= this.#samples(enoughMs) ? this.#close(reason) : [];
  }

  #close(reason: CutReason): Piece[] {
    if (this.#open === undefined) return [];
    const speech = this.#speech.filter(({ startSample }) => startSample < this.#givenSample);
    this.#open = undefined;
    this.#isHolding = false;
    this.#speech = [];
    return [{ kind: 'close', endSample: this.#givenSample, speech, reason }];
  }

  #length(): number {
    return this.#open === undefined ? 0 : this.#givenSample - this.#open.startSample;
  }

  #samples(ms: number): number {
    return Math.round((ms / 1000) * this.#options.sampleRateHz);
  }
}
