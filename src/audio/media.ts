/** Any audio file as mono samples: WAV by our own reader, everything else through the machine's ffmpeg. */
import { access, constants, stat } from 'node:fs/promises';
import { AudioError } from './audio-error.js';
import { decodeMedia, ffmpegInstallCommand, hasFfmpeg, probeDurationMs, type DecodeOptions } from './ffmpeg.js';
import type { MediaStream } from './media-stream.js';
import { describeWav, readWavAt, type WavInfo } from './wav.js';

export interface Media {
  readonly path: string;
  /** How messages name it. */
  readonly label: string;
  /** What our own reader found; without it ffmpeg decodes the file. */
  readonly wav?: WavInfo;
  /** Its bytes come one after the other, and no file holds them. */
  readonly stream?: MediaStream;
}

/**
 * Checks a file by its first bytes. Throws an `AudioError` of one line: there is no such file, it may not be read, it is
 * empty, or it takes ffmpeg, which is not here.
 */
export async function openMedia(path: string, label = path): Promise<Media> {
  try {
    return { path, label, wav: await describeWav(path) };
  } catch (error) {
    if (!(error instanceof AudioError)) throw error;
    if (!(await isReadable(path))) throw new AudioError(error.message.replaceAll(path, label), { cause: error });
    if (hasFfmpeg()) return { path, label };
    const way = `install it: ${ffmpegInstallCommand()} (WAV files work without it)`;
    throw new AudioError(`${label}: to read this kind of file takes ffmpeg, which is not installed; ${way}`, {
      cause: error,
    });
  }
}

/** A file with something in it: whatever is wrong with it, ffmpeg may know better. */
async function isReadable(path: string): Promise<boolean> {
  try {
    await access(path, constants.R_OK);
    const found = await stat(path);
    return found.isFile() && found.size > 0;
  } catch {
    return false;
  }
}

/** Length in ms, where the file tells it. */
export async function mediaDurationMs({ path, wav, stream }: Media, signal: AbortSignal): Promise<number | undefined> {
  if (stream !== undefined) return undefined;
  if (wav === undefined) return probeDurationMs(path, signal);
  return (wav.totalSamples / wav.sampleRateHz) * 1000;
}

/** The audio as mono blocks; no more than one lies in memory. Throws an `AudioError` of one line. */
export async function* readMedia(
  { path, label, wav, stream }: Media,
  options: Omit<DecodeOptions, 'label'>,
): AsyncGenerator<Float32Array, void, undefined> {
  if (stream !== undefined) {
    yield* stream.read(options);
    return;
  }
  if (wav === undefined) {
    yield* decodeMedia(path, { ...options, label });
    return;
  }
  if (wav.missingSamples > 0) {
    const seconds = (wav.missingSamples / wav.sampleRateHz).toFixed(1);
    options.onDamage?.(`${label}: cut short, ${seconds} s that its header promises are missing`);
  }
  for await (const block of readWavAt(path, options.sampleRateHz)) {
    options.signal.throwIfAborted();
    yield block;
  }
}
