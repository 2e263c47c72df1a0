/** What live translation is made with: detector, recogniser and translators, in the inference host as the assistant has them. */
import { join } from 'node:path';
import { packageRoot } from '../../../src/models/catalog.js';
import { createInferenceHost } from '../../../src/models/host/host.js';
import type { EngineSpec } from '../../../src/models/host/engine.js';
import type { AudioFrame } from '../../../src/audio/frame.js';
import type { Settings } from '../../../src/config/schema.js';
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

export interface Models {
  readonly stt: { readonly name: string; readonly folder: string };
  /** A GGUF file, where `llama` translates. */
  readonly llama?: { readonly name: string; readonly path: string } | undefined;
}

export interface LiveEngines {
  readonly vad: Stage<AudioFrame, SpeechEvent>;
  readonly recognizer: Stage<UtteranceEvent, Transcript>;
  readonly translators: readonly Translator[];
  /** Of the process that the models run in. */
  pid(): number | undefined;
  /** Of that process and this one. */
  rssBytes(): number;
  close(): Promise<void>;
}

export interface EnginesOptions {
  readonly settings: Settings;
  readonly models: Models;
  readonly onNotice: (line: string) => void;
}

/** Loaded and warm. Throws EngineError when one cannot be used. */
export async function openEngines(
  { settings, models, onNotice }: EnginesOptions,
  signal: AbortSignal,
): Promise<LiveEngines> {
  const { stt, translation, inference } = settings;
  const specs = engineSpecs(settings, models);
  const host = createInferenceHost({ engines: specs, nice: inference.nice });
  const detector = { ...settings.vad, max_utterance_ms: settings.turn.max_utterance_ms };
  const vad = createSileroStage(() => detector);
  const recognizer = createWhisperStage(host.engine('stt'), stt);
  const engines: TranslationEngines = {
    whisper: { engine: host.engine('stt'), model: models.stt.name },
    ...('server' in specs ? { openai: { engine: host.engine('server'), model: translation.openai.model } } : {}),
    ...(models.llama === undefined ? {} : { llama: { engine: host.engine('llama'), model: models.llama.name } }),
  };
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
    ...{ vad, recognizer, close, translators: createTranslators(translation, engines, onNotice) },
    pid: () => host.stats().pid,
    rssBytes: () => host.stats().rssBytes + process.memoryUsage().rss,
  };
}

function engineSpecs({ stt, llm, translation }: Settings, models: Models): Record<string, EngineSpec> {
  const asked = [translation.engine].flat();
  const { optimization, language } = stt;
  return {
    stt: {
      module: builtModule('stt/whisper-engine'),
      options: {
        ...{ modelFolder: models.stt.folder, computeType: optimization.compute_type, language },
        ...{ threads: optimization.num_workers, providers: ['cpu'] },
      },
    },
    ...(asked.includes('openai')
      ? { server: { module: builtModule('response/openai-engine'), options: serverOptions(translation) } }
      : {}),
    ...(models.llama === undefined
      ? {}
      : {
          llama: {
            module: builtModule('response/llama-engine'),
            options: {
              modelPath: models.llama.path,
              threads: llm.threads,
              contextTokens: llm.context_tokens,
              gpu: false,
            },
          },
        }),
  };
}

/** The child loads what was built, wherever this file runs from. */
function builtModule(name: string): string {
  return new URL(`file://${join(packageRoot(), `dist/src/stages/${name}.js`)}`).href;
}
