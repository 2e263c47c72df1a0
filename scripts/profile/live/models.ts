/** Which models captions and live translation are made with, by the settings. */
import { preferences } from '../../../src/assistant/models.js';
import type { Settings } from '../../../src/config/schema.js';
import { ensurePreferred } from '../../../src/models/fetch-preferred.js';
import type { EnsureOptions } from '../../../src/models/fetch-events.js';
import type { Models } from './engines.js';

/** What is missing is fetched; a model that translates only where something is translated. Throws ModelError when a list yields nothing. */
export async function findModels(
  settings: Settings,
  { translates, ...options }: EnsureOptions & { readonly translates: boolean },
): Promise<Models> {
  const named = [settings.translation.model].flat();
  const wantsLlama = translates && [settings.translation.engine].flat().includes('llama');
  const lists = [preferences(settings).stt, ...(wantsLlama && named.length > 0 ? [named] : [])];
  const [stt, llama] = await ensurePreferred(lists, options);
  if (stt === undefined) throw new Error('the settings name no speech model');
  const path = llama?.files[0];
  return {
    stt: { name: stt.ref, folder: stt.folder },
    ...(llama === undefined || path === undefined ? {} : { llama: { name: llama.ref, path } }),
  };
}
