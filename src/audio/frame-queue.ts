/** The short queue behind the microphone: what it cannot hold is dropped from its old end, as capture never waits. */
import type { AudioFrame } from './frame.js';

export class FrameQueue {
  readonly #capacity: number;
  readonly #onDrop: (samples: number) => void;
  readonly #frames: AudioFrame[] = [];
  #isEnded = false;
  #wake: (() => void) | undefined;

  /** `capacity` in frames, at least 1. `onDrop` hears of each dropped frame's length. */
  constructor(capacity: number, onDrop: (samples: number) => void) {
    this.#capacity = capacity;
    this.#onDrop = onDrop;
  }

  offer(frame: AudioFrame): void {
    if (this.#isEnded) return;
    if (this.#frames.length >= this.#capacity) this.#onDrop(this.#frames.shift()?.samples.length ?? 0);
    this.#frames.push(frame);
    this.#wake?.();
  }

  /** The reader gets what is queued, then the end. */
  end(): void {
    this.#isEnded = true;
    this.#wake?.();
  }

  /** For one reader. */
  async *read(): AsyncGenerator<AudioFrame, void, undefined> {
    while (true) {
      const frame = this.#frames.shift();
      if (frame) yield frame;
      else if (this.#isEnded) return;
      else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }
}
