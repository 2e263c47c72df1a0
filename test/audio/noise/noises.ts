/** Speech and noise from the speech folder, where it is there. */
import { existsSync, readdirSync } from 'node:fs';
import { readWav } from '../../../src/audio/wav.js';
import { rms } from '../tone.js';

const folder = '../shared/speech';
const files = existsSync(folder) ? readdirSync(folder).sort() : [];

export const clips = files.filter((name) => /^en_(question|command)/.test(name));

export async function readClip(part: string): Promise<Float32Array> {
  const name = files.find((file) => file.includes(part));
  if (name === undefined) throw new Error(`no clip "${part}" in ${folder}`);
  return (await readWav(`${folder}/${name}`)).samples;
}

/** `speech` with `noise`, over and over, `snrDb` below it. */
export function mix(speech: Float32Array, noise: Float32Array, snrDb: number): Float32Array {
  const gain = rms(speech) / rms(noise) / 10 ** (snrDb / 20);
  return speech.map((sample, i) => sample + gain * (noise[i % noise.length] ?? 0));
}
