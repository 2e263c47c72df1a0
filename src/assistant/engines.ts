/** The engines of the inference host as the settings want them. */
import type { LoadedConfig } from '../config/load.js';
import type { Settings } from '../config/schema.js';
import type { EngineHandle, EngineSpec } from '../models/host/engine.js';
import type { InferenceHost } from '../models/host/contract.js';
import { resolveThreads } from '../models/host/threads.js';
import type { ModelLocation } from '../models/store.js';
import { openaiLlmSpec } from './language-models.js';
import type { Choice, EngineName } from './models.js';
import { onDemand, type EngineSpecs } from './on-demand.js';
import { translationServerSpec } from './translating.js';
import { wantedVoices, type VoiceEngineName } from './voices.js';
import type { WakeModels } from './wake-models.js';

/** @param providers execution providers in the order tried, CPU last */
export function engineSpecs(
  settings: Settings,
  { models, voices, wake, asksServer, asksTranslator }: Choice,
  providers: readonly string[],
): EngineSpecs {
  const specs = new Map<EngineName, EngineSpec>();
  const [stt, llm, turn] = [models.get('stt'), models.get('llm'), models.get('turn')];
  const [voice] = voices;
  if (stt !== undefined) specs.set('stt', whisperSpec(settings, stt, providers));
  if (llm !== undefined) specs.set('llm', llamaSpec(settings, llm, providers));
  const translator = models.get('translator');
  if (translator !== undefined) specs.set('translator', llamaSpec(settings, translator, providers));
  if (asksTranslator) specs.set('translator-server', translationServerSpec(settings));
  if (asksServer) specs.set('llm-server', openaiLlmSpec(settings));
  if (voice !== undefined) {
    const { module, options } = voiceSpecs[voice.engine];
    specs.set('tts', {
      module,
      options: options(settings, providers, models.get('tts')?.folder ?? ''),
      manner: 'urgent',
    });
  }
  if (turn !== undefined) specs.set('turn', smartTurnSpec(turn));
  if (wake !== undefined) specs.set('wake', wakeSpec(wake));
  return specs;
}

function whisperSpec({ stt }: Settings, model: ModelLocation, providers: readonly string[]): EngineSpec {
  return {
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
  };
}

function llamaSpec({ llm }: Settings, model: ModelLocation, providers: readonly string[]): EngineSpec {
  return {
    module: new URL('../stages/response/llama-engine.js', import.meta.url).href,
    options: {
      modelPath: model.files[0],
      threads: llm.threads,
      contextTokens: llm.context_tokens,
      sessions: llm.sessions,
      gpu: providers[0] === 'cpu' ? false : 'auto',
    },
  };
}

/**
 * Its graph is so small that no other device would be quicker than the CPU. The recogniser reads the pause at the same
 * moment, and its words count for more: they come first.
 */
function smartTurnSpec(model: ModelLocation): EngineSpec {
  return {
    module: new URL('../stages/turn-detection/smart-turn-engine.js', import.meta.url).href,
    options: { modelPath: model.files.find((file) => file.endsWith('.onnx')) ?? model.files[0], providers: ['cpu'] },
    manner: 'patient',
  };
}

/** Its graphs are so small that another device would cost more than it brings. */
function wakeSpec({ featuresFolder, words }: WakeModels): EngineSpec {
  return {
    module: new URL('../stages/wake/wake-engine.js', import.meta.url).href,
    options: { featuresFolder, wordFiles: words.map(({ file }) => file), providers: ['cpu'] },
    manner: 'patient',
  };
}

interface VoiceSpec {
  readonly module: string;
  readonly options: (settings: Settings, providers: readonly string[], modelFolder: string) => unknown;
}

const voiceSpecs: Readonly<Record<VoiceEngineName, VoiceSpec>> = {
  piper: {
    module: new URL('../stages/tts/piper-engine.js', import.meta.url).href,
    options: ({ tts, inference }, providers, modelFolder) => ({
      ...{ modelFolder, providers, threads: resolveThreads(inference.threads) },
      ...{ streaming: tts.streaming, computeType: tts.compute_type },
    }),
  },
  kokoro: {
    module: new URL('../stages/tts/kokoro-engine.js', import.meta.url).href,
    options: ({ tts: { kokoro }, inference }, providers, modelFolder) => ({
      ...{ modelFolder, providers, threads: resolveThreads(inference.threads) },
      ...{ voice: kokoro.voice, slowestRtf: kokoro.slowest_rtf },
    }),
  },
  espeak: {
    module: new URL('../stages/tts/espeak-engine.js', import.meta.url).href,
    options: ({ tts: { espeak } }) => ({ voice: espeak.voice }),
  },
  openai: {
    module: new URL('../stages/tts/openai-engine.js', import.meta.url).href,
    options: ({ tts: { openai } }) => ({
      ...{ baseUrl: openai.base_url, model: openai.model, voice: openai.voice },
      ...{ apiKeyEnv: openai.api_key_env, timeoutMs: openai.timeout_ms },
    }),
  },
  system: {
    module: new URL('../stages/tts/system-engine.js', import.meta.url).href,
    options: ({ tts: { system } }) => ({ voice: system.voice }),
  },
};

/** Equal where settings, models folder and machine mean the same voice engines in the same order. */
export function voiceKey(
  plan: Choice & { readonly config: LoadedConfig; readonly providers: readonly string[] },
): string {
  const { settings } = plan.config;
  const keys = wantedVoices(settings).map((engine) => ({
    ...plan.voices.find((voice) => voice.engine === engine),
    options: voiceSpecs[engine].options(settings, plan.providers, ''),
  }));
  return JSON.stringify(keys);
}

/** True when the running engine already is what the new settings ask for. */
export function isSameSpec(a: EngineSpec | undefined, b: EngineSpec | undefined): boolean {
  return a?.module === b?.module && JSON.stringify(a?.options) === JSON.stringify(b?.options);
}

/** The host's engine; one that was not loaded says so when it is used, not before. */
export function engineOf(host: InferenceHost, specs: EngineSpecs, name: EngineName): EngineHandle {
  if (specs.has(name) || specs === onDemand) return host.engine(name);
  const fail = (): Promise<never> => Promise.reject(new Error(`the ${name} engine is not loaded`));
  return { ready: fail, call: () => ({ [Symbol.asyncIterator]: () => ({ next: fail }) }) };
}
