/** Where a microphone's samples lie on the clock, learnt from when its frames arrive. Pure. */

const samplesPerMs = 16;
/** A frame comes late when the machine is busy, and never early: the earliest of a while tells the truth. */
const spanMs = 5000;
const spans = 6;

export class MicTimeline {
  /** The smallest offset seen in each of the last spans, newest last. */
  #minima: number[] = [];
  #spanEndMs = -Infinity;

  /** A frame whose last sample is `endSample` − 1 came at `nowMs`. */
  note(endSample: number, nowMs: number): void {
    const offset = Math.round(nowMs * samplesPerMs) - endSample;
    if (nowMs >= this.#spanEndMs) {
      this.#spanEndMs = nowMs + spanMs;
      this.#minima = [...this.#minima.slice(1 - spans), offset];
      return;
    }
    const last = this.#minima.length - 1;
    this.#minima[last] = Math.min(this.#minima[last] ?? offset, offset);
  }

  /** Sample n of the microphone was taken at (n + `offsetSamples`) / 16 ms of the clock. 0 before the first frame. */
  get offsetSamples(): number {
    return this.#minima.length === 0 ? 0 : Math.min(...this.#minima);
  }
}
