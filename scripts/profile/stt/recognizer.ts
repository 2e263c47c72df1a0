/** One loaded recogniser: in this process for exact counts, or in the inference host as the assistant has it. */
import { join } from 'node:path';
import type { Engine, EngineCall } from '../../../src/models/host/engine.js';
import { EngineError, recordError, type EngineErrorCode } from '../../../src/models/host/error.js';
import { createInferenceHost } from '../../../src/models/host/host.js';
import { packageRoot } from '../../../src/models/catalog.js';
import type { Effort, Tuning } from '../../../src/models/whisper/effort.js';
import type { FinalTranscript, Transcript } from '../../../src/pipeline/messages.js';
import { drain } from '../../../src/pipeline/streams.js';
import { createEngine } from '../../../src/stages/stt/whisper-engine.js';

export interface RecognizerOptions {
  readonly modelFolder: string;
  readonly threads: number;
  readonly language: string;
  readonly tuning?: Tuning;
}

export interface Recognizer {
  /** Streams an utterance; every partial, then the final. */
  recognize(input: AsyncIterable<unknown>, args: RecognizeArgs): AsyncIterable<Transcript>;
  /** All at once. */
  transcribe(samples: Float32Array, language: string): Promise<FinalTranscript>;
  /** Sums since it was loaded. */
  effort(): Promise<Effort>;
  /** Resident memory of the process that it runs in. */
  rssBytes(): number;
  close(): Promise<void>;
}

export interface RecognizeArgs {
  readonly language: string;
  readonly partials: boolean;
  readonly partialIntervalMs: number;
  readonly streaming: boolean;
}

type Call = (method: string, args: unknown, input?: AsyncIterable<unknown>) => AsyncIterable<unknown>;

/** Loaded and warmed up. Throws one line when the model cannot be used. */
export async function openRecognizer(
  options: RecognizerOptions,
  place: 'here' | 'host',
  signal: AbortSignal,
): Promise<Recognizer> {
  return place === 'here' ? openHere(options, signal) : openHosted(options, signal);
}

async function openHere(options: RecognizerOptions, signal: AbortSignal): Promise<Recognizer> {
  const engine = await createEngine(engineOptions(options)).catch((error: unknown) => {
    throw asEngineError(error, 'load');
  });
  const call: Call = (method, args, input) => callHere(engine, { method, args, input: input ?? nothing() }, signal);
  await drain(call('warmUp', {}));
  return wrap(call, { rssBytes: () => process.memoryUsage().rss, close: async () => engine.close?.() });
}

interface HereCall {
  readonly method: string;
  readonly args: unknown;
  readonly input: AsyncIterable<unknown>;
}

async function* callHere(engine: Engine, { method, args, input }: HereCall, signal: AbortSignal): AsyncGenerator {
  const run = engine.methods[method];
  if (run === undefined) throw new Error(`the speech engine has no method ${method}`);
  let ended = false;
  async function* watched(): AsyncGenerator {
    yield* input;
    ended = true;
  }
  const call: EngineCall = { input: watched(), signal, cancelled: () => signal.aborted, inputEnded: () => ended };
  try {
    yield* run(args, call);
  } catch (error) {
    throw asEngineError(error, 'failed');
  }
}

/** What the engine says against its options is for the user, as it is when it comes from the host; a bug is not. */
function asEngineError(error: unknown, code: EngineErrorCode): unknown {
  if (!(error instanceof Error) || error.name !== 'Error') return error;
  const { message, detail } = recordError(error);
  return new EngineError({ engine: 'stt', code, message, detail });
}

async function openHosted(options: RecognizerOptions, signal: AbortSignal): Promise<Recognizer> {
  // The child loads what was built, wherever this file runs from.
  const built = join(packageRoot(), 'dist/src/stages/stt/whisper-engine.js');
  const module = new URL(`file://${built}`).href;
  const host = createInferenceHost({ engines: { stt: { module, options: engineOptions(options) } }, nice: 0 });
  host.start();
  try {
    await host.engine('stt').ready(signal);
  } catch (error) {
    await host.close();
    throw error;
  }
  const call: Call = (method, args, input) =>
    host.engine('stt').call(method, args, input === undefined ? { signal } : { signal, input });
  await drain(call('warmUp', {}));
  return wrap(call, { rssBytes: () => host.stats().rssBytes, close: () => host.close() });
}

function engineOptions({ tuning, ...options }: RecognizerOptions): unknown {
  return { ...options, computeType: 'auto', providers: ['cpu'], ...(tuning === undefined ? {} : { tuning }) };
}

function wrap(call: Call, rest: Pick<Recognizer, 'rssBytes' | 'close'>): Recognizer {
  return {
    ...rest,
    recognize: (input, args) => call('recognize', args, input) as AsyncIterable<Transcript>,
    async transcribe(samples, language) {
      for await (const value of call('transcribe', { samples, language })) return value as FinalTranscript;
      throw new Error('the speech engine ended without a transcript');
    },
    async effort() {
      for await (const value of call('effort', {})) return { ...(value as Effort) };
      throw new Error('the speech engine does not tell what it cost');
    },
  };
}

async function* nothing(): AsyncGenerator<never> {
  // A call without a stream.
}

/** What was done between two looks. */
export function effortBetween(before: Effort, after: Effort): Effort {
  const keys = Object.keys(after) as (keyof Effort)[];
  return Object.fromEntries(keys.map((key) => [key, after[key] - before[key]])) as unknown as Effort;
}
