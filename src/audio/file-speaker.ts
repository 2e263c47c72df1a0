/** Writes what the loudspeaker would have played to a WAV file, on the time line of the input. */
import type { AudioClock } from './audio-clock.js';
import { Fade } from './fade.js';
import { PacedPlayout, type Outlet } from './paced-playout.js';
import type { Playout, PlayoutOptions, Reach, Speaker } from './speaker.js';
import { loadSpeex } from './speex.js';
import { createWavWriter, type WavWriter } from './wav-writer.js';

export interface FileSpeakerOptions {
  readonly path: string;
  /** Rate of the file; replies of another rate are resampled. */
  readonly sampleRateHz: number;
  readonly clock: AudioClock;
  /** The moment on the clock that is sample 0 of the file: when the input's first sample was spoken. */
  readonly startMs: number;
  /** Audio kept ahead of the playhead. */
  readonly leadMs?: number;
  /** Volume; 1 leaves the samples as they are. */
  readonly gain?: number;
}

/** A speaker whose sample n is what would have been heard n / `sampleRateHz` seconds after `startMs`. */
export async function createFileSpeaker(options: FileSpeakerOptions): Promise<Speaker> {
  // Now, so that the first reply does not wait for it.
  await loadSpeex();
  return new FileSpeaker(options, await createWavWriter(options.path, options.sampleRateHz));
}

interface Pending {
  readonly startSample: number;
  readonly samples: Float32Array;
}

class FileSpeaker implements Speaker {
  readonly name = 'file';
  readonly sampleRateHz: number;
  readonly #options: FileSpeakerOptions;
  readonly #tape: Tape;
  #current: Playout | undefined;
  #closed = false;

  constructor(options: FileSpeakerOptions, writer: WavWriter) {
    this.#options = options;
    this.sampleRateHz = options.sampleRateHz;
    this.#tape = new Tape(writer, options);
  }

  begin(options?: PlayoutOptions): Playout {
    this.#current?.stop();
    const { clock, leadMs = 120 } = this.#options;
    this.#tape.setGain(1, { rampMs: 0, nowMs: clock.now() });
    const sampleRateHz = options?.sampleRateHz ?? this.sampleRateHz;
    const rates = { sampleRateHz, deviceRateHz: this.sampleRateHz };
    const sliceSamples = Math.ceil(sampleRateHz / 50);
    const { fadeInMs } = options ?? {};
    this.#current = new PacedPlayout({ clock, outlet: this.#tape, ...rates, leadMs, sliceSamples, fadeInMs });
    return this.#current;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#current?.stop();
    await this.#tape.close();
  }
}

/** The file as an outlet: what is ahead of the playhead waits in memory, so that a stop can still take it back. */
class Tape implements Outlet {
  readonly latencyMs = 0;
  readonly #writer: WavWriter;
  readonly #options: FileSpeakerOptions;
  /** Over the samples of the file. */
  readonly #fade = new Fade();
  #pending: Pending[] = [];
  #endSample = 0;
  #writing: Promise<void> = Promise.resolve();
  #failure: unknown;

  constructor(writer: WavWriter, options: FileSpeakerOptions) {
    this.#writer = writer;
    this.#options = options;
  }

  async play(samples: Float32Array, startMs: number | undefined): Promise<'played'> {
    this.#throwFailure();
    if (startMs !== undefined) this.#endSample = Math.max(this.#endSample, this.#sampleAt(startMs));
    const gain = this.#options.gain ?? 1;
    const copy = gain === 1 ? samples.slice() : samples.map((sample) => sample * gain);
    this.#pending.push({ startSample: this.#endSample, samples: copy });
    this.#endSample += samples.length;
    this.#commit(this.#sampleAt(this.#options.clock.now()));
    return 'played';
  }

  setGain(gain: number, { rampMs, nowMs }: { readonly rampMs: number; readonly nowMs: number }): Reach {
    const nowSample = this.#sampleAt(nowMs);
    this.#commit(nowSample);
    this.#fade.moveTo(gain, nowSample, Math.round((rampMs / 1000) * this.#options.sampleRateHz));
    return 'at-once';
  }

  allGiven(): void {
    // What is pending waits until it is heard.
  }

  async finish(): Promise<void> {
    this.#commit(this.#endSample);
    await this.#writing;
    this.#throwFailure();
  }

  cut(nowMs: number): void {
    const nowSample = this.#sampleAt(nowMs);
    this.#commit(nowSample);
    this.#pending = [];
    this.#endSample = Math.min(this.#endSample, nowSample);
  }

  /** Pads with silence up to now, so that the file is as long as the session. */
  async close(): Promise<void> {
    const nowSample = this.#sampleAt(this.#options.clock.now());
    this.#commit(nowSample);
    this.#writing = this.#writing.then(() => this.#padTo(nowSample)).catch(this.#remember);
    await this.#writing;
    await this.#writer.close();
    this.#throwFailure();
  }

  #sampleAt(ms: number): number {
    return Math.max(0, Math.round(((ms - this.#options.startMs) / 1000) * this.#options.sampleRateHz));
  }

  /** Queues for the file what was heard before `toSample`; the writes themselves follow one another. */
  #commit(toSample: number): void {
    while (this.#pending[0] && this.#pending[0].startSample < toSample) {
      const { startSample, samples } = this.#pending[0];
      const heard = samples.subarray(0, toSample - startSample);
      if (heard.length === samples.length) this.#pending.shift();
      else this.#pending[0] = { startSample: toSample, samples: samples.subarray(heard.length) };
      const sound = this.#fade.apply(heard, startSample);
      this.#writing = this.#writing.then(() => this.#put(startSample, sound)).catch(this.#remember);
    }
  }

  async #put(startSample: number, samples: Float32Array): Promise<void> {
    if (this.#failure !== undefined) return;
    await this.#padTo(startSample);
    await this.#writer.write(samples);
  }

  async #padTo(sample: number): Promise<void> {
    if (this.#failure === undefined) await this.#writer.writeSilence(sample - this.#writer.writtenSamples);
  }

  readonly #remember = (error: unknown): void => {
    this.#failure ??= error;
  };

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure as Error;
  }
}
