/** The number formats that WAV files hold, and how to read them. All are little-endian. */

/** Reads the sample that begins at `offset`, as −1…1. */
type Decode = (view: DataView, offset: number) => number;

export type SampleFormat = 'int8' | 'int16' | 'int24' | 'int32' | 'float32' | 'float64';

/** 8-bit WAV is unsigned, all the wider integers are signed. */
export const decodeSamples: Readonly<Record<SampleFormat, Decode>> = {
  int8: (view, offset) => (view.getUint8(offset) - 128) / 128,
  int16: (view, offset) => view.getInt16(offset, true) / 32_768,
  int24: (view, offset) => (view.getInt8(offset + 2) * 65_536 + view.getUint16(offset, true)) / 8_388_608,
  int32: (view, offset) => view.getInt32(offset, true) / 2_147_483_648,
  float32: (view, offset) => bounded(view.getFloat32(offset, true)),
  float64: (view, offset) => bounded(view.getFloat64(offset, true)),
};

/** Whole blocks of interleaved samples as mono, −1…1: the mean of the channels. */
export function decodeMono(bytes: Uint8Array, format: SampleFormat, channels: number): Float32Array {
  const decode = decodeSamples[format];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const sampleBytes = Number(format.replace(/\D+/, '')) / 8;
  const mono = new Float32Array(Math.floor(bytes.length / (sampleBytes * channels)));
  let offset = 0;
  for (let i = 0; i < mono.length; i++) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++, offset += sampleBytes) sum += decode(view, offset);
    mono[i] = sum / channels;
  }
  return mono;
}

/** One NaN would poison every filter after it. */
function bounded(value: number): number {
  return Number.isNaN(value) ? 0 : Math.max(-1, Math.min(1, value));
}
