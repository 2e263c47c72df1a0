/** Recordings by their path alone, as the clips of a programme. */
import { basename } from 'node:path';
import { readClip, RATE_HZ, type Clip } from '../stt/clips.js';

/** Between two of them somebody else begins to speak. */
export const GAP_MS = 800;

/** Nobody wrote down what is said. */
export function clipsOf(paths: readonly string[]): Clip[] {
  return paths.map((path) => ({ path, file: basename(path), text: null, lang: null, kind: 'recording' }));
}

/** Of a programme that has each of them so many times: just short of its end, as it ends with the clip that reaches its length. */
export async function programmeMs(clips: readonly Clip[], rounds: number): Promise<number> {
  let onceMs = 0;
  for (const clip of clips) onceMs += GAP_MS + ((await readClip(clip)).length * 1000) / RATE_HZ;
  return onceMs * rounds - GAP_MS;
}
