/** Everything that follows from one set of settings: models, engines, stages. */
import type { LoadedConfig } from '../config/load.js';
import type { InferenceHost } from '../models/host/contract.js';
import type { CacheStats, ReplyCache } from '../stages/response/cache.js';
import type { SpeechCache, SpeechCacheStats } from '../stages/tts/speech-cache.js';
import type { VadSettings } from '../stages/vad/silero.js';
import { engineSpecs, voiceKey } from './engines.js';
import { onDemand, type EngineSpecs } from './on-demand.js';
import { chooseModels, type Choice, type ChoiceOptions, type EngineName } from './models.js';
import { chooseProviders } from './providers.js';
import { chooseReplies } from './replies.js';
import { chooseSounds, keepingFor } from './sounds.js';
import { buildStages, type AssistantStages, type Memory } from './stages.js';

/** What the settings ask for on this machine. */
export interface Plan extends Choice {
  readonly config: LoadedConfig;
  readonly providers: readonly string[];
  readonly specs: EngineSpecs;
}

export interface Running extends Plan {
  readonly stages: AssistantStages;
  readonly cache: ReplyCache;
  /** Sound of sentences said before; undefined when none is kept. */
  readonly sounds: SpeechCache | undefined;
  readonly vad: VadSettings;
}

const nothingChosen = {
  models: new Map(),
  voices: [],
  asksServer: false,
  asksTranslator: false,
  providers: [],
  specs: onDemand,
};

/** Finds (and where missing fetches) the models, and the providers; nothing yet for `on-demand`. Throws ModelError. */
export async function makePlan(
  config: LoadedConfig,
  engines: readonly EngineName[] | 'on-demand',
  options: ChoiceOptions & { readonly signal: AbortSignal },
): Promise<Plan> {
  if (engines === 'on-demand') return { ...nothingChosen, config };
  const { settings } = config;
  const choice = await chooseModels(settings, engines, options);
  const providers = await chooseProviders(settings, options.store.folder, options.signal);
  return { config, ...choice, providers, specs: engineSpecs(settings, choice, providers) };
}

/**
 * Settings that mean the same voice engines as before mean the one that was found then: those that were passed over
 * are not tried again at every saved change.
 */
export function keepVoice(plan: Plan, before: Plan): Plan {
  const spec = before.specs.get('tts');
  const model = before.models.get('tts');
  if (spec === undefined || voiceKey(plan) !== voiceKey(before)) return plan;
  const models = new Map(plan.models);
  models.delete('tts');
  if (model !== undefined) models.set('tts', model);
  return { ...plan, voices: before.voices, models, specs: new Map(plan.specs).set('tts', spec) };
}

export interface KeptStats {
  readonly replies: CacheStats;
  /** Undefined when no sound is kept. */
  readonly sounds: SpeechCacheStats | undefined;
}

export function keptStats({ cache, sounds }: Running): KeptStats {
  return { replies: cache.stats, sounds: sounds?.stats };
}

export interface RealiseParts {
  readonly host: InferenceHost;
  readonly memory: Memory;
  readonly onFault: (error: Error) => void;
  /** What ran before: its kept replies and sounds stay when their settings do. */
  readonly before?: Running | undefined;
}

export function realise(plan: Plan, parts: RealiseParts): Running {
  const { settings } = plan.config;
  const { host, memory, onFault, before } = parts;
  const cache = chooseReplies(settings.response_generation.cache, {
    ...{ clock: memory.clock, onFault },
    before: before && { settings: before.config.settings.response_generation.cache, replies: before.cache },
  });
  const sounds = chooseSounds(settings.tts.cache, {
    ...{ memory, onFault },
    before: before && { settings: before.config.settings.tts.cache, sounds: before.sounds },
  });
  return {
    ...{ ...plan, cache, sounds },
    stages: buildStages(host, settings, {
      ...{ memory, cache, keeping: keepingFor(sounds, plan.specs.get('tts'), memory) },
      specs: plan.specs,
      modelId: plan.models.get('llm')?.ref ?? '',
      onFault,
    }),
    vad: { ...settings.vad, max_utterance_ms: settings.turn.max_utterance_ms },
  };
}
