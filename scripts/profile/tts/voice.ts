/** One loaded voice engine: in this process for the bare work, or in the inference host as the assistant has it. */
import type { EngineModule, EngineSpec } from '../../../src/models/host/engine.js';
import { resolveEngineModule } from '../../../src/models/host/entry.js';
import { createInferenceHost } from '../../../src/models/host/host.js';
import type { InferenceHost } from '../../../src/models/host/contract.js';
import { drain } from '../../../src/pipeline/streams.js';
import { checked } from '../../../src/stages/tts/check.js';
import {
  voiceInfoSchema,
  type SynthesizeArgs,
  type VoiceInfo,
  type VoiceOutput,
} from '../../../src/stages/tts/voice-engine.js';
import { asEngineError, callDirectly } from '../direct-call.js';

export interface Voice {
  readonly info: VoiceInfo;
  /** What the engine hands out, as it does. */
  synthesize(args: SynthesizeArgs): AsyncIterable<VoiceOutput>;
  close(): Promise<void>;
}

/** A voice in the inference host, and the host, for its stages and its memory. */
export interface HostedVoice extends Voice {
  readonly host: InferenceHost;
}

type Call = (method: string, args: unknown) => AsyncIterable<unknown>;

/** Loaded and warmed up, in this thread. Throws EngineError when the voice cannot be used. */
export async function openHere(spec: EngineSpec, signal: AbortSignal): Promise<Voice> {
  const loaded = (await import(resolveEngineModule(spec.module))) as EngineModule;
  const engine = await loaded.createEngine(spec.options).catch((error: unknown) => {
    throw asEngineError(error, 'tts', 'load');
  });
  return wrap(
    (method, args) => callDirectly(engine, { name: 'tts', method, args }, signal),
    async () => engine.close?.(),
  );
}

/** Loaded and warmed up, in a process of its own. Throws EngineError when the voice cannot be used. */
export async function openHosted(
  specs: Readonly<Record<'tts', EngineSpec>> & Readonly<Record<string, EngineSpec>>,
  signal: AbortSignal,
  nice = 0,
): Promise<HostedVoice> {
  const host = createInferenceHost({ engines: specs, nice });
  host.start();
  try {
    for (const name of Object.keys(specs)) await host.engine(name).ready(signal);
    const voice = await wrap(
      (method, args) => host.engine('tts').call(method, args, { signal }),
      () => host.close(),
    );
    return { ...voice, host };
  } catch (error) {
    await host.close();
    throw error;
  }
}

/** The same engine, but each text in one piece; undefined for engines that know no other way. */
export function wholeSpec({ module, options }: EngineSpec): EngineSpec | undefined {
  const isStreaming = typeof options === 'object' && options !== null && 'streaming' in options && options.streaming;
  return isStreaming === true ? { module, options: { ...options, streaming: false } } : undefined;
}

async function wrap(call: Call, close: () => Promise<void>): Promise<Voice> {
  try {
    await drain(call('warmUp', {}));
    for await (const value of call('info', {})) {
      const info = checked(voiceInfoSchema, value, 'voice engine');
      // Engines and stages are checked against each other elsewhere; a check of every window would count as work here.
      return { info, close, synthesize: (args) => call('synthesize', args) as AsyncIterable<VoiceOutput> };
    }
  } catch (error) {
    await close();
    throw error;
  }
  throw new Error('the voice engine does not tell what it is');
}
