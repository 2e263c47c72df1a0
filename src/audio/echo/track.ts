/** The samples of one playout at 16 kHz, and where the clock says that they are heard. Pure. */
import { Fade } from '../fade.js';
import type { Reach } from '../speaker.js';

const samplesPerMs = 16;
const rateHz = 16_000;
/** The clock and the playhead may differ by so much before a gap is assumed: 5 ms. */
const slackSamples = 5 * samplesPerMs;

interface Chunk {
  /** Index of the first sample within the track. */
  readonly at: number;
  readonly samples: Float32Array;
}

/** Samples that are heard without a pause. */
interface Stretch {
  /** The moment, in samples of the clock, at which sample 0 of the track would have been heard. */
  readonly anchor: number;
  /** Its first sample. */
  readonly from: number;
}

/** What a playout tells of itself. */
export interface Playhead {
  readonly firstSoundAtMs: number | undefined;
  heardSamples(): number;
}

export class Track {
  readonly #sampleRateHz: number;
  readonly #fade = new Fade();
  #chunks: Chunk[] = [];
  #madeSamples = 0;
  #givenSamples = 0;
  /** The last one is still to grow; none before the first sound is known. */
  #stretches: Stretch[] = [];
  #endSample = Infinity;

  /** `sampleRateHz`: of the reply, in which its playhead counts. `fadeInMs`: how long it takes to its full level. */
  constructor(sampleRateHz: number, fadeInMs = 0) {
    this.#sampleRateHz = sampleRateHz;
    if (fadeInMs > 0) this.#fade.moveTo(0, 0, 0);
    this.#fade.moveTo(1, 0, Math.round(fadeInMs * samplesPerMs));
  }

  /** `given` samples of the reply became `samples` at 16 kHz, which follow those before. */
  add(samples: Float32Array, given: number): void {
    if (samples.length > 0) this.#chunks.push({ at: this.#madeSamples, samples });
    this.#madeSamples += samples.length;
    this.#givenSamples += given;
  }

  /** Compares with the playhead: where that has fallen behind, the loudspeaker had run dry. */
  follow(playhead: Playhead, nowMs: number): void {
    if (playhead.firstSoundAtMs === undefined || this.#endSample < Infinity) return;
    if (this.#stretches.length === 0) {
      this.#stretches.push({ anchor: Math.round(playhead.firstSoundAtMs * samplesPerMs), from: 0 });
    }
    const heard = playhead.heardSamples();
    // All was heard: how long ago cannot be told from the count.
    if (heard === 0 || heard >= this.#givenSamples) return;
    const from = this.#at16k(heard);
    const anchor = Math.round(nowMs * samplesPerMs) - from;
    const last = this.#stretches.at(-1);
    if (last === undefined || Math.abs(anchor - last.anchor) <= slackSamples) return;
    // A stretch of which nothing was heard yet is only moved.
    if (last.from >= from) this.#stretches.pop();
    this.#stretches.push({ anchor, from });
  }

  /** The level moves to `gain`: of what is heard from `nowMs` on, or only of what is still to be added. */
  setGain(gain: number, { rampMs, nowMs, reach }: { rampMs: number; nowMs: number; reach: Reach }): void {
    const now = Math.max(0, Math.round(nowMs * samplesPerMs) - (this.#stretches.at(-1)?.anchor ?? Infinity));
    const from = reach === 'later' ? this.#madeSamples : Math.min(now, this.#madeSamples);
    this.#fade.moveTo(gain, from, Math.round(rampMs * samplesPerMs));
  }

  /** Nothing after `heard` samples of the reply is ever heard. */
  cut(heard: number): void {
    this.#endSample = Math.min(this.#endSample, this.#at16k(heard));
  }

  /** Forgets what was heard before the moment `clockSample`. */
  forget(clockSample: number): void {
    const anchor = this.#stretches.at(-1)?.anchor;
    while (anchor !== undefined && this.#chunks[0] && anchor + this.#chunks[0].at < clockSample) this.#chunks.shift();
  }

  /** First moment, in samples of the clock; undefined before it is known. */
  get start(): number | undefined {
    return this.#stretches[0]?.anchor;
  }

  /** After the last moment known so far. */
  get end(): number {
    return (this.#stretches.at(-1)?.anchor ?? 0) + Math.min(this.#madeSamples, this.#endSample);
  }

  get isEmpty(): boolean {
    return this.#chunks.length === 0;
  }

  get isCut(): boolean {
    return this.#endSample < Infinity;
  }

  /** Copies what is heard from the moment `clockSample` on into `out`; leaves the rest of `out` as it is. */
  read(clockSample: number, out: Float32Array): void {
    for (const [i, { anchor, from }] of this.#stretches.entries()) {
      const to = Math.min(this.#stretches[i + 1]?.from ?? Infinity, this.#endSample);
      this.#readStretch({ anchor, from, to }, clockSample, out);
    }
  }

  #readStretch({ anchor, from, to }: Stretch & { readonly to: number }, clockSample: number, out: Float32Array): void {
    const start = clockSample - anchor;
    for (const { at, samples } of this.#chunks) {
      const first = Math.max(start, from, at);
      const last = Math.min(start + out.length, to, at + samples.length);
      if (first >= last) continue;
      out.set(this.#fade.apply(samples.subarray(first - at, last - at), first), first - start);
    }
  }

  #at16k(samples: number): number {
    return Math.round((samples * rateHz) / this.#sampleRateHz);
  }
}
