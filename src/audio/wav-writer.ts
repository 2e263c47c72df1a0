/** Writes 16-bit mono WAV files as a stream; what a crash leaves behind is a readable file. */
import { open, type FileHandle } from 'node:fs/promises';
import { AudioError, systemCode } from './audio-error.js';
import { int16FromSamples } from './pcm.js';

/** Calls must follow one another: each waits for the one before. */
export interface WavWriter {
  readonly path: string;
  readonly sampleRateHz: number;
  /** Samples written so far. */
  readonly writtenSamples: number;
  /** Appends mono samples, −1…1. Throws an `AudioError` of one line when the disk is full or the file went away. */
  write(samples: Float32Array): Promise<void>;
  /** Appends silence. */
  writeSilence(samples: number): Promise<void>;
  /** Puts the final length into the header. Legal any number of times. */
  close(): Promise<void>;
}

const headerBytes = 44;
const silenceBlockSamples = 16_384;

/** Makes or replaces the file at `path`. */
export async function createWavWriter(path: string, sampleRateHz: number): Promise<WavWriter> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, 'w');
    const writer = new FileWriter(file, { path, sampleRateHz });
    await writer.writeHeader();
    return writer;
  } catch (error) {
    await file?.close();
    throw toAudioError(error, path, 0);
  }
}

class FileWriter implements WavWriter {
  readonly path: string;
  readonly sampleRateHz: number;
  readonly #file: FileHandle;
  #dataBytes = 0;
  #headerDataBytes = 0;
  #closed = false;

  constructor(file: FileHandle, options: { path: string; sampleRateHz: number }) {
    this.#file = file;
    this.path = options.path;
    this.sampleRateHz = options.sampleRateHz;
  }

  get writtenSamples(): number {
    return this.#dataBytes / 2;
  }

  async write(samples: Float32Array): Promise<void> {
    if (samples.length === 0) return;
    try {
      await this.#put(int16FromSamples(samples), headerBytes + this.#dataBytes);
      this.#dataBytes += 2 * samples.length;
      // Once a second of audio, so that a crash costs no more than the second after it.
      if (this.#dataBytes - this.#headerDataBytes >= 2 * this.sampleRateHz) await this.writeHeader();
    } catch (error) {
      throw toAudioError(error, this.path, this.#dataBytes);
    }
  }

  async writeSilence(samples: number): Promise<void> {
    for (let left = samples; left > 0; left -= silenceBlockSamples) {
      await this.write(new Float32Array(Math.min(left, silenceBlockSamples)));
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    try {
      await this.writeHeader();
    } catch (error) {
      throw toAudioError(error, this.path, this.#dataBytes);
    } finally {
      await this.#file.close();
    }
  }

  async writeHeader(): Promise<void> {
    await this.#put(wavHeader(this.sampleRateHz, this.#dataBytes), 0);
    this.#headerDataBytes = this.#dataBytes;
  }

  /** A write may stop half-way without an error, most of all on a disk that is nearly full. */
  async #put(bytes: Uint8Array, position: number): Promise<void> {
    for (let done = 0; done < bytes.length;) {
      const { bytesWritten } = await this.#file.write(bytes, done, bytes.length - done, position + done);
      done += bytesWritten;
    }
  }
}

/** 44 bytes before `dataBytes` of 16-bit mono PCM. Lengths past 4 GiB are left open, as streams do. */
export function wavHeader(sampleRateHz: number, dataBytes: number): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(Math.min(headerBytes - 8 + dataBytes, 0xffff_ffff), 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(sampleRateHz, 24);
  header.writeUInt32LE(2 * sampleRateHz, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(Math.min(dataBytes, 0xffff_ffff), 40);
  return header;
}

function toAudioError(error: unknown, path: string, dataBytes: number): AudioError {
  const reasons: Readonly<Record<string, string>> = {
    ENOSPC: `the disk is full (${dataBytes} bytes of audio are in it); free some space or choose another place`,
    ENOENT: 'its folder does not exist; make it first',
    ENOTDIR: 'a part of the path is not a folder',
    EACCES: 'no permission to write there; choose another place',
    EROFS: 'the file system is read-only; choose another place',
    EISDIR: 'this is a folder, wanted a file name',
  };
  const code = systemCode(error) ?? '';
  return new AudioError(`cannot write ${path}: ${reasons[code] ?? String(error)}`, { cause: error });
}
