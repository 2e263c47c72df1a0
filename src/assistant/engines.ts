/** The engines of the inference host as the settings want them. */
import type { Settings } from '../config/schema.js';
import type { EngineHandle, EngineSpec } from '../models/host/engine.js';
import type { InferenceHost } from '../models/host/contract.js';
import { resolveThreads } from '../models/host/threads.js';
import type { ModelLocation } from '../models/store.js';
import type { ChosenModels, EngineName } from './models.js';

export type EngineSpecs = ReadonlyMap<EngineName, EngineSpec>;

/** @param providers execution providers in the order tried, CPU last */
export function engineSpecs(settings: Settings, models: ChosenModels, providers: readonly string[]): EngineSpecs {
  const specs = new Map<EngineName, EngineSpec>();
  for (const [name, model] of models) specs.set(name, specMakers[name](settings, model, providers));
  return specs;
}

type SpecMaker = (settings: Settings, model: ModelLocation, providers: readonly string[]) => EngineSpec;

const specMakers: Readonly<Record<EngineName, SpecMaker>> = {
  stt: ({ stt }, model, providers) => ({
    module: new URL('../stages/stt/whisper-engine.js', import.meta.url).href,
    options: {
      modelFolder: model.folder,
      // A path to one file means that file, whatever else lies beside it.
      ...(model.entry === undefined && model.files.length === 1 ? { weightsFile: model.files[0] } : {}),
      computeType: stt.optimization.compute_type,
      threads: stt.optimization.num_workers,
      // A device that is asked for by name is not swapped for another in silence: the engine refuses what it lacks.
      providers: stt.optimization.device === 'auto' ? providers : [stt.optimization.device],
      language: stt.language,
    },
  }),
  llm: ({ llm }, model, providers) => ({
    module: new URL('../stages/response/llama-engine.js', import.meta.url).href,
    options: {
      modelPath: model.files[0],
      threads: llm.threads,
      contextTokens: llm.context_tokens,
      gpu: providers[0] === 'cpu' ? false : 'auto',
    },
  }),
  tts: ({ tts, inference }, model, providers) => ({
    module: new URL('../stages/tts/piper-engine.js', import.meta.url).href,
    options: {
      modelFolder: model.folder,
      threads: resolveThreads(inference.threads),
      providers,
      streaming: tts.streaming,
    },
  }),
};

/** True when the running engine already is what the new settings ask for. */
export function isSameSpec(a: EngineSpec | undefined, b: EngineSpec | undefined): boolean {
  return a?.module === b?.module && JSON.stringify(a?.options) === JSON.stringify(b?.options);
}

/** The host's engine; one that was not loaded says so when it is used, not before. */
export function engineOf(host: InferenceHost, specs: EngineSpecs, name: EngineName): EngineHandle {
  if (specs.has(name)) return host.engine(name);
  const fail = (): Promise<never> => Promise.reject(new Error(`the ${name} engine is not loaded`));
  return { ready: fail, call: () => ({ [Symbol.asyncIterator]: () => ({ next: fail }) }) };
}
