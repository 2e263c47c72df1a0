/** Brings voices to one level: a slow gain that follows speech alone, without delay. */
import type { AudioFrame } from '../frame.js';
import { Limiter } from './limiter.js';
import { VoiceLevel } from './voice-level.js';

export interface GainControlOptions {
  /** RMS level of speech aimed at, dB of full scale; −23 unless told. */
  readonly targetDb?: number;
  /** The most that is added, in dB; 30 unless told. */
  readonly maxGainDb?: number;
}

/** The most that is taken from a loud voice. */
const MIN_GAIN_DB = -12;
/** The room is not made louder than this, however quiet the voice in it. */
const LOUDEST_FLOOR_DB = -50;
/** Slow enough not to be taken for the voice's own rise and fall, fast enough for the second word. */
const RISE_DB_PER_S = 25;
const FALL_DB_PER_S = 40;
const BLOCK_MS = 10;

/** One stream, one control. Output sample n is input sample n at another level; how the stream is cut does not matter. */
export class GainControl {
  readonly #targetDb: number;
  readonly #maxGainDb: number;
  readonly #blockSamples: number;
  readonly #level: VoiceLevel;
  readonly #limiter: Limiter;
  /** Of the present block: samples so far, and their squares' sum. */
  #filled = 0;
  #squares = 0;
  #gainDb = 0;
  #factor = 1;
  /** Added to the factor with every sample of the block, so that the gain has no steps. */
  #slope = 0;

  constructor(sampleRateHz: number, { targetDb = -23, maxGainDb = 30 }: GainControlOptions = {}) {
    this.#targetDb = targetDb;
    this.#maxGainDb = maxGainDb;
    this.#blockSamples = Math.max(1, Math.round((BLOCK_MS / 1000) * sampleRateHz));
    this.#level = new VoiceLevel(BLOCK_MS / 1000);
    this.#limiter = new Limiter(sampleRateHz);
  }

  /** The gain now, in dB. */
  get gainDb(): number {
    return this.#gainDb;
  }

  /** As many samples as came in, in an array of their own. */
  process(samples: Float32Array): Float32Array {
    return samples.map((sample) => {
      this.#squares += sample * sample;
      this.#factor += this.#slope;
      const out = this.#limiter.step(sample * this.#factor);
      this.#filled += 1;
      if (this.#filled === this.#blockSamples) this.#endBlock();
      return out;
    });
  }

  /** What this block was decides the gain at the end of the next. */
  #endBlock(): void {
    this.#level.add(this.#squares / this.#blockSamples);
    this.#filled = 0;
    this.#squares = 0;
    this.#factor = 10 ** (this.#gainDb / 20);
    const seconds = BLOCK_MS / 1000;
    const wishedDb = this.#wishedDb();
    this.#gainDb = Math.max(
      this.#gainDb - FALL_DB_PER_S * seconds,
      Math.min(this.#gainDb + RISE_DB_PER_S * seconds, wishedDb),
    );
    this.#slope = (10 ** (this.#gainDb / 20) - this.#factor) / this.#blockSamples;
  }

  #wishedDb(): number {
    const { voiceDb, floorDb } = this.#level;
    if (voiceDb === undefined) return 0;
    const wishedDb = Math.min(this.#maxGainDb, this.#targetDb - voiceDb);
    const quietDb = Math.max(0, LOUDEST_FLOOR_DB - floorDb);
    return Math.max(MIN_GAIN_DB, Math.min(wishedDb, quietDb));
  }
}

/** The same frames at one level of speech: same lengths, same places, no delay. Silence and steady noise are not raised. */
export async function* gainControl(
  frames: AsyncIterable<AudioFrame>,
  options: GainControlOptions = {},
): AsyncGenerator<AudioFrame, void, undefined> {
  let control: GainControl | undefined;
  for await (const frame of frames) {
    control ??= new GainControl(frame.sampleRateHz, options);
    yield { ...frame, samples: control.process(frame.samples) };
  }
}
