/** What is done to every piece of sound: kept, resampled, made into mel frames, looked at by the voice detector. */
import { createResampler } from '../../../src/audio/resample.js';
import { RingBuffer } from '../../../src/audio/ring-buffer.js';
import { MelAnalysis } from '../../../src/models/whisper/log-mel.js';
import { Doze } from '../../../src/stages/vad/doze.js';
import { loadSilero } from '../../../src/stages/vad/silero-model.js';
import { VAD_FRAME_SAMPLES } from '../../../src/stages/vad/silero.js';
import { seeded } from '../turns/seeded.js';
import type { Operation } from './operation.js';

const RATE_HZ = 16_000;
const CAPTURE_HZ = 48_000;
/** As much as the shipped settings keep. */
const RING_SECONDS = 30;
/** Of the models up to `medium`. */
const MEL_BANDS = 80;
/** Deviation of a quiet room, −75 dB of full scale, and of a voice. */
const ROOM = 6 / 32_768;
const VOICE = 0.1;

/** Even noise from −√3 to √3 deviations: what is in the samples matters to none of these but how loud it is. */
export function noise(count: number, deviation: number): Float32Array {
  const random = seeded(1);
  return Float32Array.from({ length: count }, () => deviation * Math.sqrt(12) * (random() - 0.5));
}

export const soundOperations: readonly Operation[] = [
  {
    ...{ name: 'ring-write', unit: 'ns', target: 100, runsPerSample: 100 },
    open: async () => {
      const ring = new RingBuffer(RING_SECONDS * RATE_HZ);
      const frame = noise(VAD_FRAME_SAMPLES, VOICE);
      return {
        run: () => {
          ring.write(frame);
        },
      };
    },
  },
  {
    ...{ name: 'resample-100ms', unit: 'µs', target: 500 },
    open: async () => {
      const resampler = await createResampler(CAPTURE_HZ, RATE_HZ);
      const block = noise(CAPTURE_HZ / 10, VOICE);
      return {
        run: () => resampler.process(block),
        close: () => {
          resampler.close();
        },
      };
    },
  },
  {
    // The spectrum takes two frames at a time.
    ...{ name: 'mel-frame', unit: 'µs', each: 2 },
    open: async () => {
      const analysis = new MelAnalysis(MEL_BANDS);
      const samples = noise(RATE_HZ, VOICE);
      const rows = new Float32Array(2 * MEL_BANDS);
      return {
        run: () => {
          analysis.compute(samples, { from: 40, to: 42 }, rows);
        },
      };
    },
  },
  {
    ...{ name: 'vad-frame', unit: 'µs', target: 5000 },
    open: async () => {
      const silero = await loadSilero();
      const frame = noise(VAD_FRAME_SAMPLES, VOICE);
      return { run: () => silero.process(frame), close: () => silero.release() };
    },
  },
  {
    ...{ name: 'vad-doze', unit: 'ns', runsPerSample: 20 },
    open: async () => {
      const doze = new Doze(RATE_HZ);
      const frame = noise(VAD_FRAME_SAMPLES, ROOM);
      return { run: () => doze.skips(frame) };
    },
  },
];
