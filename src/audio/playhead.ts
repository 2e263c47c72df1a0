/** Where a loudspeaker stands in a reply, worked out from what it was given and when. Pure. */

interface Stretch {
  /** When its first sample is heard. */
  readonly startMs: number;
  readonly samples: number;
}

/** Samples given without a pause form a stretch; when one has run dry, the next begins a device delay after its samples came. */
export class Playhead {
  readonly #sampleRateHz: number;
  readonly #latencyMs: number;
  #finishedSamples = 0;
  #current: Stretch | undefined;
  #firstSoundAtMs: number | undefined;
  #underruns = 0;
  #gapMs = 0;

  /** `latencyMs`: from giving a sample to a silent device to hearing it. */
  constructor(options: { sampleRateHz: number; latencyMs: number }) {
    this.#sampleRateHz = options.sampleRateHz;
    this.#latencyMs = options.latencyMs;
  }

  get firstSoundAtMs(): number | undefined {
    return this.#firstSoundAtMs;
  }

  get underruns(): number {
    return this.#underruns;
  }

  /** Silence between the stretches, in ms. */
  get gapMs(): number {
    return this.#gapMs;
  }

  /** When the last sample given is over; undefined before the first. */
  get endMs(): number | undefined {
    if (!this.#current) return undefined;
    return this.#current.startMs + (this.#current.samples / this.#sampleRateHz) * 1000;
  }

  /** The device gets `count` samples at `nowMs`. Returns when a new stretch begins, if one does. */
  give(count: number, nowMs: number): number | undefined {
    if (this.#current && (this.endMs ?? 0) >= nowMs) {
      this.#current = { ...this.#current, samples: this.#current.samples + count };
      return undefined;
    }
    if (this.#current) {
      this.#underruns += 1;
      this.#gapMs += nowMs + this.#latencyMs - (this.endMs ?? nowMs);
    }
    return this.#begin(count, nowMs);
  }

  /** What was given and not yet heard is lost; the next samples begin a new stretch. */
  lose(nowMs: number): void {
    this.#finishedSamples = this.heardSamples(nowMs);
    if (this.#current) this.#current = { startMs: nowMs, samples: 0 };
  }

  heardSamples(nowMs: number): number {
    if (!this.#current) return this.#finishedSamples;
    const passed = Math.floor(((nowMs - this.#current.startMs) / 1000) * this.#sampleRateHz + 1e-6);
    return this.#finishedSamples + Math.max(0, Math.min(passed, this.#current.samples));
  }

  #begin(count: number, nowMs: number): number {
    this.#finishedSamples += this.#current?.samples ?? 0;
    const startMs = nowMs + this.#latencyMs;
    this.#current = { startMs, samples: count };
    this.#firstSoundAtMs ??= startMs;
    return startMs;
  }
}
