/** A room with a loudspeaker and a microphone in it: what is played comes back quieter, later and with reverberation. */
import type { AudioClock } from '../../../../src/audio/audio-clock.js';
import { Fade } from '../../../../src/audio/fade.js';
import type { AudioFrame } from '../../../../src/audio/frame.js';
import { PacedPlayout, type Outlet } from '../../../../src/audio/paced-playout.js';
import type { Playout, PlayoutOptions, Reach, Speaker } from '../../../../src/audio/speaker.js';
import { EchoPath } from './path.js';

const rateHz = 16_000;
const samplesPerMs = rateHz / 1000;
/** 16 s: more than lies between playing a sample and hearing its last reflection. */
const ringSamples = 1 << 18;
const leadMs = 120;
/** What the loudspeaker says that it takes. */
const toldLatencyMs = 60;

export interface EchoRoomOptions {
  readonly clock: AudioClock;
  /** Level of the echo against what is played, in dB. */
  readonly gainDb: number;
  /** From the moment at which a sample should be heard to its arrival in the microphone. */
  readonly delayMs: number;
  /** How much later than it says the loudspeaker begins, asked for each playout; −60 or more. */
  readonly lateMs?: () => number;
  /** How much faster the microphone's clock runs than the loudspeaker's, in parts per million. */
  readonly driftPpm?: number;
  /** Noise of the room, dB of full scale; −66 unless told. */
  readonly noiseDb?: number;
  readonly seed?: number;
  /** Samples per frame of the microphone; 128 unless told. */
  readonly frameSamples?: number;
}

/** A speaker and a microphone that hear each other. Mono, 16 kHz; sample 0 of the microphone is the moment of `frames`. */
export class EchoRoom implements Speaker {
  readonly name = 'room';
  readonly sampleRateHz = rateHz;
  readonly #options: EchoRoomOptions;
  readonly #path: EchoPath;
  /** What is to be heard, by the moment on the clock in samples; and what was. */
  readonly #planned = new Float32Array(ringSamples);
  readonly #heard = new Float32Array(ringSamples);
  #fade = new Fade();
  #heardTo: number;
  #planEnd = 0;
  #lateSamples = 0;
  #current: Playout | undefined;
  #speech: { readonly atMs: number; readonly samples: Float32Array }[] = [];

  constructor(options: EchoRoomOptions) {
    this.#options = options;
    this.#path = new EchoPath(options);
    this.#heardTo = this.#nowSample();
  }

  begin(options?: PlayoutOptions): Playout {
    this.#current?.stop();
    this.#hear();
    this.#fade = new Fade();
    this.#lateSamples = Math.round((this.#options.lateMs?.() ?? 0) * samplesPerMs);
    const sampleRateHz = options?.sampleRateHz ?? rateHz;
    this.#current = new PacedPlayout({
      ...{ clock: this.#options.clock, outlet: this.#outlet(), leadMs, fadeInMs: options?.fadeInMs },
      ...{ sampleRateHz, deviceRateHz: rateHz, sliceSamples: Math.ceil(sampleRateHz / 50) },
    });
    return this.#current;
  }

  async close(): Promise<void> {
    this.#current?.stop();
  }

  /** Somebody speaks into the microphone from `atMs` of the clock on. */
  speak(samples: Float32Array, atMs: number): void {
    this.#speech.push({ samples, atMs });
  }

  /** What the microphone hears, each frame when its last sample is due, until the signal aborts. */
  async *frames(signal: AbortSignal): AsyncGenerator<AudioFrame, void, undefined> {
    const { clock, frameSamples = 128 } = this.#options;
    const startMs = clock.now();
    // A function, as TypeScript does not see that the signal may abort during an await.
    const isOver = (): boolean => signal.aborted;
    for (let startSample = 0; !isOver(); startSample += frameSamples) {
      const waitMs = startMs + (startSample + frameSamples) / samplesPerMs - clock.now();
      if (waitMs > 0) await clock.sleep(waitMs, signal).catch(() => undefined);
      if (isOver()) return;
      this.#hear();
      const moment = Math.round(startMs * samplesPerMs) + startSample;
      const samples = this.#path.hear(moment, frameSamples, (at) => this.#heard[mod(at)] ?? 0);
      this.#addSpeech(samples, moment);
      yield { samples, sampleRateHz: rateHz, startSample };
    }
  }

  #outlet(): Outlet {
    return {
      latencyMs: toldLatencyMs,
      play: async (samples, startMs) => {
        this.#hear();
        if (startMs !== undefined) this.#planEnd = Math.round(startMs * samplesPerMs);
        for (const sample of samples) this.#planned[mod(this.#planEnd++ + this.#lateSamples)] = sample;
        return 'played';
      },
      setGain: (gain, { rampMs }): Reach => {
        this.#hear();
        this.#fade.moveTo(gain, this.#heardTo, Math.round(rampMs * samplesPerMs));
        return 'at-once';
      },
      allGiven: () => undefined,
      finish: async () => undefined,
      cut: () => {
        this.#hear();
        this.#planned.fill(0);
      },
    };
  }

  /** Up to now, what was planned has been heard. */
  #hear(): void {
    for (const now = this.#nowSample(); this.#heardTo < now; this.#heardTo++) {
      const at = mod(this.#heardTo);
      this.#heard[at] = (this.#planned[at] ?? 0) * this.#fade.gainAt(this.#heardTo);
      this.#planned[at] = 0;
    }
  }

  #addSpeech(samples: Float32Array, moment: number): void {
    for (const { samples: spoken, atMs } of this.#speech) {
      const from = moment - Math.round(atMs * samplesPerMs);
      for (let i = Math.max(0, -from); i < samples.length && from + i < spoken.length; i++) {
        samples[i] = (samples[i] ?? 0) + (spoken[from + i] ?? 0);
      }
    }
  }

  #nowSample(): number {
    return Math.round(this.#options.clock.now() * samplesPerMs);
  }
}

function mod(index: number): number {
  return ((index % ringSamples) + ringSamples) % ringSamples;
}
