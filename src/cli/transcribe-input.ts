/** What `transcribe` reads: files, and standard input as one of them. */
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { AudioFrame } from '../audio/frame.js';
import { Framer } from '../audio/framer.js';
import { followFile } from '../audio/media-follow.js';
import { NeedsWholeFile, openMediaStream, type RawPcm } from '../audio/media-stream.js';
import { openMedia, readMedia, type Media } from '../audio/media.js';
import type { Clock } from '../pipeline/stage.js';
import { UsageError } from './run.js';

const RATE_HZ = 16_000;
const FRAME_SAMPLES = 512;
const LAST_WORDS_MS = 1000;

export interface Input {
  /** As the user named it. */
  readonly file: string;
  readonly media: Media;
}

export interface OpenOptions {
  /** Where a pipe is kept whose sound cannot be read in one pass. */
  readonly scratch: Scratch;
  readonly signal: AbortSignal;
  /** The files grow, and a pipe flows on: they are read until this fires. */
  readonly until?: AbortSignal | undefined;
  /** What has no header. */
  readonly raw?: RawPcm | undefined;
}

/** Checks it by its first bytes; a pipe and a file that grows are waited for until those have come. */
export async function openInput(file: string, options: OpenOptions): Promise<Input> {
  const { until, raw } = options;
  if (file === '-') return openPipe(options);
  if (until === undefined && raw === undefined) return { file, media: await openMedia(file) };
  // What does not grow ends where it ends.
  const bytes = followFile(file, until ?? AbortSignal.abort());
  const stream = await openMediaStream(bytes, { label: file, raw, grows: until !== undefined });
  return { file, media: { path: file, label: file, stream } };
}

async function openPipe({ scratch, signal, until, raw }: OpenOptions): Promise<Input> {
  if (process.stdin.isTTY) throw new UsageError('-: standard input is the terminal; pipe a sound file into it');
  const label = 'standard input';
  const stop = (): void => {
    if (until === undefined) process.stdin.destroy(new Error('interrupted'));
    // Whoever writes to the pipe was interrupted as well, and has something left to say.
    else setTimeout(() => process.stdin.destroy(), LAST_WORDS_MS).unref();
  };
  signal.addEventListener('abort', stop, { once: true });
  const seen: Uint8Array[] = [];
  let isSeen = true;
  async function* read(): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for await (const chunk of process.stdin as AsyncIterable<Uint8Array>) {
        if (isSeen) seen.push(chunk);
        yield chunk;
      }
    } catch (error) {
      if (until?.aborted !== true) throw error;
    }
  }
  const bytes = read();
  try {
    const stream = await openMediaStream(bytes, { label, raw });
    return { file: '-', media: { path: '-', label, stream } };
  } catch (error) {
    if (!(error instanceof NeedsWholeFile)) throw error;
    isSeen = false;
    const path = join(await scratch.folder(), 'input');
    await pipeline(chain(seen, bytes), createWriteStream(path), { signal });
    return { file: '-', media: await openMedia(path, label) };
  } finally {
    isSeen = false;
  }
}

/** What was read to find out what it is, and the rest. */
async function* chain(first: readonly Uint8Array[], rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* first;
  yield* rest;
}

/** Reads what `--raw` says: `16000`, or `44100x2` for two channels. Throws UsageError. */
export function parseRaw(text: string): RawPcm {
  const [, rate, channels = '1'] = /^(\d+)(?:x(\d+))?$/.exec(text) ?? [];
  const raw = { sampleRateHz: Number(rate), channels: Number(channels) };
  if (raw.sampleRateHz >= 1000 && raw.sampleRateHz <= 768_000 && raw.channels >= 1 && raw.channels <= 64) return raw;
  throw new UsageError(`--raw: got ${text}, wanted samples a second, and channels if several: 16000 or 44100x2`);
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
