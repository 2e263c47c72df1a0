/** What the audio path and the detector cost for each frame: they run all the time, outside every turn. */
import { readWavAt } from '../../src/audio/wav.js';
import { Framer } from '../../src/audio/framer.js';
import { RingBuffer } from '../../src/audio/ring-buffer.js';
import { loadSilero } from '../../src/stages/vad/silero-model.js';
import { summarise, type Row } from './summary.js';

const RATE_HZ = 16_000;
const FRAME_SAMPLES = 512;

/** `audio`: reading, resampling, framing and the ring buffer; `vad`: the detector. Milliseconds for 32 ms of sound. */
export async function frontEndRows(paths: readonly string[]): Promise<Row[]> {
  const audio: number[] = [];
  const vad: number[] = [];
  const silero = await loadSilero();
  try {
    for (const path of paths) {
      const ring = new RingBuffer(30 * RATE_HZ);
      const framer = new Framer({ frameSamples: FRAME_SAMPLES, sampleRateHz: RATE_HZ });
      let before = performance.now();
      for await (const block of readWavAt(path, RATE_HZ)) {
        const frames = [...framer.push(block)];
        for (const frame of frames) ring.write(frame.samples);
        const spent = performance.now() - before;
        audio.push(...frames.map(() => spent / frames.length));
        for (const frame of frames) {
          const start = performance.now();
          await silero.process(frame.samples);
          vad.push(performance.now() - start);
        }
        before = performance.now();
      }
    }
  } finally {
    await silero.release();
  }
  return [summarise('audio', 'ms', audio), summarise('vad', 'ms', vad)].filter((row) => row !== undefined);
}
