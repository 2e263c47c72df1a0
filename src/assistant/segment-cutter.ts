/** Cuts a stream into the segments that are recognised one by one: at pauses, with nothing lost and nothing twice. */
import type { AudioFrame } from '../audio/frame.js';
import { RingBuffer } from '../audio/ring-buffer.js';
import type { SpeechEvent } from '../pipeline/messages.js';

export interface Span {
  readonly startSample: number;
  readonly endSample: number;
}

/** What follows from the detector's events. `audio` and `close` lie only behind an `open`; `speech` is where a voice was. */
export type Piece =
  | { readonly kind: 'open'; readonly startSample: number }
  | { readonly kind: 'audio'; readonly frame: AudioFrame }
  | { readonly kind: 'close'; readonly endSample: number; readonly speech: readonly Span[] }
  /** Nobody speaks up to here. */
  | { readonly kind: 'quiet'; readonly endSample: number };

export interface CutterOptions {
  readonly sampleRateHz: number;
  /** Audio kept before speech. */
  readonly paddingMs: number;
}

/** Speech that goes on after a shorter silence belongs to the same segment: its words help to understand the next. */
const BRIDGED_MS = 500;
/** A segment of this length ends at the next end of speech, … */
const ENOUGH_MS = 5000;
/** … of this length at the first pause, however short, … */
const LONG_MS = 20_000;
/** … and of this length when the detector ends it by force: a seam without a pause, where no words are likely any more. */
const LONGEST_MS = 120_000;
/** Probability at which a frame is a voice without doubt. */
const SPEECH = 0.5;

/** A pure state machine. Detectors call 350 ms and more of silence speech, so even their shortest pause parts words. */
export class SegmentCutter {
  readonly #options: CutterOptions;
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
    this.#ring = new RingBuffer(this.#samples(2 * BRIDGED_MS + options.paddingMs));
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
        return this.#length() >= this.#samples(LONG_MS) ? this.#close() : [];
      case 'speech-end':
        return this.#stop(event.forced ? LONGEST_MS : ENOUGH_MS);
      case 'misfire':
        return this.#stop(ENOUGH_MS);
      case 'speech-confirmed':
        return [];
    }
  }

  /** The stream is over. */
  finish(): Piece[] {
    return this.#close();
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
      return this.#ring.endSample - this.#givenSample < this.#samples(BRIDGED_MS) ? [] : this.#close();
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

  #stop(enoughMs: number): Piece[] {
    this.#isHolding = this.#open !== undefined;
    return this.#length() >= this.#samples(enoughMs) ? this.#close() : [];
  }

  #close(): Piece[] {
    if (this.#open === undefined) return [];
    const speech = this.#speech.filter(({ startSample }) => startSample < this.#givenSample);
    this.#open = undefined;
    this.#isHolding = false;
    this.#speech = [];
    return [{ kind: 'close', endSample: this.#givenSample, speech }];
  }

  #length(): number {
    return this.#open === undefined ? 0 : this.#givenSample - this.#open.startSample;
  }

  #samples(ms: number): number {
    return Math.round((ms / 1000) * this.#options.sampleRateHz);
  }
}
