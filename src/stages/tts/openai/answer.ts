/** Finds out what a speech server's answer is, and decodes it while it arrives. */
import { ByteBlocks, concatBytes } from '../../../audio/pcm.js';
import { decodeMono } from '../../../audio/sample-format.js';
import { SoundFault, WavStream } from '../wav-stream.js';

/** What `response_format` asked for. */
export type AskedFormat = 'wav' | 'pcm';

/** Raw sound of the protocol: 16 bits, little-endian, mono, at this rate unless the Content-Type tells another. */
const pcmRateHz = 24_000;
/** Enough to tell every kind of file apart. */
const tellingBytes = 12;

interface Decoder {
  readonly sampleRateHz: number | undefined;
  push(bytes: Uint8Array): Float32Array;
}

/** Servers answer with what they can make, not always with what was asked: the bytes decide, then the Content-Type. */
export class AnswerSound {
  readonly #contentType: string;
  readonly #asked: AskedFormat;
  #head: Uint8Array = new Uint8Array(0);
  #decoder: Decoder | undefined;

  constructor(contentType: string | undefined, asked: AskedFormat) {
    this.#contentType = (contentType ?? '').toLowerCase();
    this.#asked = asked;
  }

  /** Known from the first sample on. */
  get sampleRateHz(): number | undefined {
    return this.#decoder?.sampleRateHz;
  }

  /** Mono samples, −1…1. Bytes may be cut anywhere. Throws a `SoundFault` that says what came instead of sound. */
  push(bytes: Uint8Array): Float32Array {
    if (this.#decoder) return this.#decoder.push(bytes);
    this.#head = concatBytes(this.#head, bytes);
    return this.#head.length < tellingBytes ? new Float32Array(0) : this.#begin();
  }

  /** The samples of an answer too short to be told by its bytes. */
  end(): Float32Array {
    return this.#decoder || this.#head.length === 0 ? new Float32Array(0) : this.#begin();
  }

  #begin(): Float32Array {
    const head = this.#head;
    this.#head = new Uint8Array(0);
    this.#decoder = chooseDecoder(head, this.#contentType, this.#asked);
    return this.#decoder.push(head);
  }
}

/** Kinds of file that begin with a name of their own. */
const signatures: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/^ID3/, 'an MP3'],
  [/^fLaC/, 'a FLAC file'],
  [/^OggS/, 'an Ogg file (Opus or Vorbis)'],
  [/^.{4}ftyp/s, 'an MP4 file'],
  [/^\x1a\x45\xdf\xa3/, 'a WebM file'],
  [/^\s*<(?:!doctype|html|\?xml|head|body)/i, 'a web page'],
  [/^\s*\{\s*"/, 'JSON'],
  [/^(?:data|event):/, 'a stream of events'],
];

/** Kinds that only the Content-Type tells from raw samples. */
const contentTypes: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/^text\/html/, 'a web page'],
  [/^text\/event-stream/, 'a stream of events'],
  [/json/, 'JSON'],
  [/^text\//, 'text'],
  [/mpeg|mp3/, 'an MP3'],
  [/aac/, 'AAC sound'],
  [/opus|ogg/, 'Opus sound'],
  [/flac/, 'a FLAC file'],
];

function chooseDecoder(head: Uint8Array, contentType: string, asked: AskedFormat): Decoder {
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('latin1');
  if (/^(?:RIFF|RF64).{4}WAVE/s.test(text)) return new WavStream();
  const known =
    signatures.find(([pattern]) => pattern.test(text)) ?? contentTypes.find(([type]) => type.test(contentType));
  if (known) throw new SoundFault(known[1]);
  // Real servers send audio/L16 with the low byte first, whatever its specification says.
  if (/pcm|l16|\braw\b/.test(contentType)) return rawDecoder(contentType);
  if (/^\xff[\xe2-\xe7\xf2-\xf7\xfa-\xff]/s.test(text)) throw new SoundFault('an MP3');
  if (asked === 'pcm' && !contentType.includes('wav')) return rawDecoder(contentType);
  throw new SoundFault(`something of type "${contentType.slice(0, 60)}" that is no WAV`);
}

function rawDecoder(contentType: string): Decoder {
  const sampleRateHz = numberIn(contentType, /\b(?:sample_?)?rate=\s*"?(\d+)/) ?? pcmRateHz;
  const channels = numberIn(contentType, /\bchannels=\s*"?(\d+)/) ?? 1;
  if (sampleRateHz < 1000 || sampleRateHz > 768_000 || channels < 1 || channels > 64) {
    throw new SoundFault(`sound of type "${contentType.slice(0, 60)}"`);
  }
  const blocks = new ByteBlocks(2 * channels);
  return { sampleRateHz, push: (bytes) => decodeMono(blocks.push(bytes), 'int16', channels) };
}

function numberIn(text: string, pattern: RegExp): number | undefined {
  const found = pattern.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
}
