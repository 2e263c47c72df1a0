/** How late timers are while one microphone is heard: what the front end takes from everybody else on its thread. */
import { setTimeout as wait } from 'node:timers/promises';
import { RingBuffer } from '../../../src/audio/ring-buffer.js';
import { loadSilero } from '../../../src/stages/vad/silero-model.js';
import { VAD_FRAME_SAMPLES } from '../../../src/stages/vad/silero.js';
import { summarise, type Row } from '../summary.js';
import { noise } from './sound.js';

const RATE_HZ = 16_000;
const FRAME_MS = (1000 * VAD_FRAME_SAMPLES) / RATE_HZ;
const TIMER_MS = 10;

/** Row `loop-delay` in µs: how much longer than 10 ms a timer of 10 ms took; a frame comes every 32 ms meanwhile. */
export async function loopDelayRow(seconds: number, signal: AbortSignal): Promise<Row | undefined> {
  const over = new AbortController();
  const hearing = hear(over.signal);
  const late: number[] = [];
  const startMs = performance.now();
  try {
    while (performance.now() - startMs < 1000 * seconds) {
      const fromMs = performance.now();
      await wait(TIMER_MS, undefined, { signal });
      late.push(1000 * Math.max(0, performance.now() - fromMs - TIMER_MS));
    }
  } finally {
    over.abort();
    await hearing;
  }
  return summarise('loop-delay', 'µs', late);
}

async function hear(signal: AbortSignal): Promise<void> {
  const silero = await loadSilero();
  const ring = new RingBuffer(RATE_HZ);
  const frame = noise(VAD_FRAME_SAMPLES, 0.1);
  try {
    while (!signal.aborted) {
      ring.write(frame);
      await silero.process(frame);
      await wait(FRAME_MS, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    await silero.release();
  }
}
