/** What captions and live translation are made with: detector, recogniser and translators, in the inference host as the assistant has them. */
import { join } from 'node:path';
import { packageRoot } from '../../../src/models/catalog.js';
import type { InferenceHost } from '../../../src/models/host/contract.js';
import { createInferenceHost } from '../../../src/models/host/host.js';
import type { EngineSpec } from '../../../src/models/host/engine.js';
import type { AudioFrame } from '../../../src/audio/frame.js';
import type { Settings } from '../../../src/config/schema.js';
import type { Effort } from '../../../src/models/whisper/effort.js';
import type { SpeechEvent, Transcript, UtteranceEvent } from '../../../src/pipeline/messages.js';
import type { Stage } from '../../../src/pipeline/stage.js';
import { createWhisperStage } from '../../../src/stages/stt/whisper.js';
import {
  createTranslators,
  serverOptions,
  type TranslationEngines,
} from '../../../src/stages/translation/translators.js';
import type { Translator } from '../../../src/stages/translation/translator.js';
import { createSileroStage } from '../../../src/stages/vad/silero.js';
import { ownCpuMs } from '../../../src/programs/own-use.js';
import { cpuMsOf } from '../processes.js';
import type { MemoryUse } from './memory.js';

export interface Models {
  readonly stt: { readonly name: string; readonly folder: string };
  /** A GGUF file, where `llama` translates. */
  readonly llama?: { readonly name: string; readonly path: string } | undefined;
}

export interface LiveEngines {
  readonly vad: Stage<AudioFrame, SpeechEvent>;
  readonly recognizer: Stage<UtteranceEvent, Transcript>;
  /** None where nothing is translated. */
  readonly translators: readonly Translator[];
  /** Processor time of this process and of the one that the models run in, since they began. */
  cpuMs(): Promise<number>;
  /** Of this process and of that one. */
  memory(): MemoryUse;
  /** Of the recogniser, since it was loaded. */
  effort(): Promise<Effort>;
  close(): Promise<void>;
}

export interface EnginesOptions {
  readonly settings: Settings;
  readonly models: Models;
  readonly onNotice: (line: string) => void;
  /** False for captions alone: only the recogniser is loaded. True unless told. */
  readonly translates?: boolean;
}

/** Loaded and warm. Throws EngineError when one cannot be used. */
export async function openEngines(
  { settings, models, onNotice, translates = true }: EnginesOptions,
  signal: AbortSignal,
): Promise<LiveEngines> {
  const { stt, translation, inference } = settings;
  const specs = { stt: recognizerSpec(settings, models), ...(translates ? translatorSpecs(settings, models) : {}) };
  const host = createInferenceHost({ engines: specs, nice: inference.nice });
  const detector = { ...settings.vad, max_utterance_ms: settings.turn.max_utterance_ms };
  const vad = createSileroStage(() => detector);
  const recognizer = createWhisperStage(host.engine('stt'), stt);
  const close = async (): Promise<void> => {
    await host.close();
    await vad.close?.();
  };
  host.start();
  try {
    await Promise.all([recognizer.warmUp?.(signal), vad.warmUp?.(signal)]);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    ...{ vad, recognizer, close },
    translators: translates
      ? createTranslators(translation, translationEngines(host, models, translation), onNotice)
      : [],
    cpuMs: async () => ownCpuMs() + (await cpuMsOf(host.stats().pid)),
    memory: () => ({ mainBytes: process.memoryUsage.rss(), enginesBytes: host.stats().rssBytes }),
    async effort() {
      for await (const value of host.engine('stt').call('effort', {}, { signal })) return { ...(value as Effort) };
      throw new Error('the speech engine does not tell what it cost');
    },
  };
}

function translationEngines(
  host: InferenceHost,
  models: Models,
  settings: Settings['translation'],
): TranslationEngines {
  const asked = [settings.engine].flat();
  return {
    whisper: { engine: host.engine('stt'), model: models.stt.name },
    ...(asked.includes('openai') ? { openai: { engine: host.engine('server'), model: settings.openai.model } } : {}),
    ...(models.llama === undefined ? {} : { llama: { engine: host.engine('llama'), model: models.llama.name } }),
  };
}

function recognizerSpec({ stt }: Settings, models: Models): EngineSpec {
  const { optimization, language } = stt;
  return {
    module: builtModule('stt/whisper-engine'),
    options: {
      ...{ modelFolder: models.stt.folder, computeType: optimization.compute_type, language },
      ...{ threads: optimization.num_workers, providers: ['cpu'] },
    },
  };
}

function translatorSpecs({ llm, translation }: Settings, { llama }: Models): Record<string, EngineSpec> {
  const asked = [translation.engine].flat();
  const server = { module: builtModule('response/openai-engine'), options: serverOptions(translation) };
  const own = {
    module: builtModule('response/llama-engine'),
    options: { modelPath: llama?.path, threads: llm.threads, contextTokens: llm.context_tokens, gpu: false },
  };
  return { ...(asked.includes('openai') ? { server } : {}), ...(llama === undefined ? {} : { llama: own }) };
}

/** The child loads what was built, wherever this file runs from. */
function builtModule(name: string): string {
  return new URL(`file://${join(packageRoot(), `dist/src/stages/${name}.js`)}`).href;
}
