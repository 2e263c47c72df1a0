/** Sound that can be read again from any place that is not settled yet: what a crash has swallowed is heard once more. */
import type { AudioFrame } from '../audio/frame.js';
import { abortReason, onceAborted } from '../pipeline/abort.js';

/** One writer, any number of readers, one after the other or at once. Frames lie without a gap, from sample 0 on. */
export class FrameLog {
  readonly #signal: AbortSignal;
  readonly #frames: AudioFrame[] = [];
  /** Frames that were forgotten. */
  #gone = 0;
  #isOver = false;
  readonly #waiting = new Set<() => void>();

  /** @param signal ends every reader with its reason */
  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  push(frame: AudioFrame): void {
    if (this.#isOver) return;
    this.#frames.push(frame);
    this.#wake();
  }

  /** Readers get what is there, then the end. */
  end(): void {
    this.#isOver = true;
    this.#wake();
  }

  /** What lies before is settled. */
  forget(beforeSample: number): void {
    const first = this.#frames.findIndex(({ startSample, samples }) => startSample + samples.length > beforeSample);
    const count = first === -1 ? this.#frames.length : first;
    this.#frames.splice(0, count);
    this.#gone += count;
  }

  /** With which sample a reader begins that asks for `sample`: that of the frame that holds it. */
  startOf(sample: number): number {
    return this.#frames[this.#indexOf(sample)]?.startSample ?? sample;
  }

  /** From the frame on that holds `sample`, or the oldest there is; their time begins with the first of them. */
  async *from(sample: number): AsyncGenerator<AudioFrame, void, undefined> {
    let next = this.#gone + this.#indexOf(sample);
    let base: number | undefined;
    for (;;) {
      if (this.#signal.aborted) throw abortReason(this.#signal);
      next = Math.max(next, this.#gone);
      const frame = this.#frames[next - this.#gone];
      if (frame !== undefined) {
        next += 1;
        base ??= frame.startSample;
        yield { ...frame, startSample: frame.startSample - base };
      } else if (this.#isOver) return;
      else await this.#changed();
    }
  }

  #indexOf(sample: number): number {
    const index = this.#frames.findIndex(({ startSample, samples }) => startSample + samples.length > sample);
    return index === -1 ? this.#frames.length : index;
  }

  #changed(): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        stop();
        this.#waiting.delete(wake);
        resolve();
      };
      this.#waiting.add(wake);
      const stop = onceAborted(this.#signal, wake);
    });
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) wake();
  }
}
