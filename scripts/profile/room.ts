/** A quiet room as a recording: what a microphone hears when nobody speaks. */
import { createWavWriter } from '../../src/audio/wav-writer.js';
import { seeded } from './turns/seeded.js';

const RATE_HZ = 16_000;
/** Deviation of the hiss of a quiet room on a good microphone, −75 dB of full scale. */
const HISS = 6 / 32_768;

/** Writes a WAV file of so many seconds and returns its path. Throws AudioError where it cannot be written. */
export async function writeRoom(path: string, seconds: number): Promise<string> {
  const random = seeded(3);
  const samples = Float32Array.from({ length: seconds * RATE_HZ }, () => HISS * Math.sqrt(12) * (random() - 0.5));
  const writer = await createWavWriter(path, RATE_HZ);
  await writer.write(samples);
  await writer.close();
  return path;
}
