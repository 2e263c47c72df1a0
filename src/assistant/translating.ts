/** Translation of captions with the engines that the settings name. */
import type { Settings } from '../config/schema.js';
import type { InferenceHost } from '../models/host/contract.js';
import type { EngineSpec } from '../models/host/engine.js';
import type { CaptionEvent, KeptSound } from '../pipeline/captions.js';
import type { Clock, Scope } from '../pipeline/stage.js';
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

/**
 * Translates one stream of captions under the settings in force. After a change of them what was begun is finished first;
 * what is committed from then on is translated as they say now.
 */
export async function* translateCaptions(
  events: AsyncIterable<CaptionEvent>,
  { running, ...parts }: Omit<TranslatingParts, 'running'> & { readonly running: () => Running },
  scope: Scope,
): AsyncGenerator<CaptionEvent, void, undefined> {
  const source = events[Symbol.asyncIterator]();
  let isOver = false;
  async function* untilChanged(current: Running): AsyncGenerator<CaptionEvent, void, undefined> {
    while (running() === current) {
      const next = await source.next();
      isOver = next.done === true;
      if (next.done === true) return;
      yield next.value;
    }
  }
  try {
    while (!isOver) {
      const current = running();
      yield* buildTranslation({ ...parts, running: current }).run(untilChanged(current), scope);
    }
  } finally {
    // Whoever leaves early does not wait for the next word; why it failed was told already.
    source.return?.().catch(() => undefined);
  }
}

function buildTranslation({ host, running, clock, sound, onNotice }: TranslatingParts): TranslationStage {
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
