/** The translators that the settings name, on the engines that are there. */
import type { TranslationSettings } from '../../config/translation.js';
import type { EngineHandle } from '../../models/host/engine.js';
import { createChatTranslator } from './chat-translator.js';
import type { Translator, TranslatorName } from './translator.js';
import { createWhisperTranslator } from './whisper-translator.js';

/** An engine of the inference host, and the name of its model. */
export interface TranslationEngine {
  readonly engine: EngineHandle;
  readonly model: string;
}

/**
 * What is there. `whisper`: the recogniser's; `openai` and `llama`: any that answer `chat`, the same that answer for the
 * assistant if their settings are the same.
 */
export type TranslationEngines = Readonly<Partial<Record<TranslationSettings['engine'] & string, TranslationEngine>>>;

/** A model on this machine may have to read its prompt on a busy core. */
const LLAMA_TIMEOUT_MS = 30_000;

const ways: Readonly<Record<keyof TranslationEngines, string>> = {
  whisper: 'no speech model is loaded; run `parley models fetch whisper-base`',
  openai: 'no server is set; see translation.openai',
  llama: 'translation.model names no model that is here; name a GGUF file of a billion weights or more',
};

/** Best first, each once. One whose engine is not there says so when it is asked. */
export function createTranslators(
  settings: TranslationSettings,
  engines: TranslationEngines,
  onNotice: (line: string) => void,
): Translator[] {
  const { least_billions: leastBillions, openai } = settings;
  return [...new Set([settings.engine].flat())].map((name) => {
    const found = engines[name];
    if (found === undefined) return missing(name);
    if (name === 'whisper') return createWhisperTranslator(found);
    const timeoutMs = name === 'openai' ? openai.timeout_ms : LLAMA_TIMEOUT_MS;
    return createChatTranslator({ ...found, name, timeoutMs, leastBillions, onNotice });
  });
}

/** Options of the engine for servers, as `stages/response/openai-engine` takes them. */
export function serverOptions({ openai }: TranslationSettings): Readonly<Record<string, unknown>> {
  return {
    ...{ baseUrl: openai.base_url, model: openai.model, apiKeyEnv: openai.api_key_env },
    // One limit for all of it: a translation is of no use before it is whole.
    ...{ timeoutMs: openai.timeout_ms, firstTokenTimeoutMs: openai.timeout_ms, retries: openai.retries, extra: {} },
  };
}

function missing(name: TranslatorName & keyof TranslationEngines): Translator {
  const line = `${name}: ${ways[name]}`;
  return {
    ...{ name, model: '', most: 1, timeoutMs: 1000 },
    refuses: () => Promise.resolve(line),
    translate: () => Promise.reject(new Error(line)),
  };
}
