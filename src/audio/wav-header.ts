/** Finds and checks what a WAV file says about itself, reading no more than its chunk headers. */
import type { FileHandle } from 'node:fs/promises';
import { AudioError } from './audio-error.js';
import { decodeSamples, type SampleFormat } from './sample-format.js';

/** Where the audio lies in a file, and what it is. */
export interface WavLayout {
  readonly format: SampleFormat;
  readonly sampleRateHz: number;
  readonly channels: number;
  /** Bytes of one sample of all channels. */
  readonly blockBytes: number;
  readonly dataOffset: number;
  /** What is really there. */
  readonly dataBytes: number;
  /** Audio that the header promises and the file lacks. */
  readonly missingBytes: number;
}

interface Chunk {
  readonly id: string;
  readonly offset: number;
  readonly bytes: number;
}

/** Sizes that recorders write when they do not know the length yet (`arecord` uses 2^31 and a little less). */
export const openEndedBytes = 0x7fff_0000;

/** Throws an `AudioError` of one line for anything but a WAV file with audio in it. */
export async function readLayout(file: FileHandle, path: string): Promise<WavLayout> {
  const { size } = await file.stat();
  const start = await readAt(file, 0, 12);
  checkSignature(start, size, path);
  const riffBytes = start.readUInt32LE(4);
  let format: WavFormat | undefined;
  let data: Chunk | undefined;
  let longDataBytes: number | undefined;
  for (let offset = 12; offset + 8 <= size && !(format && data);) {
    const header = await readAt(file, offset, 8);
    const chunk = { id: header.toString('latin1', 0, 4), offset: offset + 8, bytes: header.readUInt32LE(4) };
    if (chunk.id === 'fmt ') format = parseFormat(await readAt(file, chunk.offset, Math.min(chunk.bytes, 40)), path);
    if (chunk.id === 'ds64') longDataBytes = Number((await readAt(file, chunk.offset + 8, 8)).readBigUInt64LE());
    if (chunk.id === 'data') data = withRealSize(chunk, { fileBytes: size, riffBytes, longDataBytes });
    offset = await nextOffset(file, data && chunk.id === 'data' ? data : chunk);
  }
  if (!format) throw new AudioError(`${path}: a WAV file without a format chunk; record or export it again`);
  const there = data ? Math.max(0, Math.min(data.bytes, size - data.offset)) : 0;
  if (!data || there < format.blockBytes) throw new AudioError(`${path}: a WAV file without any audio in it`);
  return { ...format, dataOffset: data.offset, dataBytes: there, missingBytes: data.bytes - there };
}

export interface WavFormat {
  readonly format: SampleFormat;
  readonly sampleRateHz: number;
  readonly channels: number;
  readonly blockBytes: number;
}

/** The body of a `fmt ` chunk (RIFF/WAVE, WAVEFORMATEXTENSIBLE). */
export function parseFormat(body: Buffer, path: string): WavFormat {
  if (body.length < 16) throw new AudioError(`${path}: its format chunk is cut short; record or export it again`);
  // The extensible form keeps the true codec in the first bytes of a GUID.
  const extensible = body.readUInt16LE(0) === 0xfffe && body.length >= 26;
  const codec = extensible ? body.readUInt16LE(24) : body.readUInt16LE(0);
  const channels = body.readUInt16LE(2);
  const sampleRateHz = body.readUInt32LE(4);
  if (channels < 1 || channels > 64) throw new AudioError(`${path}: ${channels} channels, wanted 1 to 64`);
  if (sampleRateHz < 1000 || sampleRateHz > 768_000) {
    throw new AudioError(`${path}: ${sampleRateHz} samples per second, wanted 1000 to 768000`);
  }
  // The container decides how bytes are read: 20 bits lie in 3 bytes, and 24 may lie in 4.
  const bits = 8 * Math.ceil(body.readUInt16LE(14) / 8);
  const declared = (8 * body.readUInt16LE(12)) / channels;
  const containerBits = declared >= bits && Number.isInteger(declared) ? declared : bits;
  const format = sampleFormat(codec, containerBits);
  if (!format) throw new AudioError(`${path}: ${describeCodec(codec, bits)} is not supported; ${convertHint(path)}`);
  return { format, sampleRateHz, channels, blockBytes: (containerBits / 8) * channels };
}

