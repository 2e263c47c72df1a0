/** Where `say` puts its sound: the loudspeaker, a WAV file, or a WAV stream on standard output. */
import { once } from 'node:events';
import { extname, resolve } from 'node:path';
import type { Assistant } from '../assistant/assistant.js';
import { AudioError } from '../audio/audio-error.js';
import { int16FromSamples } from '../audio/pcm.js';
import { createWavWriter, wavHeader, type WavWriter } from '../audio/wav-writer.js';
import type { Io } from './io.js';
import { openOutput } from './output.js';
import { UsageError } from './run.js';

/** Calls must follow one another. */
export interface SoundSink {
  write(samples: Float32Array, sampleRateHz: number): Promise<void>;
  /** All is given; resolves when it was heard or is on the disk. */
  end(): Promise<void>;
  /** Ends at once; what was written stays readable. Legal any number of times. */
  close(): Promise<void>;
}

export interface SayTarget {
  /** `-o`: a file, or `-`. */
  readonly out?: string | undefined;
  readonly json: boolean;
  /** The text's own file. */
  readonly file?: string | undefined;
  readonly isTerminal: boolean;
}

/** Throws UsageError for a target that cannot be meant, before anything is loaded. */
export function checkTarget({ out, json, file, isTerminal }: SayTarget): void {
  if (out === undefined) return;
  if (out === '-') {
    if (json) throw new UsageError('-o -: sound and --json do not fit into one standard output; name a file');
    if (isTerminal)
      throw new UsageError('-o -: standard output is the terminal; pipe it into a player, or name a file');
    return;
  }
  if (out === '') throw new UsageError('-o: wanted the name of a WAV file, or - for standard output');
  if (file !== undefined && resolve(file) === resolve(out)) {
    throw new UsageError(`-o: ${out} is the text itself; name another file`);
  }
  if (!/^(?:\.wave?)?$/i.test(extname(out))) {
    throw new UsageError(`-o ${out}: only WAV is written; name it ${out.slice(0, -extname(out).length)}.wav`);
  }
}

export async function openSink(
  out: string | undefined,
  assistant: Assistant,
  { io, signal }: { io: Io; signal: AbortSignal },
): Promise<SoundSink> {
  if (out === undefined) return openLoudspeaker(assistant, io);
  return out === '-' ? new StreamSink(io.stdout, signal) : new FileSink(out);
}

class FileSink implements SoundSink {
  readonly #path: string;
  #writer: WavWriter | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  async write(samples: Float32Array, sampleRateHz: number): Promise<void> {
    this.#writer ??= await createWavWriter(this.#path, sampleRateHz);
    await this.#writer.write(samples);
  }

  async end(): Promise<void> {
    await this.#writer?.close();
  }

  async close(): Promise<void> {
    await this.#writer?.close();
  }
}

/** Nobody can go back in a pipe: the length stays open, as players know it from recorders. */
class StreamSink implements SoundSink {
  readonly #stream: NodeJS.WritableStream;
  readonly #signal: AbortSignal;
  #begun = false;
  #broken: NodeJS.ErrnoException | undefined;

  constructor(stream: NodeJS.WritableStream, signal: AbortSignal) {
    this.#stream = stream;
    this.#signal = signal;
    stream.on('error', (error: NodeJS.ErrnoException) => {
      this.#broken = error;
    });
  }

  async write(samples: Float32Array, sampleRateHz: number): Promise<void> {
    if (!this.#begun) await this.#put(wavHeader(sampleRateHz, Infinity));
    this.#begun = true;
    await this.#put(int16FromSamples(samples));
  }

  async end(): Promise<void> {
    await new Promise<void>((done) => {
      this.#stream.write('', () => {
        done();
      });
    });
    this.#check();
  }

  async close(): Promise<void> {
    // Standard output is not ours to close.
  }

  async #put(bytes: Uint8Array): Promise<void> {
    this.#check();
    if (!this.#stream.write(bytes)) {
      // A stream that breaks while it is full never drains: the error ends the wait, and the check says so.
      await once(this.#stream, 'drain', { signal: this.#signal }).catch(() => undefined);
    }
    this.#check();
  }

  #check(): void {
    if (this.#broken === undefined) return;
    const isClosed = this.#broken.code === 'EPIPE';
    const reason = isClosed ? 'its reader has closed it' : this.#broken.message;
    throw new AudioError(`standard output: ${reason}`, { cause: this.#broken });
  }
}

async function openLoudspeaker(assistant: Assistant, io: Io): Promise<SoundSink> {
  const { clock } = assistant;
  const speaker = await openOutput({
    ...{ name: 'speaker', settings: () => assistant.config.settings, clock, startMs: clock.now() },
    onNotice: (notice) => io.stderr.write(`${notice}\n`),
  }).catch((error: unknown) => {
    if (!(error instanceof AudioError)) throw error;
    throw new AudioError(`${error.message} (-o FILE.wav writes a file instead)`, { cause: error });
  });
  let playout: ReturnType<typeof speaker.begin> | undefined;
  return {
    write: (samples, sampleRateHz) => (playout ??= speaker.begin({ sampleRateHz })).write(samples),
    end: async () => playout?.end(),
    close: () => speaker.close(),
  };
}
