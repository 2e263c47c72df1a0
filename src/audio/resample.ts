/** Streaming change of sample rate that keeps the time line: no delay, no drift, no lost samples. */
import { AudioError } from './audio-error.js';
import { concatSamples } from './pcm.js';
import { loadSpeex, type Speex } from './speex.js';

/** One stream, one resampler. Samples are mono, −1…1; the inner precision is 16 bits. */
export interface Resampler {
  readonly fromHz: number;
  readonly toHz: number;
  /** The output that is ready so far. Chunks may have any length; the result owns its samples. */
  process(samples: Float32Array): Float32Array;
  /** The rest of the stream. In total `round(samples in × toHz / fromHz)` samples have then come out. */
  flush(): Float32Array;
  /** Frees its memory. Legal any number of times; afterwards it yields nothing. */
  close(): void;
}

/**
 * 0 (fast) … 10 (best). At 6, from 48 to 16 kHz, aliases lie below the last of 16 bits, all is flat up to 7 kHz and
 * 7.2 kHz lose 0.2 dB. 7 is flat up to 7.3 kHz and costs a quarter more, but recognition gets no word more right of it.
 */
const defaultQuality = 6;
/** Filter length for each quality, in samples of the lower of both rates (Speex, `resample.c`, `quality_map`). */
const filterSamples = [8, 16, 32, 48, 64, 80, 96, 128, 160, 192, 256];
const blockSamples = 4096;

/** Rates are whole numbers from 1000 to 768000 Hz. Equal rates cost a copy and nothing else. */
export async function createResampler(fromHz: number, toHz: number, quality = defaultQuality): Promise<Resampler> {
  for (const rateHz of [fromHz, toHz]) {
    if (!Number.isInteger(rateHz) || rateHz < 1000 || rateHz > 768_000) {
      throw new AudioError(`sample rate: got ${rateHz} Hz, wanted a whole number from 1000 to 768000`);
    }
  }
  if (fromHz === toHz) return new SameRate(fromHz);
  return new SpeexStream(await loadSpeex(), { fromHz, toHz, quality });
}

/** A whole stream at another rate. */
export async function* resampleStream(
  blocks: AsyncIterable<Float32Array>,
  fromHz: number,
  toHz: number,
): AsyncGenerator<Float32Array, void, undefined> {
  const resampler = await createResampler(fromHz, toHz);
  try {
    for await (const block of blocks) {
      const out = resampler.process(block);
      if (out.length > 0) yield out;
    }
    const rest = resampler.flush();
    if (rest.length > 0) yield rest;
  } finally {
    resampler.close();
  }
}

class SameRate implements Resampler {
  readonly fromHz: number;
  readonly toHz: number;
  constructor(rateHz: number) {
    this.fromHz = rateHz;
    this.toHz = rateHz;
  }
  process(samples: Float32Array): Float32Array {
    return samples.slice();
  }
  flush(): Float32Array {
    return new Float32Array(0);
  }
  close(): void {
    // Holds nothing.
  }
}

class SpeexStream implements Resampler {
  readonly fromHz: number;
  readonly toHz: number;
  readonly #speex: Speex;
  readonly #outCapacity: number;
  readonly #input: number;
  readonly #output: number;
  readonly #counts: number;
  readonly #latencySamples: number;
  #state: number;
  #skip: number;
  #taken = 0;
  #given = 0;

