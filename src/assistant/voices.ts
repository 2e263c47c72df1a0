/** Which voice engines the settings mean on this machine, and in what order they are tried. */
import type { Settings, voiceEngineNames } from '../config/schema.js';
import type { ModelStore } from '../models/store.js';

export type VoiceEngineName = (typeof voiceEngineNames)[number];

/** One engine of the list in `tts.engine`. */
export interface VoiceChoice {
  readonly engine: VoiceEngineName;
  /** Its models in order of preference; none for an engine that reads none. */
  readonly models: readonly string[];
  /** Whether it could be loaded without fetching anything. */
  readonly isReady: boolean;
}

/** The engines as the settings order them, each once. */
export function wantedVoices({ tts }: Settings): readonly VoiceEngineName[] {
  return typeof tts.engine === 'string' ? [tts.engine] : [...new Set(tts.engine)];
}

/** The models that an engine would look for, in order of preference. */
export function voiceModels({ tts }: Settings, engine: VoiceEngineName): readonly string[] {
  if (engine === 'kokoro') return [tts.kokoro.model];
  if (engine !== 'piper') return [];
  return typeof tts.voice === 'string' ? [tts.voice] : tts.voice;
}

/** In the order to try: as in the settings, but first those that need no fetching. Throws ModelError for an unknown id. */
export async function rankVoices(settings: Settings, store: ModelStore): Promise<readonly VoiceChoice[]> {
  const choices: VoiceChoice[] = [];
  for (const engine of wantedVoices(settings)) {
    const models = voiceModels(settings, engine);
    const isReady = models.length === 0 || (await store.firstPresent(models)).found !== undefined;
    choices.push({ engine, models, isReady });
  }
  return [...choices.filter(({ isReady }) => isReady), ...choices.filter(({ isReady }) => !isReady)];
}
