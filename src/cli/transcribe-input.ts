/** What `transcribe` reads: files, and standard input as one of them. */
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { AudioFrame } from '../audio/frame.js';
import { Framer } from '../audio/framer.js';
import { openMedia, readMedia, type Media } from '../audio/media.js';
import type { Clock } from '../pipeline/stage.js';
import { UsageError } from './run.js';

const RATE_HZ = 16_000;
const FRAME_SAMPLES = 512;

export interface Input {
  /** As the user named it. */
  readonly file: string;
  readonly media: Media;
}

/** Opens a file, or all of standard input by way of the folder `scratch`: most formats cannot be read in one pass. */
export async function openInput(file: string, scratch: Scratch, signal: AbortSignal): Promise<Input> {
  if (file !== '-') return { file, media: await openMedia(file) };
  if (process.stdin.isTTY) throw new UsageError('-: standard input is the terminal; pipe a sound file into it');
  const path = join(await scratch.folder(), 'input');
  await pipeline(process.stdin, createWriteStream(path), { signal });
  return { file, media: await openMedia(path, 'standard input') };
}

/** A folder of our own for as long as the command runs. */
export class Scratch {
  #folder: string | undefined;

  async folder(): Promise<string> {
    return (this.#folder ??= await mkdtemp(join(tmpdir(), 'parley-')));
  }

  async remove(): Promise<void> {
    if (this.#folder !== undefined) await rm(this.#folder, { recursive: true, force: true });
  }
}

export interface FrameOptions {
  readonly signal: AbortSignal;
  readonly onDamage: (line: string) => void;
  /** Frames come when they would have been spoken, by this clock; else as fast as they can be read. */
  readonly pace?: Clock | undefined;
  /** Told how much was read so far, in ms. */
  readonly onRead: (readMs: number) => void;
}

/** Mono frames at 16 kHz. */
export async function* mediaFrames(
  media: Media,
  { signal, onDamage, pace, onRead }: FrameOptions,
): AsyncGenerator<AudioFrame, void, undefined> {
  const framer = new Framer({ frameSamples: FRAME_SAMPLES, sampleRateHz: RATE_HZ });
  const startMs = pace?.now() ?? 0;
  for await (const block of readMedia(media, { sampleRateHz: RATE_HZ, signal, onDamage })) {
    for (const frame of framer.push(block)) {
      if (pace !== undefined) {
        const waitMs = startMs + ((frame.startSample + FRAME_SAMPLES) / RATE_HZ) * 1000 - pace.now();
        if (waitMs > 0) await pace.sleep(waitMs, signal);
      }
      yield frame;
    }
    onRead((framer.endSample / RATE_HZ) * 1000);
  }
  const last = framer.flush();
  if (last !== undefined) yield last;
}
