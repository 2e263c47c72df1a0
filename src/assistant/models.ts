/** Which models the settings mean on this machine. */
import type { Settings } from '../config/schema.js';
import type { EnsureOptions } from '../models/fetch-events.js';
import { ensurePreferred } from '../models/fetch-preferred.js';
import type { ModelLocation } from '../models/store.js';

/** The engines of the inference host. */
export const engineNames = ['stt', 'llm', 'tts'] as const;
export type EngineName = (typeof engineNames)[number];

/** One model for each engine that is loaded. */
export type ChosenModels = ReadonlyMap<EngineName, ModelLocation>;

/** Each engine's models in order of preference: the first that is present is used, else the first that can be had. */
export function preferences(settings: Settings): Readonly<Record<EngineName, readonly string[]>> {
  const list = (models: string | readonly string[]): readonly string[] =>
    typeof models === 'string' ? [models] : models;
  return { stt: list(settings.stt.model), llm: list(settings.llm.model), tts: list(settings.tts.voice) };
}

/** Fetches what is missing. Throws ModelError when a whole list of preferences cannot be had. */
export async function chooseModels(
  settings: Settings,
  engines: readonly EngineName[],
  options: EnsureOptions,
): Promise<ChosenModels> {
  const wanted = preferences(settings);
  const found = await ensurePreferred(
    engines.map((name) => wanted[name]),
    options,
  );
  const models = new Map<EngineName, ModelLocation>();
  for (const [index, name] of engines.entries()) {
    const location = found[index];
    if (location !== undefined) models.set(name, location);
  }
  return models;
}
