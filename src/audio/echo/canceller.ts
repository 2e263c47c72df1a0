/** Takes the assistant's own voice out of the microphone, frame by frame, and leaves everything else where it is. */
import type { AudioClock } from '../audio-clock.js';
import type { AudioFrame } from '../frame.js';
import { blockSamples, latencySamples } from './aec3.js';
import { EchoHistory, type EchoFacts } from './facts.js';
import type { EchoReference } from './reference.js';
import { openSteadyCanceller, type SteadyCanceller } from './steady.js';
import { MicTimeline } from './timeline.js';

export interface EchoCancellerOptions {
  /** The clock of the speaker, and of the frames' arrival. */
  readonly clock: AudioClock;
  readonly reference: EchoReference;
}

const samplesPerMs = 16;
/**
 * While an echo is taken out, a frame holds the sound of so many samples before it (18 ms): the canceller's own delay,
 * and a block that is not full yet.
 */
export const delaySamples = latencySamples + blockSamples;
/** The reference is read ahead of the clock, as the player's delay is an estimate and the echo must not come first. */
const aheadSamples = 60 * samplesPerMs;
/** An echo may come so late, reverberation included. */
const tailSamples = 800 * samplesPerMs;
/** After that the canceller waits for a quiet moment to step aside, but no longer than this. */
const longestTailSamples = 3000 * samplesPerMs;
/** Quieter than this is a quiet moment: −50 dB of full scale. */
const quietPower = 1e-5;
/** What the canceller reads before its first block, so that its delay is filled. */
const primeSamples = 480;
const fadeSamples = 64;
/** Cleaned at a time. */
const pieceSamples = 1600;
/** The clock and the microphone's samples may drift apart by so much within a reply before they are compared anew. */
const slackSamples = 100 * samplesPerMs;

/** Loads the canceller. */
export async function createEchoCanceller(options: EchoCancellerOptions): Promise<EchoCanceller> {
  return new EchoCanceller(options, await openSteadyCanceller());
}

/** All frames, cleaned; the canceller is closed when they end. */
export async function* cancelEcho(
  frames: AsyncIterable<AudioFrame>,
  canceller: EchoCanceller,
): AsyncGenerator<AudioFrame, void, undefined> {
  try {
    for await (const frame of frames) yield canceller.clean(frame);
  } finally {
    canceller.close();
  }
}

export class EchoCanceller {
  readonly #options: EchoCancellerOptions;
  readonly #steady: SteadyCanceller;
  readonly #timeline = new MicTimeline();
  readonly #history = new EchoHistory();
  /** The microphone's last samples. */
  readonly #past = new Float32Array(primeSamples);
  readonly #mic = new Float32Array(blockSamples);
  readonly #out = new Float32Array(blockSamples);
  /** Cleaned samples that no frame has held yet. */
  readonly #ready = new Float32Array(pieceSamples + primeSamples + blockSamples);
  #readySamples = 0;
  #filled = 0;
  #isOn = false;
  #offset = 0;
  #nextSample: number | undefined;
  #replyStart: number | undefined;
  #lastHeard = 0;

  constructor(options: EchoCancellerOptions, steady: SteadyCanceller) {
    this.#options = options;
    this.#steady = steady;
  }

  /** What was seen of these samples of the microphone; of the last 10 s. */
  facts(startSample: number, endSample: number): EchoFacts {
    return this.#history.between(startSample, endSample);
  }

