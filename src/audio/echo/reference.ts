/** What the loudspeaker plays and when, so that it can be taken out of the microphone again. */
import type { AudioClock } from '../audio-clock.js';
import { createResampler, type Resampler } from '../resample.js';
import type { Playout, PlayoutOptions, Reach, Speaker } from '../speaker.js';
import { Track } from './track.js';

const rateHz = 16_000;
const samplesPerMs = rateHz / 1000;
/** Kept of what was heard: longer than any echo takes, a late reader included. */
const keptMs = 4000;
/** Handed on at a time: what a stop cannot take back must not have been noted long before it is due. */
const sliceMs = 20;

interface Playing {
  readonly track: Track;
  readonly playout: Playout;
}

/** The sound of one loudspeaker on the clock. Moments are in samples at 16 kHz: `ms × 16` of the clock. */
export class EchoReference {
  readonly #clock: AudioClock;
  #playing: Playing[] = [];

  /** The speaker must tell time by the same clock. */
  constructor(clock: AudioClock) {
    this.#clock = clock;
  }

  nowMs(): number {
    return this.#clock.now();
  }

  /** A playout begins whose samples `track` will hold. */
  add(track: Track, playout: Playout): void {
    this.#playing.push({ track, playout });
  }

  /**
   * Fills `out` with what is heard from the moment `clockSample` on; silence where nothing is. A moment that is still
   * to come holds what the loudspeaker has been given so far.
   */
  read(clockSample: number, out: Float32Array): void {
    this.follow();
    out.fill(0);
    for (const { track } of this.#playing) track.read(clockSample, out);
  }

  /** Whether a reply sounds, or is about to, between two moments. */
  soundsWithin(fromSample: number, toSample: number): boolean {
    this.follow();
    return this.#playing.some(({ track }) => (track.start ?? Infinity) < toSample && track.end > fromSample);
  }

  /** The beginning of the latest reply that is heard at the moment `clockSample` or before; undefined for none. */
  startBefore(clockSample: number): number | undefined {
    const starts = this.#playing.map(({ track }) => track.start ?? Infinity).filter((start) => start <= clockSample);
    return starts.at(-1);
  }

  /** Compares with the loudspeaker once more. */
  follow(): void {
    if (this.#playing.length === 0) return;
    const nowMs = this.#clock.now();
    const old = Math.round((nowMs - keptMs) * samplesPerMs);
    for (const { track, playout } of this.#playing) {
      track.follow(playout, nowMs);
      track.forget(old);
    }
    this.#playing = this.#playing.filter(({ track }) => !track.isCut || (!track.isEmpty && track.end > old));
  }
}

/** The same speaker; what it plays is noted in `reference`. A gain that the speaker always applies is left to the canceller. */
export function withReference(speaker: Speaker, reference: EchoReference): Speaker {
  let current: NotedPlayout | undefined;
  return {
    name: speaker.name,
    sampleRateHz: speaker.sampleRateHz,
    begin: (options) => {
      // The speaker would stop it, and nobody would note that.
      current?.stop();
      current = new NotedPlayout(speaker.begin(options), reference, {
        sampleRateHz: speaker.sampleRateHz,
        ...options,
      });
      return current;
    },
    close: async () => {
      current?.stop();
      await speaker.close();
    },
  };
}

class NotedPlayout implements Playout {
  readonly #inner: Playout;
  readonly #reference: EchoReference;
  readonly #sampleRateHz: number;
  readonly #track: Track;
  #resampler: Resampler | undefined;
  #isOver = false;

  constructor(inner: Playout, reference: EchoReference, options: PlayoutOptions & { readonly sampleRateHz: number }) {
    this.#inner = inner;
    this.#reference = reference;
    this.#sampleRateHz = options.sampleRateHz;
    this.#track = new Track(options.sampleRateHz, options.fadeInMs);
    reference.add(this.#track, inner);
  }

  get firstSoundAtMs(): number | undefined {
    return this.#inner.firstSoundAtMs;
  }

  get underruns(): number {
    return this.#inner.underruns;
  }

  get gapMs(): number {
    return this.#inner.gapMs;
  }

  heardSamples(): number {
    return this.#inner.heardSamples();
  }

  async write(samples: Float32Array): Promise<void> {
    this.#resampler ??= await createResampler(this.#sampleRateHz, rateHz);
    const sliceSamples = Math.ceil((this.#sampleRateHz * sliceMs) / 1000);
    for (let at = 0; at < samples.length && !this.#isOver; at += sliceSamples) {
      const slice = samples.subarray(at, at + sliceSamples);
      this.#track.add(this.#resampler.process(slice), slice.length);
      await this.#inner.write(slice);
    }
    // A stop while it was being made found nothing to close.
    if (this.#isOver) this.#resampler.close();
  }

  async end(): Promise<void> {
    if (!this.#isOver && this.#resampler) this.#track.add(this.#resampler.flush(), 0);
    await this.#inner.end();
    this.#close(this.#inner.heardSamples());
  }

  stop(): number {
    const heard = this.#inner.stop();
    this.#close(heard);
    return heard;
  }

  setGain(gain: number, rampMs: number): Reach {
    const reach = this.#inner.setGain(gain, rampMs);
    this.#track.setGain(gain, { rampMs, nowMs: this.#reference.nowMs(), reach });
    return reach;
  }

  #close(heardSamples: number): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#reference.follow();
    this.#track.cut(heardSamples);
    this.#resampler?.close();
  }
}
