/** Noise suppression over a stream of frames. */
import { AudioError } from '../audio-error.js';
import type { AudioFrame } from '../frame.js';
import {
  createNoiseSuppressor,
  RATE_HZ,
  type Cleaned,
  type NoiseSuppressor,
  type NoiseSuppressorOptions,
} from './suppressor.js';

/** The same stretch of the time line twice. */
export interface CleanedFrame {
  readonly original: AudioFrame;
  readonly cleaned: AudioFrame;
}

/**
 * The frames beside what is left of them without noise: mono, 16 kHz. Every sample comes once and at its place, some
 * 30 ms late and in frames of other lengths. A gap in the time line begins a new stream.
 * @throws AudioError for another rate
 */
export async function* cleanFrames(
  frames: AsyncIterable<AudioFrame>,
  options?: NoiseSuppressorOptions,
): AsyncGenerator<CleanedFrame, void, undefined> {
  let suppressor: NoiseSuppressor | undefined;
  let [inSample, outSample] = [0, 0];
  const place = ({ original, cleaned }: Cleaned): CleanedFrame[] => {
    if (cleaned.length === 0) return [];
    const where = { sampleRateHz: RATE_HZ, startSample: outSample };
    outSample += cleaned.length;
    return [{ original: { samples: original, ...where }, cleaned: { samples: cleaned, ...where } }];
  };
  try {
    for await (const frame of frames) {
      if (frame.sampleRateHz !== RATE_HZ) {
        throw new AudioError(`noise suppression: got ${frame.sampleRateHz} Hz, wanted ${RATE_HZ} Hz`);
      }
      if (suppressor !== undefined && frame.startSample !== inSample) {
        yield* place(suppressor.flush());
        suppressor.close();
        suppressor = undefined;
      }
      if (suppressor === undefined) {
        outSample = frame.startSample;
        suppressor = await createNoiseSuppressor(options);
      }
      inSample = frame.startSample + frame.samples.length;
      yield* place(suppressor.process(frame.samples));
    }
    if (suppressor !== undefined) yield* place(suppressor.flush());
  } finally {
    suppressor?.close();
  }
}

/** The frames without their noise. See `cleanFrames`. */
export async function* suppressNoise(
  frames: AsyncIterable<AudioFrame>,
  options?: NoiseSuppressorOptions,
): AsyncGenerator<AudioFrame, void, undefined> {
  for await (const { cleaned } of cleanFrames(frames, options)) yield cleaned;
}
