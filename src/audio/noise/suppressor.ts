/** Takes noise out of one stream of 16 kHz sound and keeps its time line. */
import { AudioError } from '../audio-error.js';
import { concatSamples } from '../pcm.js';
import { createResampler, type Resampler } from '../resample.js';
import { createDenoiser, RNNOISE_BLOCK, RNNOISE_DELAY, RNNOISE_RATE_HZ, type Denoiser } from './rnnoise.js';

/** The rate of the streams that go in and come out. */
export const RATE_HZ = 16_000;

/** A stretch of the stream as it came and as it is without its noise. Both have the same length. */
export interface Cleaned {
  readonly original: Float32Array;
  readonly cleaned: Float32Array;
}

export interface NoiseSuppressorOptions {
  /**
   * Share of the cleaned sound, 0…1; the rest is the original. Unless told 0.5: what is left of the noise hides the
   * warbling that suppression leaves, which a voice detector takes for a voice.
   */
  readonly strength?: number;
}

/** One stream, mono at 16 kHz. @throws AudioError for a strength that is none */
export async function createNoiseSuppressor({ strength = 0.5 }: NoiseSuppressorOptions = {}): Promise<NoiseSuppressor> {
  if (!(strength >= 0 && strength <= 1))
    throw new AudioError(`noise suppression: got strength ${strength}, wanted 0…1`);
  const up = await createResampler(RATE_HZ, RNNOISE_RATE_HZ);
  const down = await createResampler(RNNOISE_RATE_HZ, RATE_HZ);
  return new NoiseSuppressor({ up, down, denoiser: await createDenoiser(), strength });
}

interface Parts {
  readonly up: Resampler;
  readonly down: Resampler;
  readonly denoiser: Denoiser;
  readonly strength: number;
}

/**
 * Every sample goes in and comes out once, cleaned sample n being original sample n. They come out 28 to 38 ms after
 * they went in: 20 ms of RNNoise, 8 ms of resampling, and up to one block of 10 ms that has to be full first.
 */
export class NoiseSuppressor {
  readonly #up: Resampler;
  readonly #down: Resampler;
  readonly #denoiser: Denoiser;
  readonly #strength: number;
  /** At 48 kHz, less than a block. */
  #waiting: Float32Array = new Float32Array(0);
  /** Output still to be dropped, so that the cleaned stream begins where the original does. */
  #late = RNNOISE_DELAY;
  /** Went in and has not come out. */
  #originals: Float32Array = new Float32Array(0);

  constructor({ up, down, denoiser, strength }: Parts) {
    this.#up = up;
    this.#down = down;
    this.#denoiser = denoiser;
    this.#strength = strength;
  }

  /** What is ready, perhaps nothing. `samples` may have any length. */
  process(samples: Float32Array): Cleaned {
    this.#originals = concatSamples(this.#originals, samples);
    return this.#take(this.#down.process(this.#denoise(this.#up.process(samples))));
  }

  /** The rest of the stream. */
  flush(): Cleaned {
    const silence = new Float32Array(RNNOISE_DELAY + RNNOISE_BLOCK);
    const last = this.#denoise(concatSamples(this.#up.flush(), silence));
    const rest = concatSamples(this.#down.process(last), this.#down.flush());
    const { length } = this.#originals;
    return this.#take(concatSamples(rest, new Float32Array(Math.max(0, length - rest.length))).subarray(0, length));
  }

  /** Frees its memory. Legal any number of times. */
  close(): void {
    this.#up.close();
    this.#down.close();
    this.#denoiser.close();
  }

  #denoise(samples: Float32Array): Float32Array {
    const all = concatSamples(this.#waiting, samples);
    const whole = all.length - (all.length % RNNOISE_BLOCK);
    for (let at = 0; at < whole; at += RNNOISE_BLOCK) this.#denoiser.process(all.subarray(at, at + RNNOISE_BLOCK));
    this.#waiting = all.slice(whole);
    const dropped = Math.min(this.#late, whole);
    this.#late -= dropped;
    return all.subarray(dropped, whole);
  }

  #take(speech: Float32Array): Cleaned {
    const original = this.#originals.slice(0, speech.length);
    this.#originals = this.#originals.slice(speech.length);
    const noise = 1 - this.#strength;
    const cleaned = speech.map((sample, i) => this.#strength * sample + noise * (original[i] ?? 0));
    return { original, cleaned };
  }
}
