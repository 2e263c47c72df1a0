/** Reads WAV files of any rate, width and number of channels as mono, block by block. */
import { open, type FileHandle } from 'node:fs/promises';
import { AudioError, systemCode } from './audio-error.js';
import { resampleStream } from './resample.js';
import { decodeMono } from './sample-format.js';
import { readLayout, type WavLayout } from './wav-header.js';

/** What a WAV file holds. */
export interface WavInfo {
  readonly path: string;
  readonly sampleRateHz: number;
  /** Channels in the file; what is read from it is their mean. */
  readonly channels: number;
  /** Samples per channel that are really there. */
  readonly totalSamples: number;
  /** Samples per channel that the header promises and the file lacks: it was cut short. */
  readonly missingSamples: number;
}

const blockSamples = 8192;

/** Checks a file without reading its audio. Throws an `AudioError` of one line when it is no usable WAV file. */
export async function describeWav(path: string): Promise<WavInfo> {
  const file = await openFile(path);
  try {
    return toInfo(path, await readLayout(file, path));
  } finally {
    await file.close();
  }
}

/** The audio as mono blocks of at most 8192 samples at the file's own rate; no more than one lies in memory. */
export async function* readWavBlocks(path: string): AsyncGenerator<Float32Array, void, undefined> {
  const file = await openFile(path);
  try {
    const layout = await readLayout(file, path);
    const buffer = Buffer.alloc(blockSamples * layout.blockBytes);
    const end = layout.dataOffset + layout.dataBytes - (layout.dataBytes % layout.blockBytes);
    for (let offset = layout.dataOffset; offset < end;) {
      const bytes = await fill(file, buffer.subarray(0, Math.min(buffer.length, end - offset)), offset);
      const whole = bytes - (bytes % layout.blockBytes);
      // The file shrank while it was read.
      if (whole === 0) return;
      yield decodeMono(buffer.subarray(0, whole), layout.format, layout.channels);
      offset += whole;
    }
  } finally {
    await file.close();
  }
}

/** The audio as mono blocks at `sampleRateHz`. */
export async function* readWavAt(path: string, sampleRateHz: number): AsyncGenerator<Float32Array, void, undefined> {
  const info = await describeWav(path);
  yield* resampleStream(readWavBlocks(path), info.sampleRateHz, sampleRateHz);
}

/** A whole file as mono, at `sampleRateHz` or at its own rate. For short files: an hour at 16 kHz takes 230 MB. */
export async function readWav(
  path: string,
  sampleRateHz?: number,
): Promise<{ samples: Float32Array; sampleRateHz: number }> {
  const info = await describeWav(path);
  const rateHz = sampleRateHz ?? info.sampleRateHz;
  const blocks: Float32Array[] = [];
  for await (const block of readWavAt(path, rateHz)) blocks.push(block);
  return { samples: joinBlocks(blocks), sampleRateHz: rateHz };
}

function joinBlocks(blocks: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(blocks.reduce((sum, block) => sum + block.length, 0));
  let at = 0;
  for (const block of blocks) {
    joined.set(block, at);
    at += block.length;
  }
  return joined;
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    const file = await open(path, 'r');
    if (!(await file.stat()).isDirectory()) return file;
    await file.close();
  } catch (error) {
    const reasons: Readonly<Record<string, string>> = {
      ENOENT: 'no such file; check the spelling of the path',
      EACCES: `no permission to read it; try chmod +r '${path}'`,
      ENOTDIR: 'no such file; a part of the path is not a folder',
    };
    throw new AudioError(`${path}: ${reasons[systemCode(error) ?? ''] ?? String(error)}`, { cause: error });
  }
  throw new AudioError(`${path}: this is a folder, wanted a WAV file`);
}

/** Reads until `buffer` is full or the file ends. */
async function fill(file: FileHandle, buffer: Buffer, offset: number): Promise<number> {
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
}

function toInfo(path: string, layout: WavLayout): WavInfo {
  return {
    path,
    sampleRateHz: layout.sampleRateHz,
    channels: layout.channels,
    totalSamples: Math.floor(layout.dataBytes / layout.blockBytes),
    missingSamples: Math.ceil(layout.missingBytes / layout.blockBytes),
  };
}
