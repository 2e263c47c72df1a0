/** Which models the settings mean on this machine: of each list the first that is present, else the first that can be had. */
import type { Settings } from '../config/schema.js';
import { ensureModels } from '../models/fetch.js';
import type { EnsureOptions } from '../models/fetch-events.js';
import { ModelError } from '../models/model-error.js';
import type { ModelLocation } from '../models/store.js';

/** One model for each engine. */
export interface ChosenModels {
  readonly stt: ModelLocation;
  readonly llm: ModelLocation;
  readonly tts: ModelLocation;
}

export interface ChooseOptions extends EnsureOptions {
  /** Told, in one line, of every model that was wanted and could not be had. */
  readonly onNotice: (text: string) => void;
}

/** Throws ModelError when a whole list of preferences cannot be had. */
export async function chooseModels(settings: Settings, options: ChooseOptions): Promise<ChosenModels> {
  return {
    stt: await choose('stt.model', settings.stt.model, options),
    llm: await choose('llm.model', settings.llm.model, options),
    tts: await choose('tts.voice', settings.tts.voice, options),
  };
}

async function choose(key: string, wanted: string | readonly string[], options: ChooseOptions): Promise<ModelLocation> {
  const refs = typeof wanted === 'string' ? [wanted] : wanted;
  const { found, absent } = await options.store.firstPresent(refs);
  if (found !== undefined) {
    // A file that the store has not verified yet is read once and stamped, before anything native loads it.
    if (found.entry === undefined || found.verified) return found;
    const [verified] = await ensureModels([found.ref], options);
    return verified ?? found;
  }
  const reasons: string[] = [];
  for (const { ref } of absent) {
    try {
      const [fetched] = await ensureModels([ref], options);
      if (fetched !== undefined) return fetched;
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      reasons.push(error.message);
      if (ref !== absent.at(-1)?.ref) options.onNotice(`${error.message}; trying the next of ${key}`);
    }
  }
  throw new ModelError('fetch', `${key}: none of ${refs.join(', ')} can be used:\n${reasons.join('\n')}`);
}