function sampleFormat(codec: number, bits: number): SampleFormat | undefined {
  const name = codec === 1 ? `int${bits}` : codec === 3 ? `float${bits}` : '';
  return name in decodeSamples ? (name as SampleFormat) : undefined;
}

const codecNames: Readonly<Record<number, string>> = {
  2: 'Microsoft ADPCM',
  6: 'A-law',
  7: 'µ-law',
  0x11: 'IMA ADPCM',
  0x31: 'GSM 6.10',
  0x55: 'MP3 inside a WAV file',
  0xff: 'AAC inside a WAV file',
};

function describeCodec(codec: number, bits: number): string {
  if (codec === 1 || codec === 3) return `${bits}-bit ${codec === 1 ? 'PCM' : 'float'}`;
  return codecNames[codec] ?? `WAV codec 0x${codec.toString(16)}`;
}

/** Other kinds of file, by how they begin. */
const signatures: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/^ID3|^\xff[\xe2-\xe7\xf2-\xf7\xfa-\xff]/s, 'an MP3 file'],
  [/^\xff[\xf0\xf1\xf8\xf9]/s, 'an AAC file'],
  [/^fLaC/, 'a FLAC file'],
  [/^OggS/, 'an Ogg file'],
  [/^.{4}ftyp/s, 'an MP4 (M4A) file'],
  [/^\x1a\x45\xdf\xa3/, 'a WebM (Matroska) file'],
  [/^FORM.{4}AIF/s, 'an AIFF file'],
  [/^caff/, 'a Core Audio file'],
  [/^#!AMR/, 'an AMR file'],
  [/^\.snd/, 'a Sun AU file'],
  [/^RIFX/, 'a big-endian WAV file'],
  [/^RIFF.{4}AVI /s, 'an AVI video'],
];

function checkSignature(start: Buffer, size: number, path: string): void {
  if (size === 0) throw new AudioError(`${path}: the file is empty; wanted a WAV file`);
  const text = start.toString('latin1');
  if (/^(RIFF|RF64|BW64).{4}WAVE/s.test(text)) return;
  const known = signatures.find(([pattern]) => pattern.test(text));
  if (known) throw new AudioError(`${path}: this is ${known[1]}, wanted WAV; ${convertHint(path)}`);
  throw new AudioError(`${path}: not a WAV file; ${convertHint(path)}`);
}

function convertHint(path: string): string {
  return `convert it: ffmpeg -i '${path}' -c:a pcm_s16le '${path.replace(/(\.\w{1,4})?$/, '')}-pcm.wav'`;
}

/** A recorder that streams leaves the length open: 0, or a number near 2^31 or 2^32. Then the audio ends with the file. */
function withRealSize(
  chunk: Chunk,
  known: { fileBytes: number; riffBytes: number; longDataBytes: number | undefined },
): Chunk {
  const rest = known.fileBytes - chunk.offset;
  if (chunk.bytes === 0xffff_ffff && known.longDataBytes !== undefined) return { ...chunk, bytes: known.longDataBytes };
  if (chunk.bytes >= openEndedBytes && chunk.bytes > rest) return { ...chunk, bytes: rest };
  // A file whose outer size is right means its zero.
  if (chunk.bytes === 0 && known.riffBytes + 8 !== known.fileBytes) return { ...chunk, bytes: rest };
  return chunk;
}

/** Chunks begin at even offsets, but some writers forget the padding byte, which is always 0 where it exists. */
async function nextOffset(file: FileHandle, chunk: Chunk): Promise<number> {
  const end = chunk.offset + chunk.bytes;
  if (chunk.bytes % 2 === 0) return end;
  const pad = await readAt(file, end, 1);
  return pad[0] === 0 ? end + 1 : end;
}

/** Fewer bytes only where the file ends. */
async function readAt(file: FileHandle, offset: number, bytes: number): Promise<Buffer> {
  const buffer = Buffer.alloc(bytes);
  const { bytesRead } = await file.read(buffer, 0, bytes, offset);
  return buffer.subarray(0, bytesRead);
}
