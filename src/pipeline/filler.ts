/** What is heard while an answer takes long: it begins late, makes way for the answer, and is no part of it. */
import type { AudioFrame } from '../audio/frame.js';
import type { Playout, Speaker } from '../audio/speaker.js';
import { childController, untilAborted } from './abort.js';
import type { Scope } from './stage.js';

/** One filler. */
export interface FillerSound {
  /** What it says; empty for tones. */
  readonly text: string;
  /** Whether it may fade out in the middle; words are said to their end. */
  readonly mayBeCut: boolean;
  /** The signal of the scope fires when it is no longer wanted. */
  audio(scope: Scope): AsyncIterable<AudioFrame>;
}

/** Where fillers come from. Shared by all turns, so that each word has its turn. */
export interface FillerSource {
  /** Nothing has sounded for this long after the endpoint. */
  readonly afterMs: number;
  /** From the end of one to the start of the next in the same wait. */
  readonly againMs: number;
  next(): FillerSound;
}

export interface FillerOptions {
  readonly source: FillerSource;
  readonly speaker: Speaker;
  /** Of the turn. */
  readonly scope: Scope;
  /** Resolves when the turn may be heard. */
  readonly floor: Promise<unknown>;
  /** The user has gone on once already, instead of waiting. */
  readonly isAgain: boolean;
  /** The first sample of the first filler reaches the loudspeaker at `atMs` of the session's clock. */
  readonly onSound: (atMs: number) => void;
}

/** Samples given at a time: so much may still be heard, besides the lead of the speaker, before a fade begins. */
const sliceMs = 20;
/** Given to the answer when the words come later than the filler would: it is often there at once. */
const graceMs = 250;

export class Filler {
  readonly #options: FillerOptions;
  readonly #life: ReturnType<typeof childController>;
  #isStarted = false;
  #isExpected = false;
  #isYielding = false;
  #hasSounded = false;
  /** Set from a filler's first sample to its last. */
  #playout: Playout | undefined;
  #said = '';
  #work: Promise<void> = Promise.resolve();
  #hasWords = (): void => undefined;
  readonly #words: Promise<void>;

  constructor(options: FillerOptions) {
    this.#options = options;
    this.#life = childController(options.scope.signal);
    this.#words = new Promise((resolve) => {
      this.#hasWords = resolve;
    });
  }

  /** All words that were begun so far: the microphone may hear them for a while after their end. */
  get text(): string {
    return this.#said;
  }

  /** The user has finished: the wait begins. */
  start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    // A filler that fails is no fault of the turn; the voice that failed will say so itself.
    this.#work = this.#run().catch(() => undefined);
  }

  /** The user has said something, so there will be an answer to wait for. */
  expectAnswer(): void {
    this.#isExpected = true;
    this.#hasWords();
  }

  /** The answer is there: no filler begins any more. Resolves when the one that sounds, if any, is over. */
  async makeWay(): Promise<void> {
    this.#isYielding = true;
    if (this.#playout === undefined) this.stop();
    await this.#work;
    this.stop();
  }

  /** Silence at once, for good. Legal any number of times. */
  stop(): void {
    this.#life.controller.abort(new Error('no filler is wanted any more'));
    this.#life.release();
    this.#playout?.stop();
  }

  async #run(): Promise<void> {
    const { source, scope, floor, isAgain } = this.#options;
    const { signal } = this.#life.controller;
    await scope.clock.sleep(source.afterMs, signal);
    if (!this.#isExpected) {
      await untilAborted(this.#words, signal);
      await scope.clock.sleep(graceMs, signal);
    }
    await untilAborted(floor, signal);
    while (true) {
      const sound = source.next();
      // Without headphones such words may be what was taken for the user: it would be so for ever.
      if (isAgain && sound.text !== '') return;
      await this.#play(sound, signal);
      if (this.#mustYield()) return;
      await scope.clock.sleep(source.againMs, signal);
    }
  }

  /** A method, as TypeScript does not see that `makeWay` may have run during an await. */
  #mustYield(): boolean {
    return this.#isYielding;
  }

  async #play(sound: FillerSound, signal: AbortSignal): Promise<void> {
    const { scope } = this.#options;
    let playout: Playout | undefined;
    try {
      for await (const frame of sound.audio({ ...scope, signal })) {
        signal.throwIfAborted();
        playout ??= this.#begin(sound, frame.sampleRateHz);
        this.#playout = playout;
        if (!(await this.#write(frame, sound, playout))) break;
      }
      if (playout !== undefined) await untilAborted(playout.end(), signal);
    } finally {
      playout?.stop();
      this.#playout = undefined;
    }
  }

  #begin({ text }: FillerSound, sampleRateHz: number): Playout {
    if (text !== '') this.#said = `${this.#said} ${text}`.trim();
    return this.#options.speaker.begin({ sampleRateHz });
  }

  /** False when the rest is not to be heard: the answer waits, and this sound may be cut. */
  async #write({ samples, sampleRateHz }: AudioFrame, { mayBeCut }: FillerSound, playout: Playout): Promise<boolean> {
    const size = Math.ceil((sliceMs / 1000) * sampleRateHz);
    for (let at = 0; at < samples.length; at += size) {
      const isLast = mayBeCut && this.#isYielding;
      const slice = samples.slice(at, at + size);
      await untilAborted(playout.write(isLast ? faded(slice) : slice), this.#life.controller.signal);
      this.#tell(playout);
      if (isLast) return false;
    }
    return true;
  }

  #tell({ firstSoundAtMs }: Playout): void {
    if (this.#hasSounded || firstSoundAtMs === undefined) return;
    this.#hasSounded = true;
    this.#options.onSound(firstSoundAtMs);
  }
}

function faded(samples: Float32Array): Float32Array {
  return samples.map((sample, index) => sample * (1 - (index + 1) / samples.length));
}
