/** Sound whose bytes come one after the other, from a pipe or a file that grows: it is read while it comes. */
import { AudioError } from './audio-error.js';
import { decodeMedia, ffmpegInstallCommand, hasFfmpeg, type DecodeOptions } from './ffmpeg.js';
import { ByteBlocks, concatBytes } from './pcm.js';
import { resampleStream } from './resample.js';
import { decodeMono, type SampleFormat } from './sample-format.js';
import { openEndedBytes, parseFormat, type WavFormat } from './wav-header.js';

/** How the bytes of a sound without a header are read: 16-bit little-endian PCM. */
export interface RawPcm {
  readonly sampleRateHz: number;
  readonly channels: number;
}

export interface StreamOptions {
  /** How messages name it. */
  readonly label: string;
  /** What the bytes are where nothing in them says so; else they are a WAV file, or whatever ffmpeg reads. */
  readonly raw?: RawPcm | undefined;
  /** Whoever writes it has not finished: its header does not know yet how long it will be. */
  readonly grows?: boolean | undefined;
}

/** What the first bytes have told. */
export interface MediaStream {
  readonly label: string;
  /** Mono blocks at the rate that is asked for, as soon as their bytes are here. */
  read(options: Omit<DecodeOptions, 'label'>): AsyncIterable<Float32Array>;
}

/** A stream whose index stands at its end cannot be read before that has come. */
export class NeedsWholeFile extends AudioError {}

/** No chunk before the samples is longer: a header with an image in it, say. */
const LONGEST_HEADER_BYTES = 16 << 20;
const SIGNATURE_BYTES = 12;

/**
 * Waits for the first bytes. Throws an `AudioError` of one line: nothing comes, or what comes takes an ffmpeg that is not
 * here; `NeedsWholeFile` for what cannot be read in one pass. `signal` ends the wait, too, if the bytes end by it.
 */
export async function openMediaStream(
  bytes: AsyncIterable<Uint8Array>,
  { label, raw, grows = false }: StreamOptions,
): Promise<MediaStream> {
  const source = new Peekable(bytes);
  const head = Buffer.from(await source.peek(SIGNATURE_BYTES)).toString('latin1');
  if (head === '') throw new AudioError(`${label}: the file is empty; wanted a WAV file`);
  if (raw !== undefined) return { label, read: ({ sampleRateHz }) => readRaw(source.rest(), raw, sampleRateHz) };
  if (/^(RIFF|RF64|BW64).{4}WAVE/s.test(head)) {
    const wav = await openWav(source, label, grows);
    if (wav !== undefined) return wav;
  }
  if (/^.{4}ftyp/s.test(head)) throw new NeedsWholeFile(`${label}: an MP4 file cannot be read before its end has come`);
  if (!hasFfmpeg()) {
    const way = `install it: ${ffmpegInstallCommand()} (WAV works without it, and so does raw PCM with --raw)`;
    throw new AudioError(`${label}: to read this kind of sound takes ffmpeg, which is not installed; ${way}`);
  }
  return { label, read: (options) => decodeMedia(source.rest(), { ...options, label }) };
}

function readRaw(bytes: AsyncIterable<Uint8Array>, { sampleRateHz, channels }: RawPcm, toHz: number) {
  return resampleStream(decode(bytes, { format: 'int16', channels }), sampleRateHz, toHz);
}

/** Undefined for a codec that only ffmpeg knows. */
async function openWav(source: Peekable, label: string, grows: boolean): Promise<MediaStream | undefined> {
  let format: WavFormat | undefined;
  for (let offset = SIGNATURE_BYTES; offset < LONGEST_HEADER_BYTES;) {
    const header = Buffer.from((await source.peek(offset + 8)).subarray(offset));
    if (header.length < 8) break;
    const [id, length] = [header.toString('latin1', 0, 4), header.readUInt32LE(4)];
    if (id === 'data' && format !== undefined) {
      const isOpen = grows || length === 0 || length >= openEndedBytes;
      const audio = source.rest(offset + 8, isOpen ? Infinity : length);
      const found = format;
      return {
        label,
        read: ({ sampleRateHz }) => resampleStream(decode(audio, found), found.sampleRateHz, sampleRateHz),
      };
    }
    if (id === 'fmt ') {
      const body = Buffer.from((await source.peek(offset + 8 + Math.min(length, 40))).subarray(offset + 8));
      try {
        format = parseFormat(body, label);
      } catch (error) {
        if (error instanceof AudioError && hasFfmpeg()) return undefined;
        throw error;
      }
    }
    offset += 8 + length + (length % 2);
  }
  throw new AudioError(`${label}: a WAV file without any audio in it`);
}

async function* decode(
  bytes: AsyncIterable<Uint8Array>,
  { format, channels }: { readonly format: SampleFormat; readonly channels: number },
): AsyncGenerator<Float32Array, void, undefined> {
  const blocks = new ByteBlocks((Number(format.replace(/\D+/, '')) / 8) * channels);
  for await (const part of bytes) {
    const whole = blocks.push(part);
    if (whole.length > 0) yield decodeMono(whole, format, channels);
  }
}

/** Bytes whose beginning can be looked at before they are read. */
class Peekable {
  readonly #iterator: AsyncIterator<Uint8Array>;
  #head: Uint8Array = new Uint8Array(0);

  constructor(bytes: AsyncIterable<Uint8Array>) {
    this.#iterator = bytes[Symbol.asyncIterator]();
  }

  /** The first `count` bytes, fewer only where no more come. */
  async peek(count: number): Promise<Uint8Array> {
    while (this.#head.length < count) {
      const next = await this.#iterator.next();
      if (next.done === true) break;
      this.#head = concatBytes(this.#head, next.value);
    }
    return this.#head.subarray(0, count);
  }

  /** All of them, or at most `most` from `from` on; only once. */
  async *rest(from = 0, most = Infinity): AsyncGenerator<Uint8Array, void, undefined> {
    let left = most;
    try {
      const first = this.#head.subarray(from, from + most);
      left -= first.length;
      if (first.length > 0) yield first;
      while (left > 0) {
        const next = await this.#iterator.next();
        if (next.done === true) return;
        yield next.value.subarray(0, left);
        left -= next.value.length;
      }
    } finally {
      await this.#iterator.return?.();
    }
  }
}
