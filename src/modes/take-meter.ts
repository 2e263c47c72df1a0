/** What the sound of one take costs on its way to the recogniser, measured around the parts that handle it. */
import type { AudioFrame } from '../audio/frame.js';

/** The detector's frame: microphones give smaller ones, and the sound from before the key comes in one piece. */
const CHUNK_SAMPLES = 512;

/** Begins with the take. Holds sums alone, however long the take is. */
export class TakeMeter {
  readonly #now: () => number;
  readonly #startMs: number;
  #startToSoundMs: number | undefined;
  /** Of chunks that are whole. */
  #chunks = 0;
  #sumMs = 0;
  #longestMs = 0;
  /** Of the chunk that is being gathered. */
  #samples = 0;
  #spentMs = 0;

  constructor(now: () => number) {
    this.#now = now;
    this.#startMs = now();
  }

  /** A frame of the microphone came. */
  hear(): void {
    this.#startToSoundMs ??= this.#now() - this.#startMs;
  }

  /** Passes the frames on; what their reader does between two of them is what they cost. */
  async *watch(frames: AsyncIterable<AudioFrame>): AsyncGenerator<AudioFrame, void, undefined> {
    for await (const frame of frames) {
      const beforeMs = this.#now();
      yield frame;
      this.#spend(frame.samples.length, this.#now() - beforeMs);
    }
  }

  /** Nothing that was not measured. */
  timings(): { readonly startToSoundMs?: number; readonly chunkMs?: number; readonly longestChunkMs?: number } {
    return {
      ...(this.#startToSoundMs === undefined ? {} : { startToSoundMs: this.#startToSoundMs }),
      ...(this.#chunks === 0 ? {} : { chunkMs: this.#sumMs / this.#chunks, longestChunkMs: this.#longestMs }),
    };
  }

  #spend(samples: number, ms: number): void {
    this.#samples += samples;
    this.#spentMs += ms;
    if (this.#samples < CHUNK_SAMPLES) return;
    const chunks = this.#samples / CHUNK_SAMPLES;
    this.#chunks += chunks;
    this.#sumMs += this.#spentMs;
    this.#longestMs = Math.max(this.#longestMs, this.#spentMs / chunks);
    this.#samples = 0;
    this.#spentMs = 0;
  }
}
