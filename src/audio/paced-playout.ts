/** A reply fed to a loudspeaker slice by slice, so that only the lead lies ahead of what is heard. */
import type { AudioClock } from './audio-clock.js';
import { Fade } from './fade.js';
import { Playhead } from './playhead.js';
import { createResampler, type Resampler } from './resample.js';
import type { Playout, Reach } from './speaker.js';

/** Where one reply's samples go. */
export interface Outlet {
  /** From giving a sample to a silent device to hearing it. */
  readonly latencyMs: number;
  /** Resolves when samples can be taken: the time until then is no part of the reply. Legal any number of times. */
  ready?(): Promise<void>;
  /** Samples at the device's rate. `startMs`: they are first heard then, after silence; else they follow the last. */
  play(samples: Float32Array, startMs: number | undefined): Promise<'played' | 'lost'>;
  /** Level of the samples that are heard from `nowMs` on; 1 at the start of each reply. See `Playout.setGain`. */
  setGain(gain: number, ramp: { readonly rampMs: number; readonly nowMs: number }): Reach;
  /** No more samples come. */
  allGiven(): void;
  /** Called when the last sample should have been heard; resolves when it was. */
  finish(): Promise<void>;
  /** Silence now; what was not heard by `nowMs` must never be. */
  cut(nowMs: number): void;
}

export interface PacedPlayoutOptions {
  readonly clock: AudioClock;
  readonly outlet: Outlet;
  /** Rate of the reply. */
  readonly sampleRateHz: number;
  /** Rate of the device. */
  readonly deviceRateHz: number;
  /** Audio kept ready for the device, besides what its own delay holds. */
  readonly leadMs: number;
  /** Samples handed over at a time. */
  readonly sliceSamples: number;
  /** The first samples rise from silence for so long. */
  readonly fadeInMs?: number | undefined;
}

export class PacedPlayout implements Playout {
  readonly #options: PacedPlayoutOptions;
  readonly #playhead: Playhead;
  readonly #abort = new AbortController();
  readonly #leadMs: number;
  #resampler: Resampler | undefined;
  #state: 'open' | 'ending' | 'over' = 'open';
  #heardAtStop = 0;
  #givenSamples = 0;
  #fadeIn: Fade | undefined;

  constructor(options: PacedPlayoutOptions) {
    this.#options = options;
    this.#leadMs = options.leadMs + options.outlet.latencyMs;
    this.#playhead = new Playhead({ sampleRateHz: options.sampleRateHz, latencyMs: options.outlet.latencyMs });
  }

  get firstSoundAtMs(): number | undefined {
    return this.#playhead.firstSoundAtMs;
  }

  get underruns(): number {
    return this.#playhead.underruns;
  }

  get gapMs(): number {
    return this.#playhead.gapMs;
  }

  heardSamples(): number {
    return this.#state === 'over' ? this.#heardAtStop : this.#playhead.heardSamples(this.#options.clock.now());
  }

  setGain(gain: number, rampMs: number): Reach {
    if (this.#state === 'over') return 'at-once';
    return this.#options.outlet.setGain(gain, { rampMs, nowMs: this.#options.clock.now() });
  }

  async write(samples: Float32Array): Promise<void> {
    const { sliceSamples, sampleRateHz, deviceRateHz } = this.#options;
    this.#resampler ??= await createResampler(sampleRateHz, deviceRateHz);
    await this.#options.outlet.ready?.();
    // A stop while it was being made found nothing to close.
    if (this.#state === 'over') this.#resampler.close();
    for (let at = 0; at < samples.length && this.#state === 'open'; at += sliceSamples) {
      await this.#untilRoom();
      await this.#give(samples.subarray(at, at + sliceSamples));
    }
    await this.#untilRoom();
  }

  async end(): Promise<void> {
    if (this.#state !== 'open') return;
    this.#state = 'ending';
    const tail = this.#resampler?.flush();
    if (tail && tail.length > 0) await this.#options.outlet.play(tail, undefined);
    this.#options.outlet.allGiven();
    await this.#sleepUntil(this.#playhead.endMs ?? 0);
    if (!this.#abort.signal.aborted) await this.#options.outlet.finish();
    this.#close(this.#playhead.heardSamples(Infinity));
  }

  stop(): number {
    if (this.#state === 'over') return this.#heardAtStop;
    const nowMs = this.#options.clock.now();
    this.#close(this.#playhead.heardSamples(nowMs));
    this.#options.outlet.cut(nowMs);
    this.#abort.abort();
    return this.#heardAtStop;
  }

  async #give(slice: Float32Array): Promise<void> {
    if (this.#state !== 'open' || !this.#resampler) return;
    const startMs = this.#playhead.give(slice.length, this.#options.clock.now());
    const outcome = await this.#options.outlet.play(this.#resampler.process(this.#fade(slice)), startMs);
    if (outcome === 'lost' && this.#isOpen()) this.#playhead.lose(this.#options.clock.now());
  }

  #fade(slice: Float32Array): Float32Array {
    const { fadeInMs = 0, sampleRateHz } = this.#options;
    if (this.#fadeIn === undefined) {
      this.#fadeIn = new Fade();
      if (fadeInMs > 0) this.#fadeIn.moveTo(0, 0, 0);
      this.#fadeIn.moveTo(1, 0, Math.round((fadeInMs / 1000) * sampleRateHz));
    }
    const startSample = this.#givenSamples;
    this.#givenSamples += slice.length;
    return this.#fadeIn.apply(slice, startSample);
  }

  /** A method, as TypeScript does not see that `stop` may have run during an await. */
  #isOpen(): boolean {
    return this.#state === 'open';
  }

  #untilRoom(): Promise<void> {
    return this.#sleepUntil((this.#playhead.endMs ?? 0) - this.#leadMs);
  }

  async #sleepUntil(atMs: number): Promise<void> {
    const waitMs = atMs - this.#options.clock.now();
    if (waitMs <= 0 || this.#state === 'over') return;
    await this.#options.clock.sleep(waitMs, this.#abort.signal).catch((error: unknown) => {
      if (!this.#abort.signal.aborted) throw error;
    });
  }

  #close(heardSamples: number): void {
    if (this.#state === 'over') return;
    this.#state = 'over';
    this.#heardAtStop = heardSamples;
    this.#resampler?.close();
  }
}
