/** WAV files made by hand, in all their variety. */

export interface WavOptions {
  readonly codec?: number;
  readonly bits?: number;
  readonly channels?: number;
  readonly rateHz?: number;
  readonly extensible?: boolean;
  /** What the header says of the data's length; the truth unless told. */
  readonly dataSize?: number;
  readonly riffSize?: number;
  /** Chunks before and after the data, by id. */
  readonly before?: readonly (readonly [string, Uint8Array])[];
  readonly after?: readonly (readonly [string, Uint8Array])[];
  readonly dataFirst?: boolean;
}

/** Writes `value` (−1…1) as one sample of the codec and width. */
export function encodeSample(value: number, codec: number, bits: number): Buffer {
  const bytes = Buffer.alloc(bits / 8);
  if (codec === 3) {
    if (bits === 32) bytes.writeFloatLE(value);
    else bytes.writeDoubleLE(value);
    return bytes;
  }
  const scaled = Math.max(-(2 ** (bits - 1)), Math.min(2 ** (bits - 1) - 1, Math.round(value * 2 ** (bits - 1))));
  if (bits === 8) bytes.writeUInt8(scaled + 128);
  else bytes.writeIntLE(scaled, 0, bits / 8);
  return bytes;
}

/** A chunk with its padding byte. */
function chunk(id: string, body: Uint8Array, size = body.length): Buffer {
  const header = Buffer.alloc(8);
  header.write(id, 0, 'latin1');
  header.writeUInt32LE(size, 4);
  return Buffer.concat([header, body, Buffer.alloc(body.length % 2)]);
}

/** A whole file around `data`. */
export function wavFile(data: Uint8Array, options: WavOptions = {}): Buffer {
  const { before = [], after = [], dataFirst = false } = options;
  const chunks = (list: readonly (readonly [string, Uint8Array])[]): Buffer[] =>
    list.map(([id, body]) => chunk(id, body));
  const format = chunk('fmt ', formatBody(options));
  const audio = chunk('data', data, options.dataSize);
  const parts = [...chunks(before), ...(dataFirst ? [audio, format] : [format, audio]), ...chunks(after)];
  const body = Buffer.concat([Buffer.from('WAVE', 'latin1'), ...parts]);
  return chunk('RIFF', body, options.riffSize ?? body.length);
}

function formatBody({ codec = 1, bits = 16, channels = 1, rateHz = 16_000, extensible = false }: WavOptions): Buffer {
  const body = Buffer.alloc(extensible ? 40 : 16);
  const blockBytes = (bits / 8) * channels;
  body.writeUInt16LE(extensible ? 0xfffe : codec, 0);
  body.writeUInt16LE(channels, 2);
  body.writeUInt32LE(rateHz, 4);
  body.writeUInt32LE(rateHz * blockBytes, 8);
  body.writeUInt16LE(blockBytes, 12);
  body.writeUInt16LE(bits, 14);
  if (extensible) {
    body.writeUInt16LE(22, 16);
    body.writeUInt16LE(bits, 18);
    body.writeUInt16LE(codec, 24);
    Buffer.from('000000001000800000aa00389b71', 'hex').copy(body, 26);
  }
  return body;
}
