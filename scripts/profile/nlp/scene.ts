/** In what way an utterance of the table is spoken and heard: decided by the utterance itself, the same every time. */
import { seeded } from '../turns/seeded.js';
import { seedOf } from './table.js';

export const speakers = ['joe', 'emma', 'michael'] as const;
export type Speaker = (typeof speakers)[number];

export const listeners = ['whisper-tiny.en', 'whisper-base'] as const;
export type Listener = (typeof listeners)[number];

export interface Scene {
  readonly speaker: Speaker;
  readonly listener: Listener;
  readonly noise: 'pink' | 'babble';
  /** How much louder than the noise the speech is. */
  readonly snrDb: number;
  /** 1 is the voice's own rate. */
  readonly speed: number;
  readonly seed: number;
}

/** Of all utterances. */
const HEARD_SHARE = 0.55;
/** How far above the noise; what a recogniser still makes something of differs from voice to voice. */
const snrsDb: Readonly<Record<Speaker, readonly [number, ...number[]]>> = {
  joe: [20, 20, 10, 10, 5],
  emma: [20, 10, 5, 5],
  michael: [20, 10, 5, 5],
};

/** Undefined for those that are only read. */
export function sceneOf(text: string): Scene | undefined {
  const seed = seedOf(text);
  const random = seeded(seed);
  if (random() >= HEARD_SHARE) return undefined;
  const pick = <T>(list: readonly [T, ...T[]]): T => list[Math.floor(random() * list.length)] ?? list[0];
  const speaker = pick<Speaker>(['joe', 'joe', 'emma', 'michael']);
  return {
    speaker,
    listener: pick(listeners),
    noise: pick(['pink', 'babble']),
    snrDb: pick(snrsDb[speaker]),
    speed: Math.round((0.9 + 0.3 * random()) * 100) / 100,
    seed,
  };
}

export function describeScene({ speaker, listener, noise, snrDb, speed }: Scene): string {
  return `${speaker} ×${speed}, ${noise} ${snrDb} dB, ${listener}`;
}
