/** One loaded recogniser: in this process for exact counts, or in the inference host as the assistant has it. */
import { join } from 'node:path';
import { createInferenceHost } from '../../../src/models/host/host.js';
import { packageRoot } from '../../../src/models/catalog.js';
import type { Effort, Tuning } from '../../../src/models/whisper/effort.js';
import type { HintPhrases } from '../../../src/models/whisper/hints.js';
import type { FinalTranscript, Transcript } from '../../../src/pipeline/messages.js';
import { drain } from '../../../src/pipeline/streams.js';
import { createEngine } from '../../../src/stages/stt/whisper-engine.js';
import { asEngineError, callDirectly } from '../direct-call.js';

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
  transcribe(samples: Float32Array, language: string, hints?: HintPhrases): Promise<FinalTranscript>;
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
  readonly hints?: HintPhrases;
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
    throw asEngineError(error, 'stt', 'load');
  });
  const call: Call = (method, args, input) => callDirectly(engine, { name: 'stt', method, args, input }, signal);
  await drain(call('warmUp', {}));
  return wrap(call, { rssBytes: () => process.memoryUsage().rss, close: async () => engine.close?.() });
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
    async transcribe(samples, language, hints) {
      const given = { samples, language, ...(hints === undefined ? {} : { hints }) };
      for await (const value of call('transcribe', given)) return value as FinalTranscript;
      throw new Error('the speech engine ended without a transcript');
    },
    async effort() {
      for await (const value of call('effort', {})) return { ...(value as Effort) };
      throw new Error('the speech engine does not tell what it cost');
    },
  };
}

/** What was done between two looks. */
export function effortBetween(before: Effort, after: Effort): Effort {
  const keys = Object.keys(after) as (keyof Effort)[];
  return Object.fromEntries(keys.map((key) => [key, after[key] - before[key]])) as unknown as Effort;
}
