/** Everything that follows from one set of settings: models, engines, stages. */
import type { LoadedConfig } from '../config/load.js';
import type { EnsureOptions } from '../models/fetch-events.js';
import type { InferenceHost } from '../models/host/contract.js';
import { ReplyCache } from '../stages/response/cache.js';
import type { VadSettings } from '../stages/vad/silero.js';
import { engineSpecs, isSameSpec, type EngineSpecs } from './engines.js';
import { chooseModels, type ChosenModels, type EngineName } from './models.js';
import { chooseProviders } from './providers.js';
import { buildStages, type AssistantStages, type Memory } from './stages.js';

/** What the settings ask for on this machine. */
export interface Plan {
  readonly config: LoadedConfig;
  readonly models: ChosenModels;
  readonly providers: readonly string[];
  readonly specs: EngineSpecs;
}

export interface Running extends Plan {
  readonly stages: AssistantStages;
  readonly cache: ReplyCache;
  readonly vad: VadSettings;
}

/** Finds (and where missing fetches) the models, and the providers. Throws ModelError. */
export async function makePlan(
  config: LoadedConfig,
  engines: readonly EngineName[],
  options: EnsureOptions & { readonly signal: AbortSignal },
): Promise<Plan> {
  const { settings } = config;
  const models = await chooseModels(settings, engines, options);
  const providers = await chooseProviders(settings, options.store.folder, options.signal);
  return { config, models, providers, specs: engineSpecs(settings, models, providers) };
}

export interface RealiseParts {
  readonly host: InferenceHost;
  readonly memory: Memory;
  readonly onFault: (error: Error) => void;
  /** What ran before: its kept replies stay when their settings do. */
  readonly before?: Running | undefined;
}

export function realise(plan: Plan, parts: RealiseParts): Running {
  const { settings } = plan.config;
  const { host, memory, onFault, before } = parts;
  const wanted = settings.response_generation.cache;
  const kept = before?.config.settings.response_generation.cache;
  const cache =
    before !== undefined && kept?.size === wanted.size && kept.ttl === wanted.ttl
      ? before.cache
      : new ReplyCache(memory.clock, { size: wanted.size, ttlMs: wanted.ttl * 1000 });
  return {
    ...plan,
    cache,
    stages: buildStages(host, settings, {
      memory,
      cache,
      specs: plan.specs,
      modelId: plan.models.get('llm')?.ref ?? '',
      onFault,
    }),
    vad: { ...settings.vad, max_utterance_ms: settings.turn.max_utterance_ms },
  };
}

/** Loads what differs beside what runs, and swaps. A load that fails puts back what was swapped before it, and throws. */
export async function swapEngines(host: InferenceHost, from: Plan, to: Plan): Promise<void> {
  const swapped: EngineName[] = [];
  try {
    for (const [name, spec] of to.specs) {
      if (isSameSpec(from.specs.get(name), spec)) continue;
      await host.replace(name, spec);
      swapped.push(name);
    }
  } catch (error) {
    for (const name of swapped) {
      const spec = from.specs.get(name);
      if (spec !== undefined) await host.replace(name, spec);
    }
    throw error;
  }
}
