/** Translation of captions with the engines that the settings name. */
import type { Settings } from '../config/schema.js';
import type { InferenceHost } from '../models/host/contract.js';
import type { EngineSpec } from '../models/host/engine.js';
import type { KeptSound } from '../pipeline/captions.js';
import type { Clock } from '../pipeline/stage.js';
import { TranslationCache } from '../stages/translation/cache.js';
import { Glossary } from '../stages/translation/glossary.js';
import { createTranslationStage, type TranslationStage } from '../stages/translation/translation.js';
import { createTranslators, serverOptions, type TranslationEngines } from '../stages/translation/translators.js';
import type { Running } from './running.js';

/** In order of preference, each once; none where nothing is translated. */
export function wantedTranslators({ translation }: Settings): readonly string[] {
  return translation.enabled ? [...new Set([translation.engine].flat())] : [];
}

export function translationServerSpec({ translation }: Settings): EngineSpec {
  return {
    module: new URL('../stages/response/openai-engine.js', import.meta.url).href,
    options: serverOptions(translation),
  };
}

export interface TranslatingParts {
  readonly host: InferenceHost;
  readonly running: Running;
  readonly clock: Clock;
  /** For translators that listen. */
  readonly sound: KeptSound;
  readonly onNotice: (line: string) => void;
}

/** For one stream of captions. */
export function buildTranslation({ host, running, clock, sound, onNotice }: TranslatingParts): TranslationStage {
  const { translation } = running.config.settings;
  return createTranslationStage({
    to: translation.to,
    translators: createTranslators(translation, enginesOf(host, running), onNotice),
    cache: new TranslationCache({ size: translation.cache.size, ttlMs: translation.cache.ttl * 1000, clock }),
    glossary: new Glossary(translation),
    ...{ sound, onNotice },
  });
}

function enginesOf(host: InferenceHost, { specs, models, config }: Running): TranslationEngines {
  const [speech, local] = [models.get('stt'), models.get('translator')];
  const { openai } = config.settings.translation;
  return {
    ...(speech === undefined ? {} : { whisper: { engine: host.engine('stt'), model: speech.ref } }),
    ...(local === undefined ? {} : { llama: { engine: host.engine('translator'), model: local.ref } }),
    ...(specs.has('translator-server')
      ? { openai: { engine: host.engine('translator-server'), model: openai.model } }
      : {}),
  };
}
