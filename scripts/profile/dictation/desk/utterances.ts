/** What is dictated at the desk: short utterances of about one and about three seconds, said by one of our voices. */
import { join } from 'node:path';
import { createWavWriter } from '../../../../src/audio/wav-writer.js';
import { energySpan } from '../../turns/speech-span.js';
import { openSpeaker, speechOf, type FolderOf, type Speaker } from '../speakers.js';

const RATE_HZ = 16_000;
/** Behind the voice, so that the player does not cut it. */
const SILENCE_SAMPLES = 0.3 * RATE_HZ;

export const lengths = ['1s', '3s'] as const;
export type Length = (typeof lengths)[number];

/** Nothing in them is written otherwise than it is said. */
const texts: Readonly<Record<Length, readonly string[]>> = {
  '1s': ['See you on Monday morning.', 'Please call me back.', 'Thank you very much.', 'The door is still open.'],
  '3s': [
    'The meeting was moved to Thursday afternoon because of the holiday.',
    'Please send the report to the whole team before the end of the day.',
    'I would like to have a table near the window for dinner on Friday.',
    'She left her umbrella on the train and had to walk home in the rain.',
  ],
};

export interface DeskUtterance {
  readonly length: Length;
  readonly text: string;
  /** A WAV file that begins with the voice. */
  readonly path: string;
  /** Of the voice, without what follows. */
  readonly voiceMs: number;
}

export interface SayOptions {
  readonly speaker: Speaker;
  readonly folderOf: FolderOf;
  /** Where the files lie, which the caller removes. */
  readonly folder: string;
  /** Of each length. */
  readonly each: number;
  readonly signal: AbortSignal;
}

/** Short and long turn about; more than there are texts are said again. */
export async function sayUtterances({ speaker, folderOf, folder, each, signal }: SayOptions): Promise<DeskUtterance[]> {
  const voice = await openSpeaker(speaker, folderOf, signal);
  const said = new Map<string, DeskUtterance>();
  const utterances: DeskUtterance[] = [];
  try {
    for (let round = 0; round < each; round++) {
      for (const length of lengths) {
        signal.throwIfAborted();
        const text = texts[length][round % texts[length].length] ?? '';
        const path = join(folder, `${length}-${round % texts[length].length}.wav`);
        const known = said.get(text) ?? { length, text, path, voiceMs: await write(path, await speechOf(voice, text)) };
        said.set(text, known);
        utterances.push(known);
      }
    }
  } finally {
    await voice.close();
  }
  return utterances;
}

/** Resolves with the length of the voice. */
async function write(path: string, samples: Float32Array): Promise<number> {
  const { startMs, endMs } = energySpan(samples);
  const at = (ms: number): number => Math.round((ms / 1000) * RATE_HZ);
  const writer = await createWavWriter(path, RATE_HZ);
  await writer.write(samples.subarray(at(startMs), at(endMs)));
  await writer.writeSilence(SILENCE_SAMPLES);
  await writer.close();
  return endMs - startMs;
}
