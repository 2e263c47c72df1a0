/** Clips joined to a programme of any length: somebody who does not stop talking. */
import type { AudioFrame } from '../../../src/audio/frame.js';
import { Framer } from '../../../src/audio/framer.js';
import type { Clock } from '../../../src/pipeline/stage.js';
import { RATE_HZ, readClip, type Clip } from '../stt/clips.js';

/** A clip on the line of time of the programme. */
export interface Aired {
  readonly clip: Clip;
  readonly startMs: number;
  readonly endMs: number;
}

export interface ProgrammeOptions {
  /** Said in this order, again and again. */
  readonly clips: readonly Clip[];
  readonly lengthMs: number;
  /** Silence between two clips, beside what they bring along. */
  readonly gapMs: number;
  /** Frames come when they would have been spoken, by this clock; else as fast as they are read. */
  readonly pace?: Clock | undefined;
  readonly signal: AbortSignal;
}

const FRAME_SAMPLES = 512;

export class Programme {
  readonly #options: ProgrammeOptions;
  readonly #sounds = new Map<Clip, Float32Array>();
  /** Clips that were begun, in order. */
  readonly aired: Aired[] = [];
  /** What the pace's clock said at sample 0. */
  startMs = 0;

  constructor(options: ProgrammeOptions) {
    this.#options = options;
  }

  /** Whole clips, until the length is reached; mono at 16 kHz. */
  async *frames(): AsyncGenerator<AudioFrame, void, undefined> {
    const { clips, lengthMs, gapMs, pace, signal } = this.#options;
    const framer = new Framer({ frameSamples: FRAME_SAMPLES, sampleRateHz: RATE_HZ });
    this.startMs = pace?.now() ?? 0;
    for (let i = 0; msOf(framer.endSample) < lengthMs; i++) {
      const clip = clips[i % clips.length];
      if (clip === undefined) return;
      const sound = await this.#read(clip);
      const startMs = msOf(framer.endSample);
      this.aired.push({ clip, startMs, endMs: startMs + msOf(sound.length) });
      for (const part of [sound, new Float32Array(Math.round((gapMs / 1000) * RATE_HZ))]) {
        for (const frame of framer.push(part)) {
          const waitMs = pace === undefined ? 0 : this.startMs + msOf(frame.startSample + FRAME_SAMPLES) - pace.now();
          if (waitMs > 0) await pace?.sleep(waitMs, signal);
          signal.throwIfAborted();
          yield frame;
        }
      }
    }
    const last = framer.flush();
    if (last !== undefined) yield last;
  }

  async #read(clip: Clip): Promise<Float32Array> {
    const known = this.#sounds.get(clip);
    if (known !== undefined) return known;
    const sound = await readClip(clip);
    this.#sounds.set(clip, sound);
    return sound;
  }
}

function msOf(samples: number): number {
  return (samples * 1000) / RATE_HZ;
}
