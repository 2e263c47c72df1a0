/** Lists of preferences, as the settings name them: what is here wins; when nothing is, the surest is fetched. */
import { ensureModels } from './fetch.js';
import type { EnsureOptions } from './fetch-events.js';
import { ModelError } from './model-error.js';
import { isModelPath } from './store.js';
import type { ModelLocation, ModelStore } from './store.js';

/**
 * One present, verified model for each list, in the lists' order. The first of a list that is present is used. When
 * none is, those that some package delivers are fetched before those that only an address does, so that a large model
 * high up in a list is never downloaded unasked while a smaller one is at hand. Throws ModelError when a list yields
 * nothing.
 */
export async function ensurePreferred(
  lists: readonly (readonly string[])[],
  options: EnsureOptions,
): Promise<ModelLocation[]> {
  const { store } = options;
  const ranked = await Promise.all(lists.map((list) => rank(list, store)));
  try {
    return await ensureModels(
      ranked.map(([first = '']) => first),
      options,
    );
  } catch (error) {
    // A list with a second choice may still be served.
    if (!mayTryNext(error) || ranked.every((list) => list.length === 1)) throw error;
  }
  const found: ModelLocation[] = [];
  for (const list of ranked) found.push(await ensureOne(list, options));
  return found;
}

/** The list's models in the order to try. A wrong id throws at once, wherever in the list it stands. */
async function rank(list: readonly string[], store: ModelStore): Promise<readonly string[]> {
  if (list.length === 0) throw new ModelError('usage', 'a list of models is empty: name at least one');
  const places = await Promise.all(list.map((ref) => store.locate(ref)));
  const present = places.find((place) => place.state === 'present');
  if (present !== undefined) return [present.ref];
  const own = list.filter((ref) => isModelPath(ref));
  const ids = list.filter((ref) => !isModelPath(ref));
  const isSure = (id: string): boolean => store.catalog.get(id).sources.some((source) => !('https' in source));
  // Paths that lead nowhere come last: their message is the one to show when no id can be had either.
  return [...ids.filter(isSure), ...ids.filter((id) => !isSure(id)), ...own];
}

async function ensureOne(list: readonly string[], options: EnsureOptions): Promise<ModelLocation> {
  const errors: ModelError[] = [];
  for (const ref of list) {
    try {
      const [found] = await ensureModels([ref], options);
      if (found !== undefined) return found;
    } catch (error) {
      if (!mayTryNext(error)) throw error;
      errors.push(error);
    }
  }
  const failed = errors.flatMap((error) => error.failed);
  throw new ModelError('fetch', errors.map((error) => error.message).join('\n'), { failed });
}

/** Whether another model might do where this one did not; a full disk or a stopped fetch rules all of them out. */
function mayTryNext(error: unknown): error is ModelError {
  return error instanceof ModelError && ['fetch', 'licence', 'usage'].includes(error.kind);
}
