/** The engines of the inference host as the settings want them. */
import type { Settings } from '../config/schema.js';
import type { EngineSpec } from '../models/host/engine.js';
import { resolveThreads } from '../models/host/threads.js';
import type { ChosenModels } from './models.js';

export const engineNames = ['stt', 'tts', 'llm'] as const;
export type EngineName = (typeof engineNames)[number];

/** @param providers execution providers in the order tried, CPU last */
export function engineSpecs(
  settings: Settings,
  models: ChosenModels,
  providers: readonly string[],
): Readonly<Record<EngineName, EngineSpec>> {
  const { device, compute_type, num_workers } = settings.stt.optimization;
  const threads = resolveThreads(settings.inference.threads);
  return {
    stt: {
      module: new URL('../stages/stt/whisper-engine.js', import.meta.url).href,
      options: {
        modelFolder: models.stt.folder,
        computeType: compute_type,
        threads: num_workers,
        // A device that is asked for by name is not swapped for another in silence: the engine refuses what it lacks.
        providers: device === 'auto' ? providers : [device],
        language: settings.stt.language,
      },
    },
    tts: {
      module: new URL('../stages/tts/piper-engine.js', import.meta.url).href,
      options: { modelFolder: models.tts.folder, threads, providers, streaming: settings.tts.streaming },
    },
    llm: {
      module: new URL('../stages/response/llama-engine.js', import.meta.url).href,
      options: {
        modelPath: models.llm.files[0],
        threads: settings.llm.threads,
        contextTokens: settings.llm.context_tokens,
        gpu: providers[0] === 'cpu' ? false : 'auto',
      },
    },
  };
}

/** True when the running engine already is what the new settings ask for. */
export function isSameSpec(a: EngineSpec, b: EngineSpec): boolean {
  return a.module === b.module && JSON.stringify(a.options) === JSON.stringify(b.options);
}