  constructor(speex: Speex, options: { fromHz: number; toHz: number; quality: number }) {
    const { fromHz, toHz, quality } = options;
    this.fromHz = fromHz;
    this.toHz = toHz;
    this.#speex = speex;
    this.#outCapacity = Math.ceil((blockSamples * toHz) / fromHz) + 16;
    this.#input = speex._malloc(2 * blockSamples);
    this.#output = speex._malloc(2 * this.#outCapacity);
    this.#counts = speex._malloc(8);
    this.#state = speex._speex_resampler_init(1, fromHz, toHz, quality, this.#counts);
    if (this.#state === 0) throw new AudioError(`cannot resample from ${fromHz} to ${toHz} Hz at quality ${quality}`);
    this.#latencySamples = latencySamples(options);
    const lead = alignment(this.#latencySamples, options);
    this.#skip = lead.skip;
    this.#run(new Float32Array(lead.zeros));
  }

  process(samples: Float32Array): Float32Array {
    this.#taken += samples.length;
    const out = this.#run(samples);
    this.#given += out.length;
    return out;
  }

  flush(): Float32Array {
    const wanted = Math.round((this.#taken * this.toHz) / this.fromHz) - this.#given;
    // Half a filter of silence pushes the last real sample out; one output period more covers the rounding.
    const tail = this.#run(new Float32Array(this.#latencySamples + Math.ceil(this.fromHz / this.toHz) + 1));
    const rest = tail.subarray(0, Math.max(0, wanted));
    this.#given += rest.length;
    return rest;
  }

  close(): void {
    if (this.#state === 0) return;
    this.#speex._speex_resampler_destroy(this.#state);
    this.#state = 0;
    for (const pointer of [this.#input, this.#output, this.#counts]) this.#speex._free(pointer);
  }

  #run(samples: Float32Array): Float32Array {
    let out: Float32Array = new Float32Array(0);
    if (this.#state === 0) return out;
    for (let taken = 0; taken < samples.length;) {
      const block = samples.subarray(taken, taken + blockSamples);
      const done = this.#runBlock(block);
      taken += done.consumed;
      out = out.length === 0 ? done.samples : concatSamples(out, done.samples);
    }
    return out;
  }

  #runBlock(block: Float32Array): { consumed: number; samples: Float32Array<ArrayBuffer> } {
    const speex = this.#speex;
    const heap = speex.HEAP16;
    for (let i = 0; i < block.length; i++) {
      heap[this.#input / 2 + i] = Math.max(-32_768, Math.min(32_767, Math.round((block[i] ?? 0) * 32_768)));
    }
    speex.HEAP32[this.#counts / 4] = block.length;
    speex.HEAP32[this.#counts / 4 + 1] = this.#outCapacity;
    const pointers = [this.#state, this.#input, this.#counts, this.#output, this.#counts + 4] as const;
    const fault = speex._speex_resampler_process_interleaved_int(...pointers);
    const consumed = speex.HEAP32[this.#counts / 4] ?? 0;
    if (fault !== 0 || consumed === 0) throw new AudioError(`resampler stopped (speex error ${fault})`);
    const made = speex.HEAP32[this.#counts / 4 + 1] ?? 0;
    const skipped = Math.min(this.#skip, made);
    this.#skip -= skipped;
    const samples = new Float32Array(made - skipped);
    const from = this.#output / 2 + skipped;
    for (let i = 0; i < samples.length; i++) samples[i] = (speex.HEAP16[from + i] ?? 0) / 32_768;
    return { consumed, samples };
  }
}

/** Half the filter: so many input samples lie between a sample going in and its middle coming out. */
function latencySamples({ fromHz, toHz, quality }: { fromHz: number; toHz: number; quality: number }): number {
  const base = filterSamples[quality];
  if (base === undefined) throw new AudioError(`resampler quality: got ${quality}, wanted a whole number from 0 to 10`);
  if (fromHz <= toHz) return base / 2;
  const divisor = greatestCommonDivisor(fromHz, toHz);
  const stretched = Math.floor((base * (fromHz / divisor)) / (toHz / divisor));
  return (8 * Math.floor((stretched - 1) / 8) + 8) / 2;
}

/** Silence to feed first so that the delay is a whole number of output samples, and how many of those to skip. */
function alignment(latency: number, rates: { fromHz: number; toHz: number }): { zeros: number; skip: number } {
  const step = rates.fromHz / greatestCommonDivisor(rates.fromHz, rates.toHz);
  const zeros = (step - (latency % step)) % step;
  return { zeros, skip: ((zeros + latency) * rates.toHz) / rates.fromHz };
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
