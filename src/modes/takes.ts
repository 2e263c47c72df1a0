/** Cuts the microphone's endless stream into takes: from the press of the talk key, and a little before, to its release. */
import type { AudioFrame } from '../audio/frame.js';
import { RingBuffer } from '../audio/ring-buffer.js';
import { RoomLevel } from '../audio/room-level.js';
import { onceAborted } from '../pipeline/abort.js';
import { FrameLog } from './frame-log.js';

export interface TakeOptions {
  readonly sampleRateHz: number;
  /** People begin to speak as they press, or before: so much of what came before is in the take. */
  readonly preRollMs: number;
  /** And they let go in the last syllable: so much of what comes behind it is, too. */
  readonly tailMs: number;
  /** Where they still speak then, as a microphone is late, up to so much more is waited for. */
  readonly moreTailMs: number;
}

/** A voice is so much louder than its room; the room's own noise seldom is. */
const VOICE_DB = 12;

/** One stretch of the stream. Its frames end with it; their time begins with it. */
export interface Take {
  /** 0, 1, 2 … */
  readonly id: number;
  readonly frames: FrameLog;
  /** Gives it up: nobody reads it any more. */
  readonly signal: AbortSignal;
}

interface OpenTake extends Take {
  readonly controller: AbortController;
  readonly release: () => void;
  /** The stream's sample with which it begins. */
  readonly startSample: number;
  /** And the one with which it ends; undefined while the key is held. */
  endSample: number | undefined;
}

export class Takes {
  readonly #options: TakeOptions;
  readonly #ring: RingBuffer;
  readonly #signal: AbortSignal;
  readonly #room: RoomLevel;
  /** Of the last frame, above the room. */
  #loudnessDb = -Infinity;
  #open: OpenTake | undefined;
  #count = 0;

  constructor(options: TakeOptions, signal: AbortSignal) {
    this.#options = options;
    this.#signal = signal;
    this.#room = new RoomLevel(options.sampleRateHz);
    this.#ring = new RingBuffer(Math.max(1, this.#samples(options.preRollMs)) * 2);
  }

  /** The next frame of the microphone; they follow one another without a gap. */
  hear(frame: AudioFrame): void {
    this.#ring.write(frame.samples);
    this.#loudnessDb = this.#room.step(frame.samples);
    const take = this.#open;
    if (take === undefined) return;
    const startSample = this.#ring.endSample - frame.samples.length - take.startSample;
    take.frames.push({ ...frame, startSample });
    if (this.#isOver(take)) this.#end(take);
  }

  /** A take that is still open ends here. Its first frame is there at once: what was heard just before. */
  start(): Take {
    if (this.#open !== undefined) this.#end(this.#open);
    const controller = new AbortController();
    const release = onceAborted(this.#signal, () => {
      controller.abort(this.#signal.reason);
    });
    const { signal } = controller;
    const { oldestSample, endSample } = this.#ring;
    const { preRollMs, sampleRateHz } = this.#options;
    const startSample = Math.max(oldestSample, endSample - this.#samples(preRollMs));
    const take: OpenTake = {
      ...{ id: this.#count++, frames: new FrameLog(signal), signal, controller, release },
      ...{ startSample, endSample: undefined },
    };
    this.#open = take;
    if (startSample < endSample) {
      const { samples } = this.#ring.read(startSample, endSample);
      take.frames.push({ samples: samples.slice(), sampleRateHz, startSample: 0 });
    }
    return take;
  }

  /** The take ends as soon as its tail was heard. */
  stop(): void {
    const take = this.#open;
    if (take !== undefined) take.endSample ??= this.#ring.endSample + this.#samples(this.#options.tailMs);
  }

  /** Nothing of the take is wanted. */
  cancel(): void {
    const take = this.#open;
    this.#open = undefined;
    take?.controller.abort(new Error('cancelled'));
    take?.release();
  }

  /** The stream is over, and so is the take. */
  close(): void {
    if (this.#open !== undefined) this.#end(this.#open);
  }

  #isOver({ endSample }: OpenTake): boolean {
    if (endSample === undefined || this.#ring.endSample < endSample) return false;
    const isLate = this.#ring.endSample >= endSample + this.#samples(this.#options.moreTailMs);
    return isLate || this.#loudnessDb < VOICE_DB;
  }

  #end(take: OpenTake): void {
    if (this.#open === take) this.#open = undefined;
    take.frames.end();
    take.release();
  }

  #samples(ms: number): number {
    return Math.round((ms / 1000) * this.#options.sampleRateHz);
  }
}