  /**
   * The frame without the echo: same place, same length. While nothing has been played for a while it is the frame
   * itself. Frames are mono at 16 kHz and come in order; they may have gaps.
   */
  clean(frame: AudioFrame): AudioFrame {
    const { samples, startSample } = frame;
    const endSample = startSample + samples.length;
    if (startSample !== this.#nextSample) this.#interrupt();
    this.#nextSample = endSample;
    this.#timeline.note(endSample, this.#options.clock.now());
    if (this.#hears(startSample, endSample)) this.#lastHeard = endSample;
    const wasOn = this.#isOn;
    if (this.#mayRest(samples, endSample)) this.#isOn = false;
    else if (!wasOn && this.#lastHeard === endSample) this.#begin(startSample);
    if (!wasOn && !this.#isOn) {
      this.#remember(samples);
      return frame;
    }
    const cleaned = this.#process(samples);
    if (wasOn !== this.#isOn) this.#blend(samples, cleaned, wasOn);
    this.#history.note({ startSample, mic: samples, clean: cleaned }, this.#steady);
    this.#remember(samples);
    return { ...frame, samples: cleaned };
  }

  /** Gives its memory back. Legal any number of times. */
  close(): void {
    this.#steady.close();
  }

  /** Samples were lost: what waits does not belong to what comes. */
  #interrupt(): void {
    this.#isOn = false;
    this.#past.fill(0);
  }

  #hears(startSample: number, endSample: number): boolean {
    const offset = this.#isOn ? this.#offset : this.#timeline.offsetSamples;
    return this.#options.reference.soundsWithin(startSample + offset, endSample + offset + aheadSamples);
  }

  #mayRest(samples: Float32Array, endSample: number): boolean {
    if (!this.#isOn) return false;
    const passed = endSample - this.#lastHeard;
    if (passed < tailSamples) return false;
    let power = 0;
    for (let i = 0; i < samples.length; i++) power += (samples[i] ?? 0) ** 2;
    return passed > longestTailSamples || power < quietPower * samples.length;
  }

  /** The canceller starts some blocks back, so that its delay is filled when the frame needs it. */
  #begin(startSample: number): void {
    this.#isOn = true;
    this.#offset = this.#timeline.offsetSamples;
    this.#replyStart = undefined;
    this.#filled = 0;
    this.#readySamples = 0;
    this.#feed(this.#past, startSample - primeSamples);
    // The first ready sample is `primeSamples + latencySamples` before the frame, and should be `delaySamples`.
    this.#drop(primeSamples + latencySamples - delaySamples);
  }

  #process(samples: Float32Array): Float32Array {
    const startSample = (this.#nextSample ?? 0) - samples.length;
    const drift = this.#timeline.offsetSamples - this.#offset;
    if (Math.abs(drift) > slackSamples) this.#offset += drift;
    const cleaned = new Float32Array(samples.length);
    for (let at = 0; at < samples.length; at += pieceSamples) {
      const piece = samples.subarray(at, at + pieceSamples);
      this.#feed(piece, startSample + at);
      cleaned.set(this.#ready.subarray(0, piece.length), at);
      this.#drop(piece.length);
    }
    return cleaned;
  }

  #feed(samples: Float32Array, startSample: number): void {
    for (let taken = 0; taken < samples.length;) {
      const count = Math.min(samples.length - taken, blockSamples - this.#filled);
      this.#mic.set(samples.subarray(taken, taken + count), this.#filled);
      this.#filled += count;
      taken += count;
      if (this.#filled < blockSamples) return;
      this.#filled = 0;
      this.#runBlock(startSample + taken - blockSamples);
    }
  }

  #runBlock(startSample: number): void {
    const { reference } = this.#options;
    const moment = startSample + this.#offset + aheadSamples;
    const replyStart = reference.startBefore(moment);
    if (replyStart !== undefined && replyStart !== this.#replyStart) this.#steady.restart();
    this.#replyStart = replyStart ?? this.#replyStart;
    const played = (shift: number, out: Float32Array): void => {
      reference.read(moment - shift, out);
    };
    this.#steady.process({ mic: this.#mic, played }, this.#out);
    this.#ready.set(this.#out, this.#readySamples);
    this.#readySamples += blockSamples;
  }

  #drop(count: number): void {
    this.#ready.copyWithin(0, count, this.#readySamples);
    this.#readySamples -= count;
  }

  #remember(samples: Float32Array): void {
    const kept = samples.subarray(-primeSamples);
    this.#past.copyWithin(0, kept.length);
    this.#past.set(kept, primeSamples - kept.length);
  }

  /** From one to the other without a click. */
  #blend(samples: Float32Array, cleaned: Float32Array, toSamples: boolean): void {
    const length = Math.min(fadeSamples, samples.length);
    for (let i = 0; i < samples.length; i++) {
      const share = i < length ? (i + 0.5) / length : 1;
      const [from, to] = toSamples ? [cleaned[i] ?? 0, samples[i] ?? 0] : [samples[i] ?? 0, cleaned[i] ?? 0];
      cleaned[i] = from * (1 - share) + to * share;
    }
  }
}
