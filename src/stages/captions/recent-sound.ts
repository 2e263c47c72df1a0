/** The last minutes of what the recogniser was given, for those who want to hear a caption again. */
import type { AudioFrame } from '../../audio/frame.js';
import { RingBuffer } from '../../audio/ring-buffer.js';
import type { KeptSound } from '../../pipeline/captions.js';

/**
 * A recogniser that is fed faster than it reads takes in a minute ahead of its words, and a caption may be half a minute
 * long: so much more than that is kept that whoever waits for a caption still finds its sound.
 */
const KEPT_MS = 120_000;

export class RecentSound implements KeptSound {
  readonly #rateHz: number;
  readonly #keptSamples: number;
  /** Begins with the first frame, wherever that lies. */
  #ring: RingBuffer | undefined;

  /** @param keptMs at least; 0.13 MB for each second. */
  constructor(rateHz: number, keptMs = KEPT_MS) {
    this.#rateHz = rateHz;
    this.#keptSamples = Math.ceil((keptMs / 1000) * rateHz);
  }

  /** Takes frames in their order; what lies between two of them is silence. */
  write({ samples, startSample }: AudioFrame): void {
    const ring = (this.#ring ??= new RingBuffer(this.#keptSamples, startSample));
    const known = Math.max(0, ring.endSample - startSample);
    if (known >= samples.length) return;
    if (startSample > ring.endSample) ring.writeSilence(startSample - ring.endSample);
    ring.write(samples.subarray(known));
  }

  read(startMs: number, endMs: number): Float32Array {
    const ring = this.#ring;
    if (ring === undefined) return new Float32Array(0);
    const end = Math.min(this.#sampleAt(endMs), ring.endSample);
    const start = Math.max(this.#sampleAt(startMs), ring.oldestSample);
    return start >= end ? new Float32Array(0) : ring.read(start, end).samples.slice();
  }

  #sampleAt(ms: number): number {
    return Math.round((ms / 1000) * this.#rateHz);
  }
}
