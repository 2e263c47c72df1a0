/** What dozing spares the voice detector: the share of frames that it looks at, in a quiet room and while somebody talks. */
import { readWav } from '../../../src/audio/wav.js';
import { Doze } from '../../../src/stages/vad/doze.js';
import { loadSilero, type SileroModel } from '../../../src/stages/vad/silero-model.js';
import { VAD_FRAME_SAMPLES } from '../../../src/stages/vad/silero.js';
import { seeded } from '../turns/seeded.js';
import { noise } from './sound.js';

const RATE_HZ = 16_000;
const FRAMES_PER_SECOND = RATE_HZ / VAD_FRAME_SAMPLES;
const ROOM_SECONDS = 60;
/** Deviation of a quiet room on a good microphone, −75 dB of full scale. */
const ROOM = 6 / 32_768;

/** Shares from 0 to 1; `…CpuPercent` of one core, at `frameMs` for each frame that is looked at. */
export async function dozeFacts(recordings: readonly string[], frameMs: number): Promise<Record<string, number>> {
  const silero = await loadSilero();
  try {
    const room = await share(silero, hiss(ROOM_SECONDS * RATE_HZ));
    const voices: number[] = [];
    for (const path of recordings) voices.push(await share(silero, (await readWav(path, RATE_HZ)).samples));
    const spoken = voices.reduce((sum, one) => sum + one, 0) / Math.max(1, voices.length);
    const percent = (looks: number): number => (looks * frameMs * FRAMES_PER_SECOND) / 10;
    return {
      'doze.looksQuiet': room,
      ...(voices.length === 0 ? {} : { 'doze.looksVoice': spoken }),
      'vad.quietCpuPercent': percent(room),
      'vad.awakeCpuPercent': percent(1),
    };
  } finally {
    await silero.release();
  }
}

/** As the detector's stage does it, a voice apart: there it looks at every frame until the voice is over. */
async function share(silero: SileroModel, samples: Float32Array): Promise<number> {
  const doze = new Doze(RATE_HZ);
  const stream = silero.fork();
  let [frames, looks] = [0, 0];
  for (let at = 0; at + VAD_FRAME_SAMPLES <= samples.length; at += VAD_FRAME_SAMPLES) {
    const frame = samples.subarray(at, at + VAD_FRAME_SAMPLES);
    frames += 1;
    if (doze.skips(frame)) continue;
    looks += 1;
    doze.learn(await stream.process(frame));
  }
  return frames === 0 ? 0 : looks / frames;
}

/** Not the same second over and over: a detector might get used to it. */
function hiss(count: number): Float32Array {
  const random = seeded(2);
  const base = noise(RATE_HZ, ROOM);
  return Float32Array.from({ length: count }, () => base[Math.floor(random() * RATE_HZ)] ?? 0);
}
